"""Promises, activities, digests and posts: what follows from an evening, and how a borough tells of it."""

from itertools import batched

import django.db.models.deletion
import sessions.models.post
import uuid
from django.conf import settings
from django.db import migrations, models

from sessions.platform.database.text_index import ACTIVITY_TEXTS, PROMISE_TEXTS
from sessions.log.event_form import read_event
from sessions.log.months.timeline import timeline_line_of


def enter_earlier_events(apps, _schema_editor):
    """What stands in the month logs already. Other words of an activity are no news: only the first publication is."""
    events, entries = apps.get_model("chat_sessions", "Event"), apps.get_model("chat_sessions", "TimelineEntry")
    kinds = dict(apps.get_model("chat_sessions", "Matter").objects.values_list("pk", "kind"))
    kinds = {str(pk): kind for pk, kind in kinds.items()}
    boroughs = dict(apps.get_model("chat_sessions", "Ward").objects.values_list("pk", "borough_id"))
    last_of_activities = {}
    rows = events.objects.filter(stream__name="ward").order_by("pk")
    columns = ("pk", "type", "body", "at", "stream__month_log__ward_id", "stream__month_log__borough_id")
    for batch in batched(rows.values_list(*columns).iterator(chunk_size=500), 500):
        found = []
        for pk, type, body, at, ward, borough in batch:
            line = timeline_line_of(read_event("ward", type, body))
            kind = (line.kind or kinds.get(line.matter_id)) if line is not None else None
            if not kind or (type == "activity.published" and last_of_activities.get(body["id"]) == line.news):
                continue
            if kind == "activity":
                last_of_activities[body["id"]] = line.news
            of_borough = borough if ward is None else boroughs[ward]
            found.append(entries(event_id=pk, ward_id=ward, borough_id=of_borough, kind=kind, news=line.news, at=at))
        entries.objects.bulk_create(found)


