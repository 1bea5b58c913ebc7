"""A chat has another date: what was posted of the earlier one needs a second post, what was not says the new one."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone

from sessions.models import ChatSession, CopyState, Post, PostCopy, PostOccasion, PostState
from sessions.models.posting.post import PostQuerySet
from sessions.posting.still_news import WhyGone
from sessions.posting.sweeping import take_away

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
