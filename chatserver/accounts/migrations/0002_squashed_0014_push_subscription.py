"""What 0002 to 0014 add up to, at once: for an installation that begins now.

One of before goes on by those, step by step. Django writes all of them down as applied in either case. 0001 stays
alone, because the tables of chats refer to its people, and 0002 to their wards.
"""

import chatserver.accounts.models.contact
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('accounts', '0002_ward'),
        ('accounts', '0003_contact'),
        ('accounts', '0004_moved_at'),
        ('accounts', '0005_sign_in'),
        ('accounts', '0006_cookie_sessions_after_upgrade'),
        ('accounts', '0007_code_counted'),
        ('accounts', '0008_cookie_session_owner'),
        ('accounts', '0009_owners_of_cookie_sessions'),
        ('accounts', '0010_enrolment_code'),
        ('accounts', '0011_whose_support_counts'),
        ('accounts', '0012_vouch_for_those_who_are_here'),
        ('accounts', '0013_any_language'),
        ('accounts', '0014_push_subscription'),
    ]

    dependencies = [
        ('accounts', '0001_initial'),
        ('chat_sessions', '0007_ward_map_and_moves'),
        ('sessions', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Arrival',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('network', models.CharField(max_length=64)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'indexes': [models.Index(fields=['network', 'at'], name='arrivals_of_a_network')],
            },
        ),
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(choices=[('email', 'E-mail'), ('sms', 'SMS')], max_length=8)),
                ('address', models.CharField(max_length=254)),
                ('stop_code', models.CharField(default=chatserver.accounts.models.contact.new_stop_code, editable=False, max_length=22, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name='CookieSessionOwner',
            fields=[
                ('cookie_session', models.OneToOneField(on_delete=django.db.models.deletion.DB_CASCADE, primary_key=True, related_name='owner', serialize=False, to='sessions.session')),
                ('account_id', models.BigIntegerField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name='Crowd',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('network', models.CharField(blank=True, db_index=True, max_length=64)),
                ('first_at', models.DateTimeField()),
                ('last_at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(null=True)),
                ('counts', models.BooleanField(help_text='What was decided last.', null=True)),
            ],
            options={
                'ordering': ('-last_at',),
            },
        ),
        migrations.CreateModel(
            name='EnrolmentCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64)),
                ('expires_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Identity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(choices=[('email', 'E-mail'), ('sms', 'SMS')], max_length=8)),
                ('address', models.CharField(max_length=254)),
                ('confirmed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('last_used_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                ('mailbox', models.CharField(blank=True, db_default='', default='', help_text='The number, or the mailbox that the address leads to.', max_length=254)),
            ],
            options={
                'verbose_name_plural': 'identities',
                'indexes': [models.Index(fields=['channel', 'address'], name='identity_by_address'), models.Index(fields=['channel', 'mailbox'], name='identity_by_mailbox')],
            },
        ),
        migrations.CreateModel(
            name='PrintedBatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('expires_on', models.DateField()),
                ('revoked_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name_plural': 'printed batches',
                'ordering': ('-pk',),
            },
        ),
        migrations.CreateModel(
            name='PrintedCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('used_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='PushSubscription',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('endpoint', models.TextField()),
                ('endpoint_sha256', models.CharField(max_length=64, unique=True)),
                ('service', models.CharField(max_length=100)),
                ('p256dh', models.BinaryField(max_length=65)),
                ('auth', models.BinaryField(max_length=16)),
                ('vapid_key_id', models.CharField(max_length=16)),
                ('language', models.CharField(max_length=8)),
                ('created_at', models.DateTimeField()),
                ('seen_at', models.DateTimeField()),
                ('last_ok_at', models.DateTimeField(null=True)),
                ('refused_at', models.DateTimeField(null=True)),
                ('failures', models.PositiveSmallIntegerField(default=0)),
                ('last_reminder', models.BigIntegerField(null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('refused_at__isnull', False)), fields=['refused_at'], name='push_refused')],
            },
        ),
        migrations.CreateModel(
            name='SignInCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('browser', models.CharField(db_index=True, max_length=64)),
                ('channel', models.CharField(choices=[('email', 'E-mail'), ('sms', 'SMS')], max_length=8)),
                ('address', models.CharField(max_length=254)),
                ('digest', models.CharField(max_length=64)),
                ('asked_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField(db_index=True)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('used_at', models.DateTimeField(null=True)),
                ('has_failed', models.BooleanField(default=False)),
                ('counted', models.TextField(blank=True, default='')),
            ],
            options={
                'indexes': [models.Index(fields=['channel', 'address'], name='sign_in_code_by_address')],
            },
        ),
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=64, unique=True)),
                ('opened_at', models.FloatField()),
                ('closes_at', models.FloatField(db_index=True)),
                ('times', models.PositiveIntegerField()),
            ],
            options={
                'verbose_name_plural': 'tallies',
            },
        ),
        migrations.AddField(
            model_name='user',
            name='moved_at',
            field=models.DateTimeField(blank=True, editable=False, help_text='When they last changed their ward.', null=True),
        ),
        migrations.AddField(
            model_name='user',
            name='place_at_address',
            field=models.PositiveSmallIntegerField(db_default=0, default=0, editable=False, help_text='The how-manieth of those at their number.'),
        ),
        migrations.AddField(
            model_name='user',
            name='verdict',
            field=models.CharField(blank=True, choices=[('', 'In no crowd'), ('open', 'Not decided'), ('counts', 'Counts'), ('refused', 'Does not count')], db_default='', default='', editable=False, help_text='What a clerk has decided about the crowd that they came in.', max_length=8),
        ),
        migrations.AddField(
            model_name='user',
            name='vouched_by',
            field=models.CharField(blank=True, db_default='', default='', editable=False, help_text='How they first signed in: by phone, by e-mail or by paper; blank where a link made them.', max_length=8),
        ),
        migrations.AddField(
            model_name='user',
            name='ward',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='residents', to='chat_sessions.ward'),
        ),
        migrations.AlterField(
            model_name='user',
            name='language',
            field=models.CharField(default='en', max_length=8),
        ),
        migrations.AddConstraint(
            model_name='installation',
            constraint=models.CheckConstraint(condition=models.Q(('pk', 1)), name='one_installation'),
        ),
        migrations.AddField(
            model_name='arrival',
            name='person',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='arrival', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='contact',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='crowd',
            name='settled_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='crowds_settled', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='user',
            name='crowd',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='people', to='accounts.crowd'),
        ),
        migrations.AddField(
            model_name='enrolmentcode',
            name='person',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='enrolment_code', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='identity',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='identities', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='printedbatch',
            name='made_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='printedbatch',
            name='ward',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='printed_batches', to='chat_sessions.ward'),
        ),
        migrations.AddField(
            model_name='printedcode',
            name='batch',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='codes', to='accounts.printedbatch'),
        ),
        migrations.AddField(
            model_name='printedcode',
            name='person',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='printed_codes', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='pushsubscription',
            name='cookie_session',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sessions.session'),
        ),
        migrations.AddField(
            model_name='pushsubscription',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='push_subscriptions', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='contact',
            constraint=models.UniqueConstraint(fields=('person', 'channel'), name='one_address_per_channel'),
        ),
        migrations.AddConstraint(
            model_name='identity',
            constraint=models.UniqueConstraint(fields=('person', 'channel', 'address'), name='one_identity_per_address'),
        ),
        migrations.AddConstraint(
            model_name='printedcode',
            constraint=models.UniqueConstraint(fields=('batch', 'number'), name='one_slip_per_number'),
        ),
    ]
