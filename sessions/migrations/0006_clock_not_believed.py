from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('chat_sessions', '0005_reminders'),
    ]

    operations = [
        migrations.AddField(
            model_name='clockreading',
            name='agreed',
            field=models.BooleanField(null=True),
        ),
        migrations.AddField(
            model_name='clockreading',
            name='ahead_passed',
            field=models.FloatField(null=True),
        ),
        migrations.AddField(
            model_name='clockreading',
            name='ahead_wall',
            field=models.DateTimeField(null=True),
        ),
    ]
