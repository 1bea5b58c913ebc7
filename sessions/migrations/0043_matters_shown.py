"""What the public pages of complaints and suggestions need: a full-text index, whose support counts, what was told."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from sessions.database.text_index import MATTER_TEXTS


class Migration(migrations.Migration):

    dependencies = [
        ('chat_sessions', '0042_matters'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='MatterText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.TextField()),
                ('sounds', models.TextField(blank=True)),
            ],
        ),
        migrations.AddField(
            model_name='matter',
            name='support_told',
            field=models.PositiveIntegerField(db_default=0, default=0, help_text='The number that the public log has.'),
        ),
        migrations.AddField(
            model_name='matter',
            name='support_told_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='mattersupport',
            name='standing',
            field=models.CharField(choices=[('counted', 'Counted'), ('held', 'Set aside until a clerk decides'), ('not_counted', 'Not counted')], db_default='counted', default='counted', help_text='Whether it counts.', max_length=16),
        ),
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(fields=['-published_at', '-id'], name='matter_newest_first'),
        ),
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(condition=models.Q(('support', models.F('support_told')), _negated=True), fields=['support_told_at'], name='matter_support_to_tell'),
        ),
        migrations.AddField(
            model_name='mattertext',
            name='matter',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='search_text', to='chat_sessions.matter'),
        ),
        migrations.RunPython(MATTER_TEXTS.make, MATTER_TEXTS.drop),
    ]
