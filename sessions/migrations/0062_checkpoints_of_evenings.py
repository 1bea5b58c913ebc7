"""What was committed to of an evening before its record was sealed, and the leaves of drafts in the log."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("chat_sessions", "0061_who_appointed_whom")]

    operations = [
        migrations.AlterField(
            model_name="logleaf",
            name="kind",
            field=models.CharField(
                choices=[("draft", "Draft"), ("record", "Record"), ("redaction", "Redaction")], max_length=16
            ),
        ),
        migrations.CreateModel(
            name="RecordCheckpoint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("size", models.PositiveIntegerField()),
                ("root", models.CharField(max_length=44)),
                ("at", models.DateTimeField()),
                ("leaves", models.BinaryField()),
                ("note", models.TextField(blank=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("log_index", models.PositiveBigIntegerField(null=True)),
                (
                    "chat_session",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=models.deletion.PROTECT,
                        related_name="record_checkpoints",
                        to="chat_sessions.chatsession",
                    ),
                ),
            ],
            options={
                "ordering": ("chat_session", "size"),
                "indexes": [
                    models.Index(
                        condition=models.Q(("closed_at__isnull", False), ("log_index", None)),
                        fields=["chat_session"],
                        name="draft_that_waits_for_log",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("chat_session", "size"), name="one_checkpoint_per_size")
                ],
            },
        ),
    ]
