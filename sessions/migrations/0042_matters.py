"""Complaints and suggestions, the logs of wards by month, and what belongs to both."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from sessions.platform.database.text_index import MATTER_TEXTS


class Migration(migrations.Migration):

    dependencies = [
        ('chat_sessions', '0041_news_of_questions'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Category',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=32, unique=True)),
                ('names', models.JSONField(help_text='By language.')),
                ('agencies', models.JSONField(blank=True, db_default={}, default=dict, help_text='Who does the work, by language; empty: the ward office.')),
                ('keywords', models.TextField(blank=True, db_default='', default='', help_text='In any language, separated by semicolons.')),
                ('acknowledge_days', models.PositiveSmallIntegerField(db_default=7, default=7, help_text='Working days.')),
                ('resolve_days', models.PositiveSmallIntegerField(db_default=21, default=21, help_text='Working days.')),
                ('is_place_hidden', models.BooleanField(db_default=False, default=False, help_text='The public sees the landmark only, because the place would betray who complains, or a house.')),
                ('needs_photo_as_proof', models.BooleanField(db_default=False, default=False)),
                ('is_offered', models.BooleanField(db_default=True, default=True)),
                ('position', models.PositiveSmallIntegerField(db_default=0, default=0)),
            ],
            options={
                'verbose_name_plural': 'categories',
                'ordering': ('position', 'slug'),
            },
        ),
        migrations.CreateModel(
            name='MatterAlert',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=16)),
                ('clock_from', models.DateField()),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='MatterClock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('looked_at', models.DateTimeField(null=True)),
                ('alerted_on', models.DateField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='MatterEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
            options={
                'ordering': ('event_id',),
            },
        ),
        migrations.CreateModel(
            name='MatterPhoto',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('use', models.CharField(choices=[('lodged', 'With the complaint'), ('proof', 'As proof that it is done')], default='lodged', max_length=8)),
                ('sha256', models.CharField(max_length=64)),
                ('width', models.PositiveSmallIntegerField()),
                ('height', models.PositiveSmallIntegerField()),
                ('alt', models.TextField(blank=True, default='', help_text='What can be seen, for those who do not see it.')),
                ('state', models.CharField(choices=[('waiting', 'Waiting for a moderator'), ('shown', 'Shown'), ('declined', 'Not accepted')], default='waiting', max_length=8)),
                ('is_blurred', models.BooleanField(default=False)),
                ('added_at', models.DateTimeField()),
            ],
            options={
                'ordering': ('added_at', 'id'),
            },
        ),
        migrations.CreateModel(
            name='MatterReply',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('text', models.TextField()),
                ('masked', models.JSONField(blank=True, default=None, help_text='The places that are hidden.', null=True)),
                ('state', models.CharField(choices=[('waiting', 'Waiting for a moderator'), ('shown', 'Shown'), ('declined', 'Not accepted')], default='waiting', max_length=8)),
                ('reason', models.CharField(blank=True, default='', max_length=32)),
                ('version', models.PositiveIntegerField(default=1)),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ('at', 'id'),
            },
        ),
        migrations.CreateModel(
            name='MatterSupport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lat', models.DecimalField(blank=True, decimal_places=4, max_digits=7, null=True)),
                ('lon', models.DecimalField(blank=True, decimal_places=4, max_digits=8, null=True)),
                ('standing', models.CharField(choices=[('counted', 'Counted'), ('held', 'Set aside until a clerk decides'), ('not_counted', 'Not counted')], db_default='counted', default='counted', help_text='Whether it counts.', max_length=16)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='MatterText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.TextField()),
                ('sounds', models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name='MatterVerdict',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_author', models.BooleanField()),
                ('claim', models.PositiveIntegerField(help_text='The version of the matter in which it was claimed done.')),
                ('verdict', models.CharField(choices=[('fixed', 'Fixed'), ('half', 'Half fixed'), ('not', 'Not fixed')], max_length=8)),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ('at', 'id'),
            },
        ),
        migrations.CreateModel(
            name='MonthLog',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('month', models.DateField(help_text='Its first day.')),
                ('sealed_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ('month', 'ward', 'borough'),
            },
        ),
        migrations.CreateModel(
            name='MonthRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=60, unique=True)),
                ('document', models.JSONField(help_text='The authority; every other form is made from it.')),
                ('sealed_at', models.DateTimeField()),
                ('leaves_of_removals', models.PositiveIntegerField(default=0, help_text='How many removals of words from it the installation’s log has.')),
                ('are_leaves_missing', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ('slug',),
            },
        ),
        migrations.CreateModel(
            name='MonthText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.PositiveIntegerField(help_text='The public event that holds the text.')),
                ('field', models.CharField(max_length=16)),
                ('commitment', models.CharField(max_length=43)),
                ('salt', models.BinaryField(help_text='Empty once the text was removed.', max_length=32, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Open311Key',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='Whose program it is.', max_length=60, unique=True)),
                ('hash', models.CharField(editable=False, max_length=64, unique=True)),
                ('made_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ('name',),
            },
        ),
        migrations.CreateModel(
            name='Open311Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(max_length=32, unique=True)),
                ('fingerprint', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ('at', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Open311Sending',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('receiver', models.CharField(help_text='Its name in the settings.', max_length=40)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('claimed', 'Claimed'), ('doubted', 'Doubted'), ('accepted', 'Accepted'), ('sent', 'Sent'), ('unsure', 'Unsure'), ('refused', 'Refused')], default='waiting', max_length=8)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('due_at', models.DateTimeField(help_text='When it is looked at next.')),
                ('asked_at', models.DateTimeField(blank=True, help_text='When it was first sent.', null=True)),
                ('token', models.CharField(blank=True, default='', max_length=200)),
                ('external_number', models.CharField(blank=True, default='', max_length=200)),
                ('their_status', models.CharField(blank=True, default='', max_length=16)),
                ('their_notes', models.TextField(blank=True, default='')),
                ('problem', models.CharField(blank=True, default='', max_length=100)),
            ],
            options={
                'ordering': ('due_at', 'id'),
            },
        ),
        migrations.AddField(
            model_name='reminderround',
            name='ward',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='reminder_rounds', to='chat_sessions.ward'),
        ),
        migrations.AlterField(
            model_name='reminderround',
            name='chat_session',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='reminder_rounds', to='chat_sessions.chatsession'),
        ),
        migrations.AlterField(
            model_name='reminderround',
            name='kind',
            field=models.CharField(choices=[('week', 'Week'), ('hour', 'Hour'), ('moved', 'Moved'), ('cancelled', 'Cancelled'), ('owed', 'Owed'), ('owed_soon', 'Owed Soon'), ('owed_today', 'Owed Today'), ('overdue', 'Overdue'), ('written', 'Written'), ('queued', 'Queued'), ('declined', 'Declined'), ('taken', 'Taken'), ('answered', 'Answered'), ('promised', 'Promised'), ('office', 'Office'), ('borough', 'Borough'), ('step', 'Step'), ('claimed', 'Claimed'), ('asked_again', 'Asked Again')], max_length=12),
        ),
        migrations.AlterField(
            model_name='stream',
            name='chat_session',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='streams', to='chat_sessions.chatsession'),
        ),
        migrations.AlterField(
            model_name='stream',
            name='name',
            field=models.CharField(choices=[('public', 'Public: what anyone in the chat may see'), ('desk', 'Desk: what the staff may see'), ('ward', 'Ward: what anyone may see of it in a month'), ('ward_desk', 'Ward’s desk: what its staff may see')], max_length=12),
        ),
        migrations.CreateModel(
            name='Landmark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(help_text='The name that all fall back on: one in each ward.', max_length=80)),
                ('names', models.JSONField(help_text='By language.')),
                ('lat', models.FloatField()),
                ('lon', models.FloatField()),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='landmarks', to='chat_sessions.ward')),
            ],
            options={
                'ordering': ('ward', 'key'),
            },
        ),
        migrations.CreateModel(
            name='Matter',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('year', models.PositiveSmallIntegerField()),
                ('serial', models.PositiveIntegerField(help_text='Counted from 1 in each ward and year.')),
                ('number', models.CharField(help_text='Ward, year and serial: 95-2027-0143.', max_length=20, unique=True)),
                ('kind', models.CharField(choices=[('complaint', 'Complaint'), ('suggestion', 'Suggestion')], max_length=12)),
                ('text', models.TextField(help_text='The words of the person who lodged it, whatever is hidden from others.')),
                ('masked', models.JSONField(blank=True, default=None, help_text='The places that are hidden.', null=True)),
                ('language', models.CharField(blank=True, help_text='In which they wrote, if it is known.', max_length=8)),
                ('label', models.TextField(help_text='The name under which it is shown.')),
                ('source', models.CharField(choices=[('web', 'Website'), ('chat', 'Live chat'), ('phone', 'Phone call'), ('paper', 'Letter'), ('visit', 'Visit to the office'), ('open311', 'Another program'), ('import', 'Earlier list')], default='web', max_length=8)),
                ('receipt', models.CharField(max_length=11, unique=True)),
                ('ref', models.UUIDField(blank=True, editable=False, help_text='Of the form that it came by, so that a form that is sent twice makes one.', null=True)),
                ('commitment', models.TextField(blank=True, default='', help_text='Of the words, as the log has it.')),
                ('salt', models.TextField(blank=True, default='', editable=False)),
                ('lat', models.DecimalField(blank=True, decimal_places=4, max_digits=7, null=True)),
                ('lon', models.DecimalField(blank=True, decimal_places=4, max_digits=8, null=True)),
                ('landmark', models.TextField(blank=True, default='')),
                ('is_landmark_only', models.BooleanField(default=False, help_text='The public sees the landmark and no point on the map.')),
                ('is_place_hidden', models.BooleanField(db_default=False, default=False, help_text='The public sees neither the landmark nor a point.')),
                ('state', models.CharField(choices=[('waiting', 'Waiting for a moderator'), ('held', 'Set aside for a second look'), ('declined', 'Not accepted'), ('open', 'Open'), ('acknowledged', 'Acknowledged'), ('planned', 'Planned'), ('in_progress', 'In progress'), ('transferred', 'Passed to another office'), ('claimed_done', 'Done, says the office'), ('confirmed_done', 'Done, and confirmed'), ('done_unconfirmed', 'Done, not confirmed'), ('half_done', 'Half done'), ('disputed', 'Not done, says the resident'), ('not_possible', 'Not possible'), ('under_review', 'Under review'), ('accepted', 'Accepted'), ('not_accepted', 'Decided against'), ('done', 'Done'), ('merged', 'Joined with another'), ('withdrawn', 'Withdrawn'), ('removed', 'Removed')], default='waiting', max_length=16)),
                ('version', models.PositiveIntegerField(default=1)),
                ('reason', models.CharField(blank=True, default='', help_text='Why it was not accepted.', max_length=32)),
                ('note', models.TextField(blank=True, default='', help_text='A moderator’s words for its author.')),
                ('lodged_at', models.DateTimeField()),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('changed_at', models.DateTimeField(help_text='Of its last step.')),
                ('ended_at', models.DateTimeField(blank=True, help_text='Of the step that ended the work.', null=True)),
                ('clock_from', models.DateField(blank=True, help_text='The day from which the deadlines count; each restart sets it anew.', null=True)),
                ('counted_at', models.DateTimeField(blank=True, editable=False, help_text='When its days were counted; closed days that were entered later move them.', null=True)),
                ('clock_stopped_on', models.DateField(blank=True, help_text='While the office waits for the resident’s answer.', null=True)),
                ('acknowledge_by', models.DateField(blank=True, null=True)),
                ('is_acknowledged', models.BooleanField(default=False)),
                ('due_on', models.DateField(blank=True, help_text='Until then it has to be resolved.', null=True)),
                ('first_due_on', models.DateField(blank=True, help_text='The day that was promised at first.', null=True)),
                ('planned_on', models.DateField(blank=True, help_text='The day for which the office has planned it; its deadline stays.', null=True)),
                ('overdue_stage', models.PositiveSmallIntegerField(default=0, help_text='0: in time; 1: overdue; 2: the borough has been told; 3: a question of the next chat.')),
                ('agency', models.TextField(blank=True, default='', help_text='Who does the work.')),
                ('external_number', models.TextField(blank=True, default='', help_text='Under which another office has it.')),
                ('support', models.PositiveIntegerField(default=0, help_text='How many others said that it concerns them.')),
                ('support_told', models.PositiveIntegerField(db_default=0, default=0, help_text='The number that the public log has.')),
                ('support_told_at', models.DateTimeField(blank=True, null=True)),
                ('claimed_until', models.DateTimeField(blank=True, null=True)),
                ('asked_again_of', models.ForeignKey(blank=True, help_text='The question of a chat that it became because it was overdue.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='chat_sessions.question')),
                ('assigned_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='matters_assigned', to=settings.AUTH_USER_MODEL)),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='matters', to=settings.AUTH_USER_MODEL)),
                ('category', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='matters', to='chat_sessions.category')),
                ('claimed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('entered_by', models.ForeignKey(blank=True, help_text='The clerk who wrote it down for somebody.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('from_question', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='matters', to='chat_sessions.question')),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='chat_sessions.matter')),
                ('ward', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='matters', to='chat_sessions.ward')),
            ],
            options={
                'ordering': ('-lodged_at',),
            },
        ),
        migrations.CreateModel(
            name='ImportedMatter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('external_id', models.CharField(max_length=200, unique=True)),
                ('matter', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='imported', to='chat_sessions.matter')),
            ],
        ),
        migrations.AddField(
            model_name='reminderround',
            name='matter',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='reminder_rounds', to='chat_sessions.matter'),
        ),
        migrations.AddConstraint(
            model_name='reminderround',
            constraint=models.UniqueConstraint(condition=models.Q(('ward__isnull', False)), fields=('ward', 'kind', 'told_on'), name='one_reminder_round_per_office'),
        ),
        migrations.AddConstraint(
            model_name='reminderround',
            constraint=models.UniqueConstraint(condition=models.Q(('matter__isnull', False)), fields=('matter', 'kind', 'sequence'), name='one_reminder_round_per_matter_and_version'),
        ),
        migrations.AddConstraint(
            model_name='reminderround',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('chat_session__isnull', False), ('matter', None), ('ward', None)), models.Q(('chat_session', None), ('matter', None), ('ward__isnull', False)), models.Q(('chat_session', None), ('matter__isnull', False), ('ward', None)), _connector='OR'), name='reminder_round_of_a_chat_a_ward_or_a_matter'),
        ),
        migrations.AddField(
            model_name='matteralert',
            name='matter',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='alerts', to='chat_sessions.matter'),
        ),
        migrations.AddField(
            model_name='matterclock',
            name='ward',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='matter_clock', to='chat_sessions.ward'),
        ),
        migrations.AddField(
            model_name='matterevent',
            name='event',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='matter_event', to='chat_sessions.event'),
        ),
        migrations.AddField(
            model_name='matterevent',
            name='matter',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='events', to='chat_sessions.matter'),
        ),
        migrations.AddField(
            model_name='matterphoto',
            name='matter',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='photos', to='chat_sessions.matter'),
        ),
        migrations.AddField(
            model_name='matterreply',
            name='matter',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='replies', to='chat_sessions.matter'),
        ),
        migrations.AddField(
            model_name='mattersupport',
            name='matter',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='supports', to='chat_sessions.matter'),
        ),
        migrations.AddField(
            model_name='mattersupport',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='matter_supports', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='mattertext',
            name='matter',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='search_text', to='chat_sessions.matter'),
        ),
        migrations.AddField(
            model_name='matterverdict',
            name='matter',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='verdicts', to='chat_sessions.matter'),
        ),
        migrations.AddField(
            model_name='matterverdict',
            name='person',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='monthlog',
            name='borough',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='month_logs', to='chat_sessions.borough'),
        ),
        migrations.AddField(
            model_name='monthlog',
            name='ward',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='month_logs', to='chat_sessions.ward'),
        ),
        migrations.AddField(
            model_name='stream',
            name='month_log',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='streams', to='chat_sessions.monthlog'),
        ),
        migrations.AddConstraint(
            model_name='stream',
            constraint=models.UniqueConstraint(fields=('month_log', 'name'), name='one_stream_per_month_and_name'),
        ),
        migrations.AddConstraint(
            model_name='stream',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('chat_session', None), ('month_log__isnull', False)), models.Q(('chat_session__isnull', False), ('month_log', None)), _connector='OR'), name='stream_of_a_chat_or_of_a_month'),
        ),
        migrations.AddField(
            model_name='monthrecord',
            name='month_log',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='record', to='chat_sessions.monthlog'),
        ),
        migrations.AddField(
            model_name='monthtext',
            name='month_log',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='texts', to='chat_sessions.monthlog'),
        ),
        migrations.AddField(
            model_name='open311key',
            name='ward',
            field=models.ForeignKey(blank=True, help_text='The only ward for which it is good; empty: all of them.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='chat_sessions.ward'),
        ),
        migrations.AddField(
            model_name='open311post',
            name='key',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='chat_sessions.open311key'),
        ),
        migrations.AddField(
            model_name='open311post',
            name='matter',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='open311_post', to='chat_sessions.matter'),
        ),
        migrations.AddField(
            model_name='open311sending',
            name='matter',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sendings', to='chat_sessions.matter'),
        ),
        migrations.AddIndex(
            model_name='landmark',
            index=models.Index(fields=['lat', 'lon'], name='landmarks_by_place'),
        ),
        migrations.AddConstraint(
            model_name='landmark',
            constraint=models.UniqueConstraint(fields=('ward', 'key'), name='one_landmark_of_a_name_in_a_ward'),
        ),
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(fields=['ward', 'state', '-published_at'], name='matter_by_state'),
        ),
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(fields=['ward', '-published_at'], name='matter_by_ward'),
        ),
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(condition=models.Q(('clock_stopped_on', None), ('state__in', ('open', 'acknowledged', 'planned', 'in_progress', 'transferred', 'half_done', 'disputed', 'under_review', 'accepted'))), fields=['due_on'], name='matter_due'),
        ),
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(condition=models.Q(('is_acknowledged', False), ('state__in', ('open', 'acknowledged', 'planned', 'in_progress', 'transferred', 'half_done', 'disputed', 'under_review', 'accepted'))), fields=['acknowledge_by'], name='matter_to_acknowledge'),
        ),
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(condition=models.Q(('lat__isnull', False)), fields=['category', 'lat', 'lon'], name='matter_by_place'),
        ),
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(fields=['state', 'ended_at'], name='matter_by_end'),
        ),
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(fields=['-published_at', '-id'], name='matter_newest_first'),
        ),
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(condition=models.Q(('support', models.F('support_told')), _negated=True), fields=['support_told_at'], name='matter_support_to_tell'),
        ),
        migrations.AddConstraint(
            model_name='matter',
            constraint=models.UniqueConstraint(fields=('ward', 'year', 'serial'), name='one_matter_per_serial'),
        ),
        migrations.AddConstraint(
            model_name='matter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('lat', None), ('lon', None)), models.Q(('lat__isnull', False), ('lon__isnull', False)), _connector='OR'), name='matter_with_both_degrees'),
        ),
        migrations.AddConstraint(
            model_name='matter',
            constraint=models.UniqueConstraint(fields=('author', 'ref'), name='one_matter_per_author_and_ref'),
        ),
        migrations.AddConstraint(
            model_name='matter',
            constraint=models.UniqueConstraint(fields=('entered_by', 'ref'), name='one_matter_per_clerk_and_ref'),
        ),
        migrations.AddConstraint(
            model_name='matter',
            constraint=models.UniqueConstraint(condition=models.Q(('from_question__isnull', False)), fields=('from_question',), name='one_matter_per_question'),
        ),
        migrations.AddConstraint(
            model_name='matteralert',
            constraint=models.UniqueConstraint(fields=('matter', 'kind', 'clock_from'), name='one_alert_per_kind_and_clock'),
        ),
        migrations.AddConstraint(
            model_name='matterevent',
            constraint=models.UniqueConstraint(fields=('matter', 'event'), name='one_row_per_matter_and_event'),
        ),
        migrations.AddIndex(
            model_name='matterphoto',
            index=models.Index(fields=['sha256'], name='photo_by_file'),
        ),
        migrations.AddIndex(
            model_name='matterphoto',
            index=models.Index(condition=models.Q(('state', 'waiting')), fields=['added_at'], name='photo_to_screen'),
        ),
        migrations.AddIndex(
            model_name='matterreply',
            index=models.Index(condition=models.Q(('state', 'waiting')), fields=['at'], name='reply_to_screen'),
        ),
        migrations.AddConstraint(
            model_name='mattersupport',
            constraint=models.UniqueConstraint(fields=('matter', 'person'), name='one_support_per_matter_and_person'),
        ),
        migrations.AddConstraint(
            model_name='matterverdict',
            constraint=models.UniqueConstraint(fields=('matter', 'claim', 'person'), name='one_verdict_per_claim_and_person'),
        ),
        migrations.AddConstraint(
            model_name='matterverdict',
            constraint=models.UniqueConstraint(condition=models.Q(('is_author', True)), fields=('matter', 'claim'), name='one_verdict_of_the_author_per_claim'),
        ),
        migrations.AddConstraint(
            model_name='monthlog',
            constraint=models.UniqueConstraint(fields=('ward', 'month'), name='one_month_log_of_a_ward'),
        ),
        migrations.AddConstraint(
            model_name='monthlog',
            constraint=models.UniqueConstraint(fields=('borough', 'month'), name='one_month_log_of_a_borough'),
        ),
        migrations.AddConstraint(
            model_name='monthlog',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('borough__isnull', False), ('ward', None)), models.Q(('borough', None), ('ward__isnull', False)), _connector='OR'), name='month_log_of_a_ward_or_of_a_borough'),
        ),
        migrations.AddConstraint(
            model_name='monthtext',
            constraint=models.UniqueConstraint(fields=('month_log', 'seq', 'field'), name='one_commitment_per_month_text'),
        ),
        migrations.AddIndex(
            model_name='open311post',
            index=models.Index(fields=['key', 'fingerprint', 'at'], name='open311_post_again'),
        ),
        migrations.AddIndex(
            model_name='open311sending',
            index=models.Index(condition=models.Q(('state__in', ('waiting', 'claimed', 'doubted', 'accepted', 'sent'))), fields=['due_at'], name='open311_sending_due'),
        ),
        migrations.AddConstraint(
            model_name='open311sending',
            constraint=models.UniqueConstraint(fields=('matter', 'receiver'), name='one_sending_per_matter_and_receiver'),
        ),
        migrations.RunPython(MATTER_TEXTS.make, MATTER_TEXTS.drop),
    ]
