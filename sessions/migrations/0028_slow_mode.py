from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('chat_sessions', '0027_check_symbols'),
    ]

    operations = [
        migrations.AddField(
            model_name='chatsession',
            name='slow_minutes',
            field=models.PositiveSmallIntegerField(db_default=0, default=0, help_text='Each person may ask one question every so many minutes; 0: at any time.'),
        ),
    ]
