"""Where the words of a proposed redaction stand in public texts of staff, which it does not change.

Whoever wrote such a text, or a clerk, has to change it or take it back: it is published under a name of its own.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sessions.models import Activity, ChatSession, Closure, Redaction, Ward
from sessions.record.redaction.free_texts.comparing import Phrases, holds_any, phrases_of
from sessions.text.digits import digits
from sessions.text.spoken.dates import date_words

ACTIVITY_TEXTS = ("titles", "texts", "landmark", "budget_line", "source_link", "why_withdrawn")


@dataclass(frozen=True, slots=True)
class QuotingPlace:
    """what: in the reader's words. address: of the page that shows it."""

    what: str
    address: str


def places_quoting(chat_session: ChatSession, words: Iterable[str]) -> list[QuotingPlace]:
    """Those of the same ward, of its borough, and of the whole city, which hold any of these words."""
    phrases = phrases_of(words)
    return list(_places(chat_session.ward, phrases)) if phrases else []


def _places(ward: Ward, phrases: Phrases) -> Iterator[QuotingPlace]:
    yield from _activities(ward, phrases)
    for chat in ChatSession.objects.filter(ward=ward).exclude(move_reasons={}, cancelled_reason=""):
        if holds_any([chat.move_reasons, chat.cancelled_reason], phrases):
            what = _("Live chat of ward {ward} on {day}").format(ward=digits(ward.number), day=date_words(chat.day))
            yield QuotingPlace(what, reverse("planning_chat", args=[chat.pk]))
    for closure in Closure.objects.for_ward(ward):
        if holds_any(closure.reasons, phrases):
            what = f"{_('Closed days')}: {date_words(closure.from_on)}"
            yield QuotingPlace(what, reverse("planning_closure", args=[closure.pk]))
    for other in Redaction.objects.filter(chat_session__ward=ward):
        if holds_any(other.authority, phrases):
            day = date_words(timezone.localdate(other.proposed_at))
            what = _("“By whose order” of the redaction of {day}").format(day=day)
            yield QuotingPlace(what, reverse("planning_redaction", args=[other.pk]))


def _activities(ward: Ward, phrases: Phrases) -> Iterator[QuotingPlace]:
    rows = Activity.objects.filter(Q(ward=ward) | Q(borough__isnull=False, borough=ward.borough_id))
    for activity in rows.prefetch_related("photos"):
        texts = [getattr(activity, name) for name in ACTIVITY_TEXTS]
        if holds_any([*texts, *(photo.alt for photo in activity.photos.all())], phrases):
            what = _("Activity {number}").format(number=digits(activity.number))
            yield QuotingPlace(what, reverse("activity", args=[activity.number]))
