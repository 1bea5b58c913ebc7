"""Who lodged by a clerk what was joined with another hears of the steps of that one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("chat_sessions", "0054_ends_of_claims")]

    operations = [
        migrations.AlterField(
            "reminderround",
            "kind",
            models.CharField(
                choices=[
                    ("week", "Week"),
                    ("hour", "Hour"),
                    ("moved", "Moved"),
                    ("cancelled", "Cancelled"),
                    ("owed", "Owed"),
                    ("owed_soon", "Owed Soon"),
                    ("owed_today", "Owed Today"),
                    ("overdue", "Overdue"),
                    ("written", "Written"),
                    ("queued", "Queued"),
                    ("declined", "Declined"),
                    ("taken", "Taken"),
                    ("answered", "Answered"),
                    ("promised", "Promised"),
                    ("office", "Office"),
                    ("borough", "Borough"),
                    ("unscreened", "Unscreened"),
                    ("receipt", "Receipt"),
                    ("step", "Step"),
                    ("joined", "Joined"),
                    ("claimed", "Claimed"),
                    ("asked_again", "Asked Again"),
                    ("promise", "Promise"),
                    ("kept", "Kept"),
                    ("proposals", "Proposals"),
                    ("inherited", "Inherited"),
                    ("digest", "Digest"),
                ],
                max_length=12,
            ),
        ),
    ]
