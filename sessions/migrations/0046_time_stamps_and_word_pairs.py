"""Time stamps of checkpoints by an authority outside; and the index by which PostgreSQL finds phrases."""

import django.db.models.deletion
from django.db import migrations, models

from sessions.platform.database.text_index import WORD_PAIRS


class Migration(migrations.Migration):
    dependencies = [("chat_sessions", "0045_public_matters_by_date")]

    operations = [
        migrations.CreateModel(
            name="CheckpointTimeStamp",
            fields=[
                ("checkpoint", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="time_stamp", serialize=False, to="chat_sessions.logcheckpoint")),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("response", models.BinaryField(default=bytes)),
                ("roots", models.TextField(blank=True)),
                ("authority", models.CharField(blank=True, max_length=200)),
                ("stamped_at", models.DateTimeField(blank=True, null=True)),
                ("due_at", models.DateTimeField()),
                ("tries", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.RunPython(WORD_PAIRS.make, WORD_PAIRS.drop),
    ]
