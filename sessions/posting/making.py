"""Makes posts from what happens, in the transaction of the cause, each at most once; in an election freeze none.

The first posts of each kind in a ward wait for a clerk. Once one of them is approved, the others go, too, and later
ones go by themselves, unless a clerk wants to read each.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone

from sessions.models import (
    Activity,
    ChatSession,
    CopyState,
    Post,
    PostCopy,
    PostOccasion,
    PostSettings,
    PostState,
    Promise,
    Record,
)
from sessions.models.post import PostQuerySet
from sessions.posting.still_news import WhyGone, is_held
from sessions.posting.sweeping import take_away
from sessions.posting.targets import targets_for
from sessions.record.transcript_reader import read_transcript

OCCASION_OF_CHAT_STEP = {
    "announced": PostOccasion.ANNOUNCED,
    "moved": PostOccasion.MOVED,
    "opened": PostOccasion.BEGINS,
    "sealed": PostOccasion.RECORD,
}
OCCASION_OF_PROMISE_STEP = {"keep": PostOccasion.PROMISE_KEPT, "overdue": PostOccasion.PROMISE_OVERDUE}


def make_copies(post: Post, now: datetime) -> None:
    """One for each account that posts for its ward, in the caller's transaction."""
    PostCopy.objects.bulk_create(
        [PostCopy(post=post, target=each.name, service=each.service, next_try_at=now) for each in targets_for(post)],
        ignore_conflicts=True,
    )


def waiting_with(post: Post) -> list[Post]:
    """Posts of the same kind that are approved together with this one, the oldest first, with their subjects.

    Empty where a clerk wants to read each.
    """
    if _is_always_read(post):
        return []
    waiting = Post.objects.with_subject().of_kind(post).filter(state=PostState.WAITING).exclude(pk=post.pk)
    return list(waiting.order_by("pk"))


def post_chat(*, chat_session: ChatSession, step: str, **_more: Any) -> None:
    occasion = OCCASION_OF_CHAT_STEP[step]
    is_moved = occasion == PostOccasion.MOVED
    if is_moved and not follow_move(chat_session):
        return
    if occasion == PostOccasion.RECORD and not _was_asked(chat_session):
        return
    until = {
        PostOccasion.ANNOUNCED: chat_session.starts_at,
        PostOccasion.MOVED: news_of_date_until(chat_session),
        PostOccasion.BEGINS: chat_session.ends_at,
        PostOccasion.RECORD: timezone.now() + MOVE_IS_NEWS_FOR,
    }[occasion]
    post = Post(occasion=occasion, ward=chat_session.ward, chat_session=chat_session, keep_until=until)
    post.sequence = chat_session.sequence if is_moved else 0
    _make(post)


def _was_asked(chat_session: ChatSession) -> bool:
    """Answer whether anything was asked in the chat: a record without questions is no news."""
    record = Record.objects.get(chat_session=chat_session)
    return read_transcript(record.document).asked > 0


def post_promise(*, promise: Promise, step: str, **_more: Any) -> None:
    occasion = OCCASION_OF_PROMISE_STEP.get(step)
    if occasion is not None and not promise.is_withheld:
        until = timezone.now() + MOVE_IS_NEWS_FOR
        _make(Post(occasion=occasion, ward=promise.ward, promise=promise, keep_until=until))


def post_activity(*, activity: Activity, step: str) -> None:
    if step == "published":
        where = {"ward": activity.ward, "borough": activity.borough}
        until = timezone.now() + MOVE_IS_NEWS_FOR
        _make(Post(occasion=PostOccasion.ACTIVITY, activity=activity, keep_until=until, **where))


def _make(post: Post) -> None:
    if is_held(post) or _is_made_already(post):
        return
    now = timezone.now()
    goes_by_itself = _goes_by_itself(post)
    post.made_at = now
    post.state = PostState.APPROVED if goes_by_itself else PostState.WAITING
    post.approved_at = now if goes_by_itself else None
    post.save(force_insert=True)
    if goes_by_itself:
        make_copies(post, now)


