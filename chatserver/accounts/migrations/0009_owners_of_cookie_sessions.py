"""Note whose the cookie sessions of before are: nobody is signed out by the upgrade, and everybody can be."""

from importlib import import_module

from django.conf import settings
from django.db import migrations

from sessions.platform.database.migration_progress import each_with_progress

AT_ONCE = 500


def note_owners(apps, schema_editor):
    """Each is read once: whose it is stands inside of it."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    database = schema_editor.connection.alias
    owner = apps.get_model("accounts", "CookieSessionOwner")
    found = []
    rows = apps.get_model("sessions", "Session").objects.using(database)
    for row in each_with_progress(rows.all(), "Noting whose cookie sessions they are"):
        account_id = str(store.decode(row.session_data).get("_auth_user_id", ""))
        if account_id.isdecimal():
            found.append(owner(cookie_session_id=row.pk, account_id=int(account_id)))
    owner.objects.using(database).bulk_create(found, batch_size=AT_ONCE, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0008_cookie_session_owner"),
        ("sessions", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(note_owners, migrations.RunPython.noop),
    ]
