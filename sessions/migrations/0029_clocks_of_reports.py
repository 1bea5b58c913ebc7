from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('chat_sessions', '0028_slow_mode'),
    ]

    operations = [
        migrations.AddField(
            model_name='report',
            name='acknowledge_by',
            field=models.DateTimeField(blank=True, help_text='Until then a moderator says that it was seen; blank for older reports.', null=True),
        ),
        migrations.AddField(
            model_name='report',
            name='acknowledged_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='report',
            name='due_at',
            field=models.DateTimeField(blank=True, help_text='Until then a moderator has to act on it.', null=True),
        ),
        migrations.AddField(
            model_name='report',
            name='reason',
            field=models.CharField(db_default='other', default='other', max_length=16),
        ),
    ]