def _is_made_already(post: Post) -> bool:
    about = {"chat_session": post.chat_session_id, "promise": post.promise_id, "activity": post.activity_id}
    return Post.objects.filter(**about, occasion=post.occasion, sequence=post.sequence).exists()


def _goes_by_itself(post: Post) -> bool:
    """Whether it has an account, and a clerk has approved one of this kind before, here, and does not read each."""
    if not targets_for(post):
        return False
    was_approved = Post.objects.of_kind(post).exclude(approved_at=None).exists()
    return was_approved and not _is_always_read(post)


def _is_always_read(post: Post) -> bool:
    asked = PostSettings.objects.filter(ward=post.ward_id).values_list("always_ask", flat=True).first()
    return post.occasion in (asked or ())


# A chat has another date: what was posted of the earlier one needs a second post, what was not says the new one.

MOVE_IS_NEWS_FOR = timedelta(days=14)
"""Span of news. For so long a record, a promise or an activity is news; and that a chat has no date for now."""

PERHAPS_THERE = (CopyState.SENDING, CopyState.SENT, CopyState.UNSURE)
OF_A_DATE = (PostOccasion.ANNOUNCED, PostOccasion.MOVED)
ALIVE = (PostState.WAITING, PostState.APPROVED)


def follow_move(chat_session: ChatSession) -> bool:
    """Whether the move needs a post of its own, in the transaction of the move, which has locked the chat.

    It does where the earlier date was posted, or may have been; and where the announcement was dropped unsent, because
    the chat had no date. What was not sent yet says the new date by itself.
    """
    earlier = Post.objects.filter(chat_session=chat_session, occasion__in=OF_A_DATE)
    list(earlier.select_for_update().order_by("pk"))
    out = [*_perhaps_there(earlier)]
    for post in earlier.filter(state__in=ALIVE).exclude(pk__in=[each.pk for each in out]):
        if post.occasion == PostOccasion.MOVED:
            take_away(post, WhyGone.CHANGED, timezone.now())
        else:
            _say_the_new_date(post, news_of_date_until(chat_session))
    for post in out:
        _keep_from_saying_the_old_date(post)
    if out:
        return True
    announced = earlier.filter(occasion=PostOccasion.ANNOUNCED)
    return not chat_session.waits and announced.filter(state=PostState.GONE, why_gone=WhyGone.CHANGED).exists()


def news_of_date_until(chat_session: ChatSession) -> datetime:
    return timezone.now() + MOVE_IS_NEWS_FOR if chat_session.waits else chat_session.starts_at


def _perhaps_there(posts: PostQuerySet) -> PostQuerySet:
    """Posts that a service has or may have; without any account, approved ones, which a clerk may have copied."""
    copies = PostCopy.objects.filter(post=OuterRef("pk"))
    there = posts.filter(Exists(copies.filter(state__in=PERHAPS_THERE)))
    return there | posts.filter(~Exists(copies), state=PostState.APPROVED)


def _say_the_new_date(post: Post, until: datetime) -> None:
    """A clerk's own words may name the earlier one: without them it waits for the clerk again."""
    post.keep_until = until
    if post.words:
        post.words, post.state, post.approved_at = {}, PostState.WAITING, None
        PostCopy.objects.filter(post=post, state=CopyState.PENDING).delete()
    post.version += 1
    post.save()


def _keep_from_saying_the_old_date(post: Post) -> None:
    """Remove the old date on the services that do not have it yet, where a clerk's own words may name it.

    The second post goes there.
    """
    if post.words:
        PostCopy.objects.filter(post=post, state=CopyState.PENDING).update(
            state=CopyState.DROPPED, reason=WhyGone.CHANGED, next_try_at=None, text="", claim=""
        )
