from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('chat_sessions', '0042_matters'),
    ]

    operations = [
        migrations.AddField(
            model_name='matter',
            name='is_place_hidden',
            field=models.BooleanField(db_default=False, default=False, help_text='The public sees neither the landmark nor a point.'),
        ),
        migrations.AddField(
            model_name='matterreply',
            name='masked',
            field=models.JSONField(blank=True, default=None, help_text='The places that are hidden.', null=True),
        ),
        migrations.AddIndex(
            model_name='matterphoto',
            index=models.Index(condition=models.Q(('state', 'waiting')), fields=['added_at'], name='photo_to_screen'),
        ),
    ]
