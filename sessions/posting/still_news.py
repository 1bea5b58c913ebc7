"""Whether what a post tells is still news, and still public; where its link leads, and which picture belongs to it."""

from datetime import datetime
from enum import StrEnum

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sessions.chats.calendar.lifecycle.closed_days import days_to_stay_quiet, freeze_among
from sessions.chats.cards import find_card
from sessions.models import ChatSessionState, Closure, Post, PostOccasion, PromiseState, Record, Ward
from sessions.record.cards.card import Card, CardKind
from sessions.record.cards.drawing import NoCard
from sessions.record.cards.finding import CardGone, NoSuchCard, public_card_of
from sessions.record.cards.kept import picture_of
from sessions.record.cards.prepared import prepared_card, prepared_path


class WhyGone(StrEnum):
    """Why a post is no longer to be posted. Of the first two, copies that were sent have to go, too."""

    REDACTED = "redacted"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"
    CHANGED = "changed"
    LATE = "late"


TO_TAKE_AWAY = (WhyGone.REDACTED, WhyGone.WITHDRAWN)
GONE_POST_WORDS: dict[str, str | Promise] = {
    WhyGone.REDACTED: _("Its words were redacted."),
    WhyGone.WITHDRAWN: _("It was withdrawn."),
    WhyGone.CANCELLED: _("The chat was cancelled."),
    WhyGone.CHANGED: _("It is not so any longer."),
    WhyGone.LATE: _("It is not news any longer."),
}


def why_gone(post: Post, now: datetime) -> WhyGone | None:
    """None as long as it is news, and public. post: with its subject."""
    found = _why_not_so(post)
    return found if found is not None or now < post.keep_until else WhyGone.LATE


def is_held(post: Post) -> bool:
    """Whether an election freeze forbids to make or to send it now. What is held goes on after it, if it is news still.

    A borough's post is held by a freeze of the city or of any of its wards.
    """
    today = timezone.localdate()
    days = days_to_stay_quiet(post.chat_session, today) if post.chat_session is not None else (today,)
    freezes = list(Closure.objects.freezes())
    if post.ward_id is not None:
        return freeze_among(freezes, post.ward_id, *days) is not None
    wards = Ward.objects.filter(borough=post.borough_id).values_list("pk", flat=True) if freezes else ()
    return any(freeze_among(freezes, ward, *days) is not None for ward in wards)


def link_path(post: Post) -> str:
    """The path of the page that the post is about."""
    match PostOccasion(post.occasion):
        case PostOccasion.ANNOUNCED | PostOccasion.MOVED | PostOccasion.BEGINS:
            return reverse("room", args=[post.chat_session_id])
        case PostOccasion.RECORD:
            return reverse("record", args=[_slug(post)])
        case PostOccasion.PROMISE_KEPT | PostOccasion.PROMISE_OVERDUE:
            assert post.promise is not None
            return reverse("promise", args=[post.promise.number])
        case PostOccasion.ACTIVITY:
            assert post.activity is not None
            return reverse("activity", args=[post.activity.number])


def link_of(post: Post, *, key: str = "") -> str:
    """The whole address. key: of a copy, by which it is found on the service."""
    origin = (settings.PUBLIC_ORIGINS or settings.ALLOWED_ORIGINS)[0]
    return f"{origin}{link_path(post)}" + (f"?p={key}" if key else "")


def card_of_post(post: Post) -> Card | None:
    """The picture that goes with the link, in the active language; None: that of the product."""
    try:
        if post.occasion in (PostOccasion.ANNOUNCED, PostOccasion.MOVED, PostOccasion.BEGINS):
            return find_card(CardKind.CHAT, str(post.chat_session_id))
        if post.occasion == PostOccasion.RECORD:
            return find_card(CardKind.RECORD, _slug(post))
    except (NoSuchCard, CardGone):
        return None
    question = post.promise.question if post.promise is not None else None
    return public_card_of(question) if question is not None else None


def card_path(post: Post) -> str:
    card = card_of_post(post)
    return card.path if card is not None else prepared_path()


def picture_of_post(post: Post) -> bytes:
    """The picture as a PNG; that of the product where none is drawn now."""
    card = card_of_post(post)
    if card is None:
        return prepared_card()
    try:
        return picture_of(card, is_current=lambda: card_of_post(post) == card)
    except NoCard:
        return prepared_card()


def _slug(post: Post) -> str:
    return Record.objects.values_list("slug", flat=True).get(chat_session=post.chat_session_id)


def _why_not_so(post: Post) -> WhyGone | None:
    if post.chat_session is not None:
        return _why_chat_not_so(post)
    if post.promise is not None:
        if post.promise.is_withheld:
            return WhyGone.REDACTED
        is_kept = post.promise.state == PromiseState.KEPT
        is_so = is_kept if post.occasion == PostOccasion.PROMISE_KEPT else post.promise.is_overdue
        return None if is_so else WhyGone.CHANGED
    assert post.activity is not None
    return None if post.activity.is_public else WhyGone.WITHDRAWN


def _why_chat_not_so(post: Post) -> WhyGone | None:
    assert post.chat_session is not None
    chat, wanted = post.chat_session, CHAT_STATES[PostOccasion(post.occasion)]
    if chat.state == ChatSessionState.CANCELLED:
        return WhyGone.CANCELLED
    if chat.state != wanted:
        return WhyGone.LATE
    is_so = chat.sequence == post.sequence if post.occasion == PostOccasion.MOVED else not chat.waits
    return None if is_so else WhyGone.CHANGED


CHAT_STATES = {
    PostOccasion.ANNOUNCED: ChatSessionState.SCHEDULED,
    PostOccasion.MOVED: ChatSessionState.SCHEDULED,
    PostOccasion.BEGINS: ChatSessionState.LIVE,
    PostOccasion.RECORD: ChatSessionState.SEALED,
}
