from django.db import migrations, models
from django.db.models import F, Q

LISTED = (
    "question.approved",
    "question.held",
    "question.declined",
    "question.merged",
    "question.reopened",
    "question.removed",
    "resident.muted",
    "resident.unmuted",
    "resident.banned",
)


def mark_ledger(apps, _schema_editor):
    """Older logs hold decisions, too: the ledger lists them, without the commitments that were not made then."""
    events = apps.get_model("chat_sessions", "Event").objects
    events.filter(stream__name="desk", type__in=LISTED).update(in_ledger_at=F("at"))


class Migration(migrations.Migration):

    dependencies = [
        ('chat_sessions', '0024_commitments'),
    ]

    operations = [
        migrations.AddField(
            model_name='event',
            name='in_ledger_at',
            field=models.DateTimeField(blank=True, help_text='The same moment, if the public ledger lists it: three small indexes hold only those.', null=True),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(condition=Q(('in_ledger_at__isnull', False)), fields=['in_ledger_at'], name='event_in_ledger'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(condition=Q(('in_ledger_at__isnull', False)), fields=['type', 'in_ledger_at', 'stream'], name='event_in_ledger_by_type'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(condition=Q(('in_ledger_at__isnull', False)), fields=['stream', 'in_ledger_at'], name='event_in_ledger_by_stream'),
        ),
        migrations.RunPython(mark_ledger, migrations.RunPython.noop),
    ]
