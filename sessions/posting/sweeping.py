"""Withdraws posts that must not go out any longer: late, withdrawn, redacted. The worker calls it again and again."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from sessions.activities.redacting import ACTIVITY
from sessions.models import PUBLIC_ACTIVITY_STATES, CopyState, Post, PostCopy, PostState, Removal
from sessions.posting.outbox import removal_for
from sessions.posting.still_news import TO_TAKE_AWAY, WhyGone, why_gone
from sessions.posting.targets import all_targets
from sessions.record.redaction.free_texts.places import ids_in
from sessions.record.redaction.hooks import Destroyed


def sweep(now: datetime) -> None:
    """Posts whose words are not public any longer, those that wait and are no news, and copies nobody will send."""
    not_public = Q(promise__is_withheld=True) | (
        Q(activity__isnull=False) & ~Q(activity__state__in=PUBLIC_ACTIVITY_STATES)
    )
    taken_away = Post.objects.filter(not_public).exclude(why_gone__in=TO_TAKE_AWAY)
    waiting = Post.objects.filter(state=PostState.WAITING)
    for post in Post.objects.with_subject().filter(Q(pk__in=taken_away.values("pk")) | Q(pk__in=waiting.values("pk"))):
        why = why_gone(post, now)
        if why is not None:
            take_away(post, why, now)
    late = PostCopy.objects.filter(state=CopyState.PENDING, post__keep_until__lte=now)
    _change(late, state=CopyState.DROPPED, reason=WhyGone.LATE, next_try_at=None, text="", claim="")
    _leave_to_the_clerk(now)


def _leave_to_the_clerk(now: datetime) -> None:
    """What nobody can ask about any longer, because its account is not in the settings."""
    orphans = PostCopy.objects.exclude(target__in=[each.name for each in all_targets()]).filter(next_try_at__lte=now)
    in_doubt = orphans.filter(state__in=(CopyState.SENDING, CopyState.UNSURE))
    _change(in_doubt, state=CopyState.UNSURE, next_try_at=None, claim="")
    _change(orphans.filter(removal=Removal.DUE), removal=Removal.BY_HAND, next_try_at=None, claim="")


def _change(copies: QuerySet[PostCopy], **fields: object) -> None:
    if copies.exists():  # queried first: on SQLite an update takes the write lock, even where it changes nothing
        copies.update(**fields)


def forget_redacted(gone: Destroyed) -> None:
    """A clerk may have quoted what is redacted now, in words of their own: such a post is taken away.

    So is each post about a promise whose words are withheld: its copies hold what was sent, which quotes them. That
    belongs to the transaction of the redaction, because the database's files are cleaned once after it.
    """
    about = Q(chat_session=gone.chat_session) | Q(promise__question__in=[each.pk for each in gone.questions])
    activities = Q(activity__number__in=ids_in(gone.redaction.elsewhere, ACTIVITY))
    quoting = (about & ~Q(words={})) | Q(promise__is_withheld=True) | activities
    for post in Post.objects.filter(quoting).exclude(why_gone__in=TO_TAKE_AWAY):
        take_away(post, WhyGone.REDACTED, timezone.now())


@transaction.atomic
def take_away(post: Post, why: WhyGone, now: datetime) -> None:
    """Stop posting it. Words that may not be public any longer are deleted here and removed from the services."""
    locked = Post.objects.select_for_update().get(pk=post.pk)
    locked.why_gone = why
    if locked.state != PostState.REFUSED:
        locked.state = PostState.GONE
    copies = PostCopy.objects.filter(post=locked)
    copies.filter(state=CopyState.PENDING).update(
        state=CopyState.DROPPED, reason=why, next_try_at=None, text="", claim=""
    )
    if why in TO_TAKE_AWAY:
        locked.words = {}
        for copy in copies.filter(state=CopyState.SENT, removal=Removal.NONE):
            removal = removal_for(copy.external_id)
            due = now if removal == Removal.DUE else None
            copies.filter(pk=copy.pk).update(removal=removal, next_try_at=due)
        copies.update(text="")  # of one in doubt, too: it is looked for by its key, and not repeated
    locked.version += 1
    locked.save()
