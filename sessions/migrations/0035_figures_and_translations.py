"""Figures of the published records, counted once for each, and translations of their words."""

from zoneinfo import ZoneInfo

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from sessions.platform.database.migration_progress import each_with_progress
from sessions.record.figures.counting import figures_of, month_of_chat, ward_in_document


def count_what_is_published(apps, schema_editor):
    """Record by record, so that a year of a city's evenings needs no more memory than one."""
    figures, records = (apps.get_model("chat_sessions", name).objects for name in ("RecordFigures", "Record"))
    zone = ZoneInfo(settings.TIME_ZONE)
    for record in each_with_progress(records.order_by("made_at"), "Counting the records", chunk_size=100):
        document = record.document
        month = month_of_chat(document, zone=zone)
        figures.create(
            record=record, ward=ward_in_document(document), month=month, numbers=figures_of(document).as_row()
        )


class Migration(migrations.Migration):

    dependencies = [
        ('chat_sessions', '0034_installation_log'),
    ]

    operations = [
        migrations.CreateModel(
            name='RecordFigures',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ward', models.PositiveSmallIntegerField()),
                ('month', models.DateField()),
                ('numbers', models.JSONField()),
                ('record', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='figures', to='chat_sessions.record')),
            ],
            options={
                'indexes': [models.Index(fields=['month', 'ward'], name='figures_by_month_and_ward')],
            },
        ),
        migrations.CreateModel(
            name='RecordTranslation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('n', models.PositiveIntegerField()),
                ('field', models.CharField(max_length=16)),
                ('language', models.CharField(max_length=8)),
                ('version', models.PositiveIntegerField()),
                ('text', models.TextField(null=True)),
                ('by', models.CharField(choices=[('office', 'Office'), ('volunteer', 'Volunteer')], max_length=16)),
                ('label', models.CharField(blank=True, max_length=640)),
                ('made_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_reason', models.CharField(blank=True, max_length=2400)),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='translations', to='chat_sessions.record')),
            ],
            options={
                'ordering': ('record', 'n', 'field', 'language', 'version'),
                'constraints': [models.UniqueConstraint(fields=('record', 'n', 'field', 'language', 'version'), name='versions_of_a_translation')],
            },
        ),
        migrations.RunPython(count_what_is_published, migrations.RunPython.noop, elidable=True),
    ]
