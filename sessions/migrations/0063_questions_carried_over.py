"""Let a question that nobody read be asked again in the next chat, and count held and unread ones in kept figures."""

import django.db.models.deletion
from django.db import migrations, models


def count_undecided(apps, schema_editor):
    rows = apps.get_model("chat_sessions", "RecordFigures").objects.select_related("record")
    for row in rows.iterator(chunk_size=100):
        closed = (each["data"] for each in row.record.document["entries"] if each["type"] == "session.closed")
        totals = next(closed, {}).get("totals", {})
        row.numbers |= {"held": totals.get("held", 0), "unread": totals.get("waiting", 0)}
        row.save(update_fields=["numbers"])


class Migration(migrations.Migration):
    dependencies = [("chat_sessions", "0062_checkpoints_of_evenings")]
    operations = [
        migrations.AddField(
            "question",
            "carried_from",
            models.ForeignKey(
                "chat_sessions.question",
                on_delete=django.db.models.deletion.PROTECT,
                null=True,
                blank=True,
                related_name="carried_to",
                db_index=False,
                help_text="The question of the ward’s chat before, of which this is the second asking: nobody had read it.",
            ),
        ),
        migrations.AddConstraint(
            "question",
            models.UniqueConstraint(
                fields=("carried_from",),
                condition=models.Q(carried_from__isnull=False),
                name="carried_over_once",
            ),
        ),
        migrations.AlterField(
            model_name='reminderround',
            name='kind',
            field=models.CharField(choices=[('week', 'Week'), ('hour', 'Hour'), ('moved', 'Moved'), ('cancelled', 'Cancelled'), ('owed', 'Owed'), ('owed_soon', 'Owed Soon'), ('owed_today', 'Owed Today'), ('overdue', 'Overdue'), ('written', 'Written'), ('queued', 'Queued'), ('declined', 'Declined'), ('taken', 'Taken'), ('answered', 'Answered'), ('promised', 'Promised'), ('carried', 'Carried'), ('office', 'Office'), ('borough', 'Borough'), ('unscreened', 'Unscreened'), ('receipt', 'Receipt'), ('step', 'Step'), ('joined', 'Joined'), ('claimed', 'Claimed'), ('asked_again', 'Asked Again'), ('promise', 'Promise'), ('kept', 'Kept'), ('proposals', 'Proposals'), ('inherited', 'Inherited'), ('digest', 'Digest')], max_length=12),
        ),
        migrations.RunPython(count_undecided, migrations.RunPython.noop, elidable=True),
    ]
