"""Answers that are owed: their drafts, what was given in writing, and the reminders about both."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("chat_sessions", "0036_drafts_and_corrections"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="WrittenDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField()),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=1, help_text="Raised by every change, so that a person can say which one they saw."
                    ),
                ),
                ("saved_at", models.DateTimeField()),
                ("role", models.CharField(help_text="The duty of the person who saved it last.", max_length=16)),
            ],
        ),
        migrations.AddField(
            model_name="answer",
            name="written",
            field=models.BooleanField(
                db_default=False, default=False, help_text="Given in writing after the chat, to a question whose written answer was promised."
            ),
        ),
        migrations.AddField(
            model_name="reminderround",
            name="due_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="reminderround",
            name="question",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="reminder_rounds",
                to="chat_sessions.question",
            ),
        ),
        migrations.AddField(
            model_name="reminderround",
            name="told_on",
            field=models.DateField(null=True),
        ),
        migrations.AlterField(
            model_name="reminderround",
            name="kind",
            field=models.CharField(
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
                ],
                max_length=12,
            ),
        ),
        migrations.AddIndex(
            model_name="answer",
            index=models.Index(condition=models.Q(("written", True)), fields=["given_at"], name="written_answer"),
        ),
        migrations.AddIndex(
            model_name="question",
            index=models.Index(condition=models.Q(("state", "on_notice")), fields=["due_on"], name="owed_answer"),
        ),
        migrations.AddConstraint(
            model_name="reminderround",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind__in", ("owed", "owed_soon", "owed_today"))),
                fields=("chat_session", "kind", "due_on"),
                name="one_reminder_round_per_due_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="reminderround",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "overdue")),
                fields=("chat_session", "due_on", "told_on"),
                name="one_reminder_round_per_overdue_week",
            ),
        ),
        migrations.AddConstraint(
            model_name="reminderround",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "written")),
                fields=("question",),
                name="one_reminder_round_per_written_answer",
            ),
        ),
        migrations.AddField(
            model_name="writtendraft",
            name="question",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="draft", to="chat_sessions.question"
            ),
        ),
        migrations.AddField(
            model_name="writtendraft",
            name="saved_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
    ]
