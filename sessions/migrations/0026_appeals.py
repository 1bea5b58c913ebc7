import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('chat_sessions', '0025_moderation_ledger'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='question',
            name='appeal',
            field=models.CharField(blank=True, db_default='', default='', help_text='Where the appeal of its author stands: made, upheld or overturned; blank for none.', max_length=12),
        ),
        migrations.CreateModel(
            name='Appeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.TextField(blank=True, help_text='A sentence of the author for the moderator.')),
                ('made_at', models.DateTimeField()),
                ('due_at', models.DateTimeField(help_text='Until then another moderator has to decide.')),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('note', models.TextField(blank=True, help_text='Why it was decided so, for the author.')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='appeals_decided', to=settings.AUTH_USER_MODEL)),
                ('question', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='appeal_made', to='chat_sessions.question')),
            ],
            options={
                'ordering': ('due_at', 'id'),
            },
        ),
    ]
