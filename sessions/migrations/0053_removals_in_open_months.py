"""Why words were removed from a month's log before it was sealed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("chat_sessions", "0052_receipts_that_are_sent")]

    operations = [
        migrations.AddField("monthtext", "removed_at", models.DateTimeField(null=True)),
        migrations.AddField("monthtext", "ground", models.CharField(default="", db_default="", max_length=32)),
        migrations.AddField("monthtext", "authority", models.TextField(default="", db_default="")),
    ]
