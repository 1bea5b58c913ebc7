"""What 0001 to 0005 add up to, at once: for an installation that begins now.

One of before goes on by those, step by step. Django writes all of them down as applied in either case.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('moderation', '0001_initial'),
        ('moderation', '0002_recusal'),
        ('moderation', '0003_rereading'),
        ('moderation', '0004_matters'),
        ('moderation', '0005_waiting_matter_decision'),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('chat_sessions', '0043_promises'),
    ]

    operations = [
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(max_length=12)),
                ('version', models.PositiveIntegerField(help_text='The version that the moderator saw.')),
                ('reason', models.CharField(blank=True, choices=[('off_topic', 'Not about the ward or the borough'), ('already_asked', 'Already asked or answered'), ('personal_data', 'Names a private person or shows personal data'), ('private_dispute', 'A private or land dispute'), ('attack', 'Attacks a person or a group'), ('not_understandable', 'Cannot be understood as it stands'), ('campaign', 'Campaigning for or against a party'), ('out_of_competence', 'Outside what the corporation can decide')], max_length=32)),
                ('decided_at', models.DateTimeField()),
                ('moderator', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='decisions', to=settings.AUTH_USER_MODEL)),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='chat_sessions.question')),
            ],
            options={
                'ordering': ('decided_at', 'id'),
            },
        ),
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
            name='Rereading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verdict', models.CharField(max_length=12)),
                ('agrees', models.BooleanField()),
                ('read_at', models.DateTimeField()),
                ('decision', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='rereading', to='moderation.decision')),
                ('moderator', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='rereadings', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='WaitingMatterDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('decision', models.CharField(max_length=16)),
                ('version', models.PositiveIntegerField(help_text='The version that the moderator saw.')),
                ('fields', models.JSONField()),
                ('until', models.DateTimeField(db_index=True)),
                ('matter', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='waiting_decision', to='chat_sessions.matter')),
                ('moderator', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('until', 'id'),
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
        migrations.CreateModel(
            name='Recusal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('passed_on_at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recusals', to=settings.AUTH_USER_MODEL)),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recusals', to='chat_sessions.question')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('question', 'person'), name='one_recusal_per_person')],
            },
        ),
    ]
