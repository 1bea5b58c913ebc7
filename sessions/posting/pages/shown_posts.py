"""Which posts a clerk sees, and how each is shown to them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.http import Http404

from sessions.city.pages.planning.clerk import Clerk
from sessions.models import ChatSessionState, CopyState, Post, PostCopy, PostState, Removal, Ward
from sessions.models.post import PostQuerySet
from sessions.platform.text.script_detection import text_language
from sessions.posting.preview import languages_of
from sessions.posting.reasons import post_reason_words
from sessions.posting.services import SERVICE_NAMES
from sessions.posting.still_news import WhyGone
from sessions.posting.targets import Target, all_targets, stopped, waiting
from sessions.posting.wording import texts_of


@dataclass(frozen=True, slots=True)
class ShownCopy:
    copy: PostCopy
    service_name: str
    why: str

    @property
    def may_settle(self) -> bool:
        return self.copy.needs_clerk

    @property
    def may_repeat(self) -> bool:
        return self.copy.state == CopyState.FAILED

    @property
    def is_looked_for(self) -> bool:
        return self.copy.state == CopyState.UNSURE and not self.copy.needs_clerk

    @property
    def is_by_hand(self) -> bool:
        return self.copy.removal == Removal.BY_HAND


@dataclass(frozen=True, slots=True)
class ShownPost:
    post: Post
    words: str
    lang: str
    copies: list[ShownCopy]
    why: str


@dataclass(frozen=True, slots=True)
class ShownTarget:
    """A target as its page shows it. why: of one that stands still. waits_until: of one whose service asked for it."""

    target: Target
    why: str
    waits_until: datetime | None

    @property
    def service_name(self) -> str:
        return SERVICE_NAMES[self.target.service]


def posts_of(clerk: Clerk) -> PostQuerySet:
    """Posts of the clerk's wards, and of the boroughs that are wholly the clerk's."""
    numbers = [ward.pk for ward in clerk.wards]
    others = Ward.objects.exclude(pk__in=numbers).exclude(borough=None).values("borough")
    boroughs = {ward.borough_id for ward in clerk.wards if ward.borough_id is not None}
    own = Q(ward__in=numbers) | (Q(borough__in=boroughs) & ~Q(borough__in=others))
    return Post.objects.with_subject().filter(own)


def find_post(clerk: Clerk, post_id: int) -> Post:
    """Raises Http404 for other clerks' posts, as if they did not exist."""
    post = posts_of(clerk).filter(pk=post_id).first()
    if post is None:
        raise Http404
    return post


def shown(posts: Iterable[Post]) -> list[ShownPost]:
    """Posts as the page shows them, without words where the post is gone: these may not be public any longer."""
    return [_shown(post) for post in posts]


def shown_copies(post: Post) -> list[ShownCopy]:
    return [ShownCopy(copy, SERVICE_NAMES[copy.service], post_reason_words(copy.reason)) for copy in post.copies.all()]


def shown_targets() -> list[ShownTarget]:
    still, waits = stopped(), waiting()
    return [
        ShownTarget(
            each,
            post_reason_words(still[each.name].reason) if each.name in still else "",
            waits_until=waits.get(each.name),
        )
        for each in all_targets()
    ]


def _shown(post: Post) -> ShownPost:
    copies = shown_copies(post)
    words = _words(post, copies)
    lang = text_language(words) if words else ""
    return ShownPost(post, words, lang, copies, post_reason_words(post.why_gone or _cancelled_reason(post)))


def _words(post: Post, copies: list[ShownCopy]) -> str:
    """The words as they were sent, or would be; blank for a post that is gone."""
    if post.state == PostState.GONE:
        return ""
    sent = next((each.copy.text for each in copies if each.copy.text), "")
    return sent or texts_of(post, languages_of(post)[:1])[0]


def _cancelled_reason(post: Post) -> str:
    """The reason for a post whose chat is cancelled, also where it was sent: the clerk may want to say so there."""
    is_off = post.chat_session is not None and post.chat_session.state == ChatSessionState.CANCELLED
    return WhyGone.CANCELLED if is_off else ""
