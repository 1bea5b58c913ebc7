"""An account's language is one of settings.LANGUAGES, whichever they are: a further one needs no migration."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0012_vouch_for_those_who_are_here")]

    operations = [migrations.AlterField("user", "language", models.CharField(default="en", max_length=8))]
