from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('chat_sessions', '0026_appeals'),
    ]

    operations = [
        migrations.AlterField(
            model_name='question',
            name='receipt',
            field=models.CharField(max_length=11, unique=True),
        ),
    ]
