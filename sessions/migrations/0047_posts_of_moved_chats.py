"""A post that tells of a moved chat: one for each date that it gets."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('chat_sessions', '0046_time_stamps_and_word_pairs'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='post',
            name='one_post_per_occasion_and_chat',
        ),
        migrations.AddField(
            model_name='post',
            name='sequence',
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AlterField(
            model_name='post',
            name='occasion',
            field=models.CharField(choices=[('announced', 'A chat is announced'), ('moved', 'A chat is moved'), ('begins', 'A chat begins'), ('record', 'A record is published'), ('promise_kept', 'A promise is kept'), ('promise_overdue', 'A promise is overdue'), ('activity', 'Something was done or is planned')], max_length=16),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.UniqueConstraint(fields=('occasion', 'chat_session', 'sequence'), name='one_post_per_occasion_and_date_of_chat'),
        ),
    ]
