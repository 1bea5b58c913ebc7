"""Let people who signed in before an upgrade stay signed in: their cookie sessions name a backend that is gone."""

from importlib import import_module

from django.conf import settings
from django.db import migrations

from sessions.platform.database.migration_progress import each_with_progress

BEFORE = "django.contrib.auth.backends.ModelBackend"
NOW = "chatserver.accounts.passwords.PasswordBackend"


def name_the_backend_of_now(apps, schema_editor):
    """Without signing anybody in: who a cookie session belongs to, and the hash of their password, stay as they are."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    rows = apps.get_model("sessions", "Session").objects.using(schema_editor.connection.alias)
    for row in each_with_progress(rows.all(), "Keeping people signed in"):
        content = store.decode(row.session_data)
        if content.get("_auth_user_backend") == BEFORE:
            rows.filter(pk=row.pk).update(session_data=store.encode(content | {"_auth_user_backend": NOW}))


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_sign_in"),
        ("sessions", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(name_the_backend_of_now, migrations.RunPython.noop),
    ]