class Migration(migrations.Migration):

    dependencies = [
        ('chat_sessions', '0042_matters'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Activity',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('year', models.PositiveSmallIntegerField()),
                ('serial', models.PositiveIntegerField(help_text='Counted from 1 in each ward or borough, and year.')),
                ('number', models.CharField(help_text='Ward or borough, A, year and serial: 95-A-2027-3.', max_length=24, unique=True)),
                ('titles', models.JSONField(default=dict)),
                ('texts', models.JSONField(default=dict)),
                ('is_planned', models.BooleanField(default=False)),
                ('on_day', models.DateField()),
                ('lat', models.DecimalField(blank=True, decimal_places=4, max_digits=7, null=True)),
                ('lon', models.DecimalField(blank=True, decimal_places=4, max_digits=8, null=True)),
                ('landmark', models.TextField(blank=True, default='')),
                ('budget_line', models.TextField(blank=True, default='')),
                ('amount_paise', models.PositiveBigIntegerField(blank=True, null=True)),
                ('source_link', models.URLField(blank=True, default='', max_length=500)),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('published', 'Published'), ('corrected', 'Corrected'), ('withdrawn', 'Withdrawn')], default='draft', max_length=10)),
                ('version', models.PositiveIntegerField(default=1)),
                ('made_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('why_withdrawn', models.TextField(blank=True, default='')),
                ('ref', models.UUIDField(blank=True, help_text='Of the form, so that one that is sent twice makes one.', null=True, unique=True)),
            ],
            options={
                'ordering': ('-on_day', '-published_at', 'id'),
            },
        ),
        migrations.CreateModel(
            name='ActivityEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
            options={
                'ordering': ('event_id',),
            },
        ),
        migrations.CreateModel(
            name='ActivityPhoto',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('moment', models.CharField(choices=[('before', 'Before'), ('during', 'During'), ('after', 'After')], max_length=8)),
                ('sha256', models.CharField(max_length=64)),
                ('width', models.PositiveSmallIntegerField()),
                ('height', models.PositiveSmallIntegerField()),
                ('alt', models.TextField(help_text='What can be seen, for those who do not see it.')),
                ('taken_on', models.DateField(blank=True, null=True)),
                ('state', models.CharField(choices=[('waiting', 'Waiting for a moderator'), ('shown', 'Shown'), ('declined', 'Not accepted')], default='waiting', max_length=8)),
                ('is_blurred', models.BooleanField(default=False)),
                ('added_at', models.DateTimeField()),
            ],
            options={
                'ordering': ('added_at', 'id'),
            },
        ),
        migrations.CreateModel(
            name='ActivityText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.TextField()),
                ('sounds', models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name='AnsweredNextDoor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Digest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField()),
                ('language', models.CharField(max_length=16)),
                ('document', models.JSONField()),
                ('subject', models.TextField()),
                ('line', models.TextField()),
                ('sha256', models.CharField(max_length=64)),
                ('made_at', models.DateTimeField()),
                ('are_words_destroyed', models.BooleanField(default=False, help_text='Words were redacted after it was made, so that its sum is another one now.')),
            ],
            options={
                'ordering': ('-month', 'ward', 'language'),
            },
        ),
        migrations.CreateModel(
            name='DigestFollowing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(choices=[('email', 'E-mail'), ('sms', 'SMS'), ('push', 'Notifications')], max_length=8)),
                ('since', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('occasion', models.CharField(choices=[('announced', 'A chat is announced'), ('begins', 'A chat begins'), ('record', 'A record is published'), ('promise_kept', 'A promise is kept'), ('promise_overdue', 'A promise is overdue'), ('activity', 'Something was done or is planned')], max_length=16)),
                ('words', models.JSONField(blank=True, default=dict)),
                ('state', models.CharField(choices=[('waiting', 'Waits for your approval'), ('approved', 'Approved'), ('refused', 'Refused'), ('gone', 'No longer to be posted')], max_length=8)),
                ('why_gone', models.CharField(blank=True, default='', max_length=16)),
                ('version', models.PositiveIntegerField(default=1)),
                ('made_at', models.DateTimeField()),
                ('approved_at', models.DateTimeField(blank=True, help_text='By a clerk, or because one of its kind was.', null=True)),
                ('keep_until', models.DateTimeField(help_text='Until then it is news.')),
            ],
            options={
                'ordering': ('-made_at', '-id'),
            },
        ),
        migrations.CreateModel(
            name='PostCopy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('target', models.CharField(help_text='Its name in the settings.', max_length=40)),
                ('service', models.CharField(max_length=12)),
                ('key', models.CharField(default=sessions.models.post.new_key, max_length=12, unique=True)),
                ('state', models.CharField(choices=[('pending', 'Will be sent'), ('sending', 'Is being sent'), ('sent', 'Sent'), ('unsure', 'Perhaps sent'), ('failed', 'Not taken'), ('dropped', 'Not sent')], default='pending', max_length=8)),
                ('text', models.TextField(blank=True, default='')),
                ('external_id', models.CharField(blank=True, default='', max_length=200)),
                ('external_link', models.CharField(blank=True, default='', max_length=300)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('looks', models.PositiveSmallIntegerField(default=0, help_text='How often it was looked for since the last try.')),
                ('was_repeated', models.BooleanField(default=False, help_text='Sent once more, because it was not found there.')),
                ('claim', models.CharField(blank=True, default='', max_length=12)),
                ('next_try_at', models.DateTimeField(blank=True, null=True)),
                ('asked_at', models.DateTimeField(blank=True, help_text='When it was first sent.', null=True)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.CharField(blank=True, default='', max_length=100)),
                ('removal', models.CharField(blank=True, choices=[('', ''), ('due', 'Is being removed'), ('done', 'Removed there'), ('by_hand', 'Remove it by hand')], default='', max_length=8)),
            ],
            options={
                'ordering': ('post_id', 'target'),
            },
        ),
        migrations.CreateModel(
            name='PostSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('languages', models.JSONField(default=list, help_text='Codes, the first one first; empty: Bengali and English.')),
                ('always_ask', models.JSONField(default=list, help_text='Occasions.')),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'verbose_name_plural': 'post settings',
            },
        ),
        migrations.CreateModel(
            name='PostTarget',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, unique=True)),
                ('stopped_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.CharField(blank=True, default='', max_length=100)),
                ('settings_mark', models.CharField(blank=True, default='', max_length=64)),
                ('waits_until', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ('name',),
            },
        ),
        migrations.CreateModel(
            name='Promise',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('year', models.PositiveSmallIntegerField()),
                ('serial', models.PositiveIntegerField(help_text='Counted from 1 in each ward and year.')),
                ('number', models.CharField(help_text='Ward, P, year and serial: 95-P-2027-12.', max_length=20, unique=True)),
                ('kind', models.CharField(choices=[('act', 'Promise'), ('answer', 'Written answer'), ('suggestion', 'Accepted suggestion')], default='act', max_length=12)),
                ('made_by', models.CharField(choices=[('tick', 'Ticked while answering'), ('proposal', 'Proposed by a moderator, confirmed by the office'), ('clerk', 'Entered from a written answer'), ('notice', 'A written answer was promised'), ('accepted', 'A suggestion was accepted')], max_length=10)),
                ('is_to_adopt', models.BooleanField(default=False, help_text='Its holder has it from another, and has not said yet whether to keep it.')),
                ('said', models.TextField(blank=True, default='')),
                ('said_from', models.PositiveIntegerField(blank=True, null=True)),
                ('what', models.TextField(help_text='What will be done, in one sentence.')),
                ('where', models.TextField(blank=True, default='')),
                ('budget_line', models.TextField(blank=True, default='')),
                ('is_withheld', models.BooleanField(default=False, help_text='Its words were redacted with the answer that they are from.')),
                ('state', models.CharField(choices=[('proposed', 'Waits for the office’s word'), ('not_confirmed', 'No promise, says the office'), ('made', 'Promised'), ('claimed_kept', 'Kept, says the office'), ('kept', 'Kept, and confirmed'), ('disputed', 'Not kept, say those who asked'), ('broken', 'Not kept, says the office'), ('dropped', 'Dropped by the next holder of the office'), ('merged', 'Joined with another'), ('lapsed', 'Lapsed: what it answers was removed')], max_length=16)),
                ('version', models.PositiveIntegerField(default=1)),
                ('made_at', models.DateTimeField(blank=True, help_text='When it became a promise.', null=True)),
                ('proposed_at', models.DateTimeField(blank=True, null=True)),
                ('confirm_by', models.DateField(blank=True, help_text='Until then the office says whether it is one.', null=True)),
                ('changed_at', models.DateTimeField(help_text='Of its last step.')),
                ('due_on', models.DateField(blank=True, help_text='Until then it has to be kept.', null=True)),
                ('first_due_on', models.DateField(blank=True, help_text='The day that was promised at first.', null=True)),
                ('why_new_day', models.TextField(blank=True, default='', help_text='The office’s reason for the later day.')),
                ('due_stage', models.PositiveSmallIntegerField(default=0, help_text='What the log has told: 0 nothing; 1 that it is due soon; 2 that it is overdue.')),
                ('claimed_at', models.DateTimeField(blank=True, help_text='When the office said last that it is kept.', null=True)),
                ('proof', models.TextField(blank=True, default='', help_text='What the office says about how it was kept.')),
                ('kept_votes', models.PositiveIntegerField(default=0, help_text='Of those asked after the last claim.')),
                ('not_votes', models.PositiveIntegerField(default=0)),
                ('ended_at', models.DateTimeField(blank=True, help_text='When it was kept, broken, dropped or joined.', null=True)),
            ],
            options={
                'ordering': ('-changed_at', 'id'),
            },
        ),
        migrations.CreateModel(
            name='PromiseEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
            options={
                'ordering': ('event_id',),
            },
        ),
        migrations.CreateModel(
            name='PromiseText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.TextField()),
                ('sounds', models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name='PromiseVerdict',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_asker', models.BooleanField(help_text='The person who asked, whose word alone is enough.')),
                ('claim', models.PositiveIntegerField()),
                ('is_kept', models.BooleanField()),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ('at', 'id'),
            },
        ),
        migrations.CreateModel(
            name='TimelineEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('complaint', 'Complaints'), ('suggestion', 'Suggestions'), ('promise', 'Promises'), ('activity', 'Activities'), ('chat', 'Live chats')], max_length=12)),
                ('news', models.CharField(choices=[('new', 'New'), ('progress', 'Under way'), ('claimed', 'Done, says the office'), ('done', 'Done, and confirmed'), ('overdue', 'Overdue'), ('not_done', 'Not done, or decided against')], max_length=12)),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ('-at', '-id'),
            },
        ),
        migrations.RemoveConstraint(
            model_name='reminderround',
            name='reminder_round_of_a_chat_a_ward_or_a_matter',
        ),
        migrations.AddField(
            model_name='borough',
            name='office_addresses',
            field=models.JSONField(blank=True, db_default={}, default=dict, help_text='By language.'),
        ),
        migrations.AddField(
            model_name='borough',
            name='office_hours',
            field=models.JSONField(blank=True, db_default={}, default=dict, help_text='By language.'),
        ),
        migrations.AddField(
            model_name='borough',
            name='office_phone',
            field=models.CharField(blank=True, db_default='', default='', max_length=40),
        ),
        migrations.AddField(
            model_name='ward',
            name='office_addresses',
            field=models.JSONField(blank=True, db_default={}, default=dict, help_text='By language.'),
        ),
        migrations.AddField(
            model_name='ward',
            name='office_hours',
            field=models.JSONField(blank=True, db_default={}, default=dict, help_text='By language.'),
        ),
        migrations.AddField(
            model_name='ward',
            name='office_phone',
            field=models.CharField(blank=True, db_default='', default='', max_length=40),
        ),
        migrations.AlterField(
            model_name='reminderround',
            name='kind',
            field=models.CharField(choices=[('week', 'Week'), ('hour', 'Hour'), ('moved', 'Moved'), ('cancelled', 'Cancelled'), ('owed', 'Owed'), ('owed_soon', 'Owed Soon'), ('owed_today', 'Owed Today'), ('overdue', 'Overdue'), ('written', 'Written'), ('queued', 'Queued'), ('declined', 'Declined'), ('taken', 'Taken'), ('answered', 'Answered'), ('promised', 'Promised'), ('office', 'Office'), ('borough', 'Borough'), ('step', 'Step'), ('claimed', 'Claimed'), ('asked_again', 'Asked Again'), ('promise', 'Promise'), ('kept', 'Kept'), ('digest', 'Digest')], max_length=12),
        ),
        migrations.AddField(
            model_name='activity',
            name='borough',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='activities', to='chat_sessions.borough'),
        ),
        migrations.AddField(
            model_name='activity',
            name='category',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='activities', to='chat_sessions.category'),
        ),
        migrations.AddField(
            model_name='activity',
            name='made_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='activity',
            name='matters',
            field=models.ManyToManyField(blank=True, related_name='activities', to='chat_sessions.matter'),
        ),
        migrations.AddField(
            model_name='activity',
            name='published_by',
            field=models.ForeignKey(blank=True, help_text='Who published it last; somebody else looks at its photographs.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='activity',
            name='ward',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='activities', to='chat_sessions.ward'),
        ),
        migrations.AddField(
            model_name='matter',
            name='about_activity',
            field=models.ForeignKey(blank=True, help_text='What the office says that it has done, and this says is not so.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='objections', to='chat_sessions.activity'),
        ),
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(fields=['ward', 'state', 'kind', 'due_on', 'clock_stopped_on'], name='matter_figures'),
        ),
        migrations.AddField(
            model_name='activityevent',
            name='activity',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='events', to='chat_sessions.activity'),
        ),
        migrations.AddField(
            model_name='activityevent',
            name='event',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='activity_event', to='chat_sessions.event'),
        ),
        migrations.AddField(
            model_name='activityphoto',
            name='activity',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='photos', to='chat_sessions.activity'),
        ),
        migrations.AddField(
            model_name='activityphoto',
            name='added_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='activityphoto',
            name='shown_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='activitytext',
            name='activity',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='search_text', to='chat_sessions.activity'),
        ),
        migrations.AddField(
            model_name='answerednextdoor',
            name='chat_session',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answered_next_door', to='chat_sessions.chatsession'),
        ),
        migrations.AddField(
            model_name='answerednextdoor',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answered_next_door', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='answerednextdoor',
            name='question',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='answered_others', to='chat_sessions.question'),
        ),
        migrations.AddField(
            model_name='digest',
            name='ward',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='digests', to='chat_sessions.ward'),
        ),
        migrations.AddField(
            model_name='digestfollowing',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='digest_following', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='post',
            name='activity',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='posts', to='chat_sessions.activity'),
        ),
        migrations.AddField(
            model_name='post',
            name='borough',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='chat_sessions.borough'),
        ),
        migrations.AddField(
            model_name='post',
            name='chat_session',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='posts', to='chat_sessions.chatsession'),
        ),
        migrations.AddField(
            model_name='post',
            name='ward',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='chat_sessions.ward'),
        ),
        migrations.AddField(
            model_name='postcopy',
            name='post',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='copies', to='chat_sessions.post'),
        ),
        migrations.AddField(
            model_name='postsettings',
            name='ward',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='post_settings', to='chat_sessions.ward'),
        ),
        migrations.AddField(
            model_name='promise',
            name='answer',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='promises', to='chat_sessions.answer'),
        ),
        migrations.AddField(
            model_name='promise',
            name='holder',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='promises_held', to='chat_sessions.office'),
        ),
        migrations.AddField(
            model_name='promise',
            name='matter',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='promises', to='chat_sessions.matter'),
        ),
        migrations.AddField(
            model_name='promise',
            name='merged_into',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='chat_sessions.promise'),
        ),
        migrations.AddField(
            model_name='promise',
            name='office',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='promises', to='chat_sessions.office'),
        ),
        migrations.AddField(
            model_name='promise',
            name='owed_in',
            field=models.ForeignKey(blank=True, help_text='The chat on whose list of what is owed from last time it stands, or stood last.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='owed_promises', to='chat_sessions.chatsession'),
        ),
        migrations.AddField(
            model_name='promise',
            name='question',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='promises', to='chat_sessions.question'),
        ),
        migrations.AddField(
            model_name='promise',
            name='ward',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='promises', to='chat_sessions.ward'),
        ),
        migrations.AddField(
            model_name='post',
            name='promise',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='posts', to='chat_sessions.promise'),
        ),
        migrations.AddField(
            model_name='activity',
            name='promises',
            field=models.ManyToManyField(blank=True, related_name='activities', to='chat_sessions.promise'),
        ),
        migrations.AddField(
            model_name='reminderround',
            name='promise',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='reminder_rounds', to='chat_sessions.promise'),
        ),
        migrations.AddConstraint(
            model_name='reminderround',
            constraint=models.UniqueConstraint(condition=models.Q(('promise__isnull', False)), fields=('promise', 'kind', 'sequence'), name='one_reminder_round_per_promise_and_version'),
        ),
        migrations.AddConstraint(
            model_name='reminderround',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('chat_session__isnull', False), ('matter', None), ('promise', None), ('ward', None)), models.Q(('chat_session', None), ('matter', None), ('promise', None), ('ward__isnull', False)), models.Q(('chat_session', None), ('matter__isnull', False), ('promise', None), ('ward', None)), models.Q(('chat_session', None), ('matter', None), ('promise__isnull', False), ('ward', None)), _connector='OR'), name='reminder_round_about_one_thing'),
        ),
        migrations.AddField(
            model_name='promiseevent',
            name='event',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='promise_event', to='chat_sessions.event'),
        ),
        migrations.AddField(
            model_name='promiseevent',
            name='promise',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='events', to='chat_sessions.promise'),
        ),
        migrations.AddField(
            model_name='promisetext',
            name='promise',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='search_text', to='chat_sessions.promise'),
        ),
        migrations.AddField(
            model_name='promiseverdict',
            name='person',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='promise_verdicts', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='promiseverdict',
            name='promise',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='verdicts', to='chat_sessions.promise'),
        ),
        migrations.AddField(
            model_name='timelineentry',
            name='borough',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='chat_sessions.borough'),
        ),
        migrations.AddField(
            model_name='timelineentry',
            name='event',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='timeline_entry', to='chat_sessions.event'),
        ),
        migrations.AddField(
            model_name='timelineentry',
            name='ward',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='chat_sessions.ward'),
        ),
        migrations.AddConstraint(
            model_name='activityevent',
            constraint=models.UniqueConstraint(fields=('activity', 'event'), name='one_row_per_activity_and_event'),
        ),
        migrations.AddIndex(
            model_name='activityphoto',
            index=models.Index(fields=['sha256'], name='activity_photo_by_file'),
        ),
        migrations.AddConstraint(
            model_name='answerednextdoor',
            constraint=models.UniqueConstraint(fields=('question', 'person'), name='one_answered_next_door_per_person'),
        ),
        migrations.AddIndex(
            model_name='digest',
            index=models.Index(fields=['month', 'ward'], name='digest_by_month'),
        ),
        migrations.AddConstraint(
            model_name='digest',
            constraint=models.UniqueConstraint(fields=('ward', 'month', 'language'), name='one_digest_per_month_and_language'),
        ),
        migrations.AddConstraint(
            model_name='digestfollowing',
            constraint=models.UniqueConstraint(fields=('person', 'channel'), name='one_digest_following_per_channel'),
        ),
        migrations.AddIndex(
            model_name='postcopy',
            index=models.Index(condition=models.Q(('state__in', ('pending', 'sending', 'unsure')), ('removal', 'due'), _connector='OR'), fields=['next_try_at'], name='post_copy_due'),
        ),
        migrations.AddConstraint(
            model_name='postcopy',
            constraint=models.UniqueConstraint(fields=('post', 'target'), name='one_copy_per_post_and_target'),
        ),
        migrations.AddIndex(
            model_name='promise',
            index=models.Index(fields=['ward', 'state', 'due_on'], name='promise_by_state'),
        ),
        migrations.AddIndex(
            model_name='promise',
            index=models.Index(condition=models.Q(('state__in', ('made', 'disputed'))), fields=['due_on'], name='promise_due'),
        ),
        migrations.AddIndex(
            model_name='promise',
            index=models.Index(fields=['-made_at', '-id'], name='promise_newest_first'),
        ),
        migrations.AddIndex(
            model_name='promise',
            index=models.Index(condition=models.Q(('state', 'claimed_kept')), fields=['claimed_at'], name='promise_claimed'),
        ),
        migrations.AddIndex(
            model_name='promise',
            index=models.Index(condition=models.Q(('state', 'proposed')), fields=['confirm_by'], name='promise_to_confirm'),
        ),
        migrations.AddConstraint(
            model_name='promise',
            constraint=models.UniqueConstraint(fields=('ward', 'year', 'serial'), name='one_promise_per_serial'),
        ),
        migrations.AddConstraint(
            model_name='promise',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'answer'), ('question__isnull', False)), fields=('question',), name='one_promise_of_an_answer_per_question'),
        ),
        migrations.AddConstraint(
            model_name='promise',
            constraint=models.UniqueConstraint(condition=models.Q(('matter__isnull', False)), fields=('matter',), name='one_promise_per_suggestion'),
        ),
        migrations.AddConstraint(
            model_name='promise',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ('proposed', 'not_confirmed', 'merged', 'lapsed')), models.Q(('due_on__isnull', False), ('made_at__isnull', False)), _connector='OR'), name='promise_with_its_day'),
        ),
        migrations.AddIndex(
            model_name='post',
            index=models.Index(fields=['ward', 'occasion', 'state'], name='post_by_kind'),
        ),
        migrations.AddIndex(
            model_name='post',
            index=models.Index(fields=['state', 'keep_until'], name='post_by_state'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('borough__isnull', False), ('ward', None)), models.Q(('borough', None), ('ward__isnull', False)), _connector='OR'), name='post_of_a_ward_or_of_a_borough'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('activity', None), ('chat_session__isnull', False), ('promise', None)), models.Q(('activity', None), ('chat_session', None), ('promise__isnull', False)), models.Q(('activity__isnull', False), ('chat_session', None), ('promise', None)), _connector='OR'), name='post_about_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.UniqueConstraint(fields=('occasion', 'chat_session'), name='one_post_per_occasion_and_chat'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.UniqueConstraint(fields=('occasion', 'promise'), name='one_post_per_occasion_and_promise'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.UniqueConstraint(fields=('occasion', 'activity'), name='one_post_per_occasion_and_activity'),
        ),
        migrations.AddIndex(
            model_name='activity',
            index=models.Index(fields=['ward', 'state', '-on_day'], name='activity_by_ward'),
        ),
        migrations.AddIndex(
            model_name='activity',
            index=models.Index(fields=['-published_at', '-id'], name='activity_newest_first'),
        ),
        migrations.AddConstraint(
            model_name='activity',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('borough__isnull', False), ('ward', None)), models.Q(('borough', None), ('ward__isnull', False)), _connector='OR'), name='activity_of_a_ward_or_of_a_borough'),
        ),
        migrations.AddConstraint(
            model_name='activity',
            constraint=models.UniqueConstraint(fields=('ward', 'year', 'serial'), name='one_activity_per_ward_and_serial'),
        ),
        migrations.AddConstraint(
            model_name='activity',
            constraint=models.UniqueConstraint(fields=('borough', 'year', 'serial'), name='one_activity_per_borough_and_serial'),
        ),
        migrations.AddConstraint(
            model_name='promiseevent',
            constraint=models.UniqueConstraint(fields=('promise', 'event'), name='one_row_per_promise_and_event'),
        ),
        migrations.AddConstraint(
            model_name='promiseverdict',
            constraint=models.UniqueConstraint(condition=models.Q(('person__isnull', False)), fields=('promise', 'claim', 'person'), name='one_promise_verdict_per_person_and_claim'),
        ),
        migrations.AddConstraint(
            model_name='promiseverdict',
            constraint=models.UniqueConstraint(condition=models.Q(('is_asker', True)), fields=('promise', 'claim'), name='one_promise_verdict_of_the_asker'),
        ),
        migrations.AddIndex(
            model_name='timelineentry',
            index=models.Index(fields=['ward', '-at', '-id'], name='timeline_of_ward'),
        ),
        migrations.AddIndex(
            model_name='timelineentry',
            index=models.Index(fields=['ward', 'kind', '-at', '-id'], name='timeline_of_ward_by_kind'),
        ),
        migrations.AddIndex(
            model_name='timelineentry',
            index=models.Index(fields=['borough', '-at', '-id'], name='timeline_of_borough'),
        ),
        migrations.AddIndex(
            model_name='timelineentry',
            index=models.Index(fields=['borough', 'kind', '-at', '-id'], name='timeline_of_borough_by_kind'),
        ),
        migrations.AddIndex(
            model_name='timelineentry',
            index=models.Index(fields=['-at', '-id'], name='timeline_of_city'),
        ),
        migrations.AddIndex(
            model_name='timelineentry',
            index=models.Index(fields=['kind', '-at', '-id'], name='timeline_of_city_by_kind'),
        ),
        migrations.RunPython(PROMISE_TEXTS.make, PROMISE_TEXTS.drop),
        migrations.RunPython(ACTIVITY_TEXTS.make, ACTIVITY_TEXTS.drop),
        migrations.RunPython(enter_earlier_events, migrations.RunPython.noop, elidable=True),
    ]
