"""Claims of an office whose time for an answer ended without one are told apart from those that can still be answered."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("chat_sessions", "0053_removals_in_open_months")]

    operations = [
        migrations.AddField(
            "promise",
            "claim_end",
            models.CharField(
                blank=True,
                choices=[
                    ("unconfirmed", "Kept, says the office; not confirmed"),
                    ("unconfirmable", "Kept, says the office; not confirmed, as nobody who asked can be asked"),
                ],
                db_default="",
                default="",
                help_text="Of the last claim, where its time is over and nobody confirmed it.",
                max_length=16,
            ),
        ),
        migrations.RemoveIndex("promise", "promise_claimed"),
        migrations.AddIndex(
            "promise",
            models.Index(
                condition=models.Q(("claim_end", ""), ("state", "claimed_kept")),
                fields=["claimed_at"],
                name="promise_claim_open",
            ),
        ),
    ]
