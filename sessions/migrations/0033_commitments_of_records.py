"""The commitments and salts of a record stand in rows, so that the record can be compiled again with the same ones."""

import base64

import django.db.models.deletion
from django.db import migrations, models

from sessions.platform.database.migration_progress import each_with_progress


def take_out_of_the_documents(apps, schema_editor):
    rows = apps.get_model("chat_sessions", "RecordText").objects
    records = apps.get_model("chat_sessions", "Record").objects
    for record in each_with_progress(records.order_by("made_at"), "Keeping the commitments of records", chunk_size=100):
        rows.bulk_create(
            rows.model(
                chat_session_id=record.chat_session_id,
                seq=entry["data"]["seq"],
                field=field,
                commitment=entry["commitments"][field],
                salt=base64.urlsafe_b64decode(text["salt"] + "="),
            )
            for entry in record.document["entries"]
            for field, text in entry["texts"].items()
            if text is not None
        )


class Migration(migrations.Migration):
    dependencies = [("chat_sessions", "0032_joined_support")]

    operations = [
        migrations.CreateModel(
            name="RecordText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seq", models.PositiveIntegerField(help_text="The public event that holds the text.")),
                ("field", models.CharField(max_length=16)),
                ("commitment", models.CharField(max_length=43)),
                (
                    "salt",
                    models.BinaryField(help_text="Empty once the text was redacted.", max_length=32, null=True),
                ),
                (
                    "chat_session",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="record_texts",
                        to="chat_sessions.chatsession",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("chat_session", "seq", "field"), name="one_commitment_per_record_text"
                    )
                ],
            },
        ),
        migrations.RunPython(take_out_of_the_documents, migrations.RunPython.noop, elidable=True),
    ]
