"""A redaction can follow the removal of a suggestion by a moderator."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("chat_sessions", "0050_invited_chairs")]

    operations = [
        migrations.AlterField(
            model_name="redaction",
            name="ground",
            field=models.CharField(
                choices=[
                    ("court_order", "A court’s order"),
                    ("personal_data", "Personal data"),
                    ("error", "Published by mistake"),
                    ("moderated", "Removed by a moderator"),
                ],
                max_length=16,
            ),
        ),
    ]
