"""The ref of the form by which a complaint came, and at most one complaint from each question of a chat."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("chat_sessions", "0043_landmarks"),
        ("chat_sessions", "0043_matters_shown"),
        ("chat_sessions", "0043_month_records"),
        ("chat_sessions", "0043_resolving_matters"),
    ]

    operations = [
        migrations.AddField(
            model_name="matter",
            name="ref",
            field=models.UUIDField(
                blank=True,
                editable=False,
                help_text="Of the form that it came by, so that a form that is sent twice makes one.",
                null=True,
            ),
        ),
        migrations.AddConstraint(
            model_name="matter",
            constraint=models.UniqueConstraint(fields=("author", "ref"), name="one_matter_per_author_and_ref"),
        ),
        migrations.AddConstraint(
            model_name="matter",
            constraint=models.UniqueConstraint(fields=("entered_by", "ref"), name="one_matter_per_clerk_and_ref"),
        ),
        migrations.AddConstraint(
            model_name="matter",
            constraint=models.UniqueConstraint(
                condition=models.Q(from_question__isnull=False),
                fields=("from_question",),
                name="one_matter_per_question",
            ),
        ),
    ]
