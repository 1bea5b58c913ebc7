from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('chat_sessions', '0023_desk_leases_and_undo'),
    ]

    operations = [
        migrations.AddField(
            model_name='question',
            name='commitment',
            field=models.TextField(blank=True, db_default='', default='', help_text='Of the words, as the log has it; blank for older questions.'),
        ),
        migrations.AddField(
            model_name='question',
            name='salt',
            field=models.TextField(blank=True, db_default='', default='', editable=False, help_text='Only for the author, who proves the words with it; blank once the author is deleted.'),
        ),
    ]
