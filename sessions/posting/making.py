"""Makes posts from what happens, in the transaction of the cause, each at most once; in an election freeze none.

The first posts of each kind in a ward wait for a clerk. Once one of them is approved, the others go, too, and later
ones go by themselves, unless a clerk wants to read each.
"""

from datetime import datetime
from typing import Any

from django.utils import timezone

from sessions.activities.signals import activity_changed
from sessions.chats.calendar.lifecycle.signals import chat_stepped
from sessions.models import (
    Activity,
    ChatSession,
    Post,
    PostCopy,
    PostOccasion,
    PostSettings,
    PostState,
    Promise,
    Record,
)
from sessions.posting.moving import MOVE_IS_NEWS_FOR, follow_move, news_of_date_until
from sessions.posting.still_news import is_held
from sessions.posting.targets import targets_for
from sessions.promises.steps import promise_stepped
from sessions.record.transcript_reader import read_transcript

OCCASION_OF_CHAT_STEP = {
    "announced": PostOccasion.ANNOUNCED,
    "moved": PostOccasion.MOVED,
    "opened": PostOccasion.BEGINS,
    "sealed": PostOccasion.RECORD,
}
OCCASION_OF_PROMISE_STEP = {"keep": PostOccasion.PROMISE_KEPT, "overdue": PostOccasion.PROMISE_OVERDUE}


def connect_posts() -> None:
    """Connect the making of posts from now on. Called once, at the start of the program."""
    chat_stepped.connect(_post_chat, dispatch_uid="posting.chat")
    promise_stepped.connect(_post_promise, dispatch_uid="posting.promise")
    activity_changed.connect(_post_activity, dispatch_uid="posting.activity")


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


def _post_chat(*, chat_session: ChatSession, step: str, **_signal: Any) -> None:
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


def _post_promise(*, promise: Promise, step: str, **_signal: Any) -> None:
    occasion = OCCASION_OF_PROMISE_STEP.get(step)
    if occasion is not None and not promise.is_withheld:
        until = timezone.now() + MOVE_IS_NEWS_FOR
        _make(Post(occasion=occasion, ward=promise.ward, promise=promise, keep_until=until))


def _post_activity(*, activity: Activity, step: str, **_signal: Any) -> None:
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
