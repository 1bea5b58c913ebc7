import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('chat_sessions', '0042_matters'),
        ('moderation', '0003_rereading'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='MatterAppeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.TextField(blank=True, help_text='A sentence of the author for the moderator.')),
                ('outcome', models.CharField(choices=[('made', 'Appealed'), ('upheld', 'The decision stands'), ('overturned', 'The decision was overturned')], default='made', max_length=12)),
                ('made_at', models.DateTimeField()),
                ('due_at', models.DateTimeField(help_text='Until then another moderator has to decide.')),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('note', models.TextField(blank=True, help_text='Why it was decided so, for the author.')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('matter', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='appeal_made', to='chat_sessions.matter')),
            ],
            options={
                'ordering': ('due_at', 'id'),
            },
        ),
        migrations.CreateModel(
            name='MatterDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.CharField(choices=[('words', 'Words'), ('place', 'Place'), ('photo', 'Photo'), ('reply', 'Reply')], max_length=8)),
                ('part_id', models.UUIDField(blank=True, help_text='Of the photo or the reply.', null=True)),
                ('decision', models.CharField(max_length=12)),
                ('version', models.PositiveIntegerField(help_text='The version that the moderator saw.')),
                ('reason', models.CharField(blank=True, choices=[('off_topic', 'Not about the ward or the borough'), ('already_asked', 'Already asked or answered'), ('personal_data', 'Names a private person or shows personal data'), ('private_dispute', 'A private or land dispute'), ('attack', 'Attacks a person or a group'), ('not_understandable', 'Cannot be understood as it stands'), ('campaign', 'Campaigning for or against a party'), ('out_of_competence', 'Outside what the corporation can decide')], max_length=32)),
                ('decided_at', models.DateTimeField()),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='chat_sessions.matter')),
                ('moderator', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('decided_at', 'id'),
                'indexes': [models.Index(fields=['-decided_at'], name='matter_decision_by_time')],
            },
        ),
        migrations.CreateModel(
            name='MatterRecusal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('passed_on_at', models.DateTimeField()),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recusals', to='chat_sessions.matter')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='matter_recusals', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('matter', 'person'), name='one_recusal_per_matter_and_person')],
            },
        ),
    ]
