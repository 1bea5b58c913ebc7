"""A clerk can invite the chair of a borough by a link, as the holder of a ward's office."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("chat_sessions", "0049_one_question_on_the_floor")]

    operations = [
        migrations.AddField(
            model_name="invite",
            name="chair",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="invites",
                to="chat_sessions.chair",
            ),
        ),
        migrations.RemoveConstraint(model_name="invite", name="invited_to_a_duty_or_to_an_office"),
        migrations.AddConstraint(
            model_name="invite",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("borough", None), ("chair", None), ("duty", ""), ("is_for_city", False), ("office__isnull", False)
                )
                | models.Q(
                    ("borough__isnull", False),
                    ("chair__isnull", False),
                    ("duty", ""),
                    ("is_for_city", False),
                    ("office", None),
                    ("ward", None),
                )
                | models.Q(("chair", None), ("office", None), models.Q(("duty", ""), _negated=True)),
                name="invited_to_a_duty_or_to_a_term",
            ),
        ),
    ]
