"""Photographs of complaints that came while too many came at once: they are prepared a little later."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("chat_sessions", "0057_texts_emptied_with_redactions")]

    operations = [
        migrations.CreateModel(
            name="UnpreparedPhoto",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "alt",
                    models.TextField(
                        blank=True, default="", help_text="What can be seen, for those who do not see it."
                    ),
                ),
                ("added_at", models.DateTimeField()),
                ("claimed_until", models.DateTimeField(null=True)),
                ("fault", models.CharField(blank=True, default="", max_length=16)),
                (
                    "matter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="unprepared_photos",
                        to="chat_sessions.matter",
                    ),
                ),
            ],
            options={
                "ordering": ("added_at", "id"),
                "indexes": [
                    models.Index(condition=models.Q(("fault", "")), fields=["added_at"], name="photo_to_prepare")
                ],
            },
        ),
    ]
