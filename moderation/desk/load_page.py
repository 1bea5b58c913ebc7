"""The clerk's second screen: the load of the desk, waiting times, and who is there; its script asks again and again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import Max, Min
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from moderation.models import Decision
from moderation.questions.similar.next_door import how_many_answered
from sessions.city.display import clock_time, ward_name
from sessions.city.pages.staff_page import staff_page
from sessions.city.people.access import Admission
from sessions.contract.desk_times import CLAIM_SECONDS
from sessions.models import Appointment, ChatSession, Duty, Question, QuestionState
from sessions.platform.text.digits import digits
from sessions.platform.text.spoken.lists import join_facts

# The load of the desk, for the clerk: how many questions wait, for how long, and which moderators are there.

LATELY = timedelta(minutes=15)
FIRST_DECISIONS = ("approve", "hold", "decline", "merge")


@dataclass(frozen=True, slots=True)
class ModeratorAtWork:
    """A moderator at work.

    seen_at: the last claim or decision in this chat; None for none. reading: the receipt of the claimed question.
    """

    name: str
    seen_at: datetime | None
    reading: str
    decided_lately: int


@dataclass(frozen=True, slots=True)
class DeskLoad:
    """The load of the desk.

    lately: within LATELY. oldest: how long the oldest waiting question waits; None where none does.

    median_wait: from the asking to the decision, of what was decided lately; None where nothing was.
    """

    waiting: int
    held: int
    asked_lately: int
    decided_lately: int
    oldest: timedelta | None
    median_wait: timedelta | None
    moderators: list[ModeratorAtWork]


def load_of(chat_session: ChatSession, now: datetime) -> DeskLoad:
    """Read the load of the desk in seven queries, however many questions and moderators there are."""
    questions = Question.objects.filter(chat_session=chat_session)
    waiting = questions.filter(state=QuestionState.WAITING)
    oldest_at = waiting.aggregate(at=Min("asked_at"))["at"]
    decided = Decision.objects.filter(question__chat_session=chat_session, step__in=FIRST_DECISIONS)
    lately = list(
        decided.filter(decided_at__gt=now - LATELY).values_list("moderator", "decided_at", "question__asked_at")
    )
    waits = [(decided_at - asked_at).total_seconds() for _moderator, decided_at, asked_at in lately]
    return DeskLoad(
        waiting=waiting.count(),
        held=questions.filter(state=QuestionState.HELD).count(),
        asked_lately=questions.filter(asked_at__gt=now - LATELY).count(),
        decided_lately=len(lately),
        oldest=now - oldest_at if oldest_at else None,
        median_wait=timedelta(seconds=median(waits)) if waits else None,
        moderators=_moderators(chat_session, now, [moderator for moderator, _decided, _asked in lately]),
    )


def _moderators(chat_session: ChatSession, now: datetime, lately: Iterable[int | None]) -> list[ModeratorAtWork]:
    """Everybody who is appointed to moderate this ward today; those who were seen last come first."""
    appointed = Appointment.objects.held_on(timezone.localdate()).filter(duty=Duty.MODERATOR)
    people = get_user_model().objects.filter(
        pk__in=appointed.covering(chat_session.ward).values("person"), is_active=True
    )
    claims = Question.objects.filter(chat_session=chat_session, claimed_until__gt=now, claimed_by__isnull=False)
    reading = {
        by: (receipt, until) for by, receipt, until in claims.values_list("claimed_by", "receipt", "claimed_until")
    }
    decided = Decision.objects.filter(question__chat_session=chat_session).order_by()
    last = dict(decided.values_list("moderator").annotate(Max("decided_at")))
    numbers = list(lately)
    rows = []
    for person in people:
        receipt, until = reading.get(person.pk, ("", None))
        claimed_at = until - timedelta(seconds=CLAIM_SECONDS) if until else None
        seen = [moment for moment in (claimed_at, last.get(person.pk)) if moment is not None]
        rows.append(ModeratorAtWork(person.shown_as, max(seen, default=None), receipt, numbers.count(person.pk)))
    return sorted(rows, key=lambda row: (row.seen_at is None, -row.seen_at.timestamp() if row.seen_at else 0, row.name))


@require_safe
@staff_page("desk")
def load_page(request: HttpRequest, chat_session_id: UUID, admission: Admission) -> HttpResponse:
    """Show the load of the desk as a page; without scripts, each reload shows the current numbers."""
    chat_session = ChatSession.objects.select_related("ward").get(pk=chat_session_id)
    context = {
        "heading": _("{ward}: load of the desk").format(ward=ward_name(chat_session.ward.number)),
        "load": _told(chat_session),
        "blank": {"name": "", "words": ""},
        "numbers_url": reverse("desk_load_numbers", args=[chat_session_id]),
        "desk_url": reverse("desk", args=[chat_session_id]),
    }
    return render(request, "moderation/desk/load.html", context)


@require_safe
@staff_page("desk")
def numbers(request: HttpRequest, chat_session_id: UUID, admission: Admission) -> HttpResponse:
    """The page's texts by their parts, in the reader's language, and the moderators."""
    chat_session = ChatSession.objects.select_related("ward").get(pk=chat_session_id)
    return JsonResponse({"type": "load", **_told(chat_session)})


def _told(chat_session: ChatSession) -> dict[str, Any]:
    return _in_words(load_of(chat_session, timezone.now()), next_door=how_many_answered(chat_session))


def _in_words(load: DeskLoad, *, next_door: int) -> dict[str, Any]:
    return {
        "parts": {
            "next_door": digits(next_door),
            "waiting": digits(load.waiting),
            "held": digits(load.held),
            "asked": digits(load.asked_lately),
            "decided": digits(load.decided_lately),
            "oldest": _span(load.oldest),
            "median": _span(load.median_wait),
        },
        "moderators": [_moderator_in_words(number, each) for number, each in enumerate(load.moderators)],
    }


def _moderator_in_words(number: int, moderator: ModeratorAtWork) -> dict[str, Any]:
    words = [_seen(moderator)]
    if moderator.reading:
        words.append(_("reading {receipt}").format(receipt=moderator.reading))
    if moderator.decided_lately:
        n = moderator.decided_lately
        words.append(ngettext("{n} decision in 15 minutes", "{n} decisions in 15 minutes", n).format(n=digits(n)))
    return {"id": number, "name": moderator.name, "words": join_facts(words)}


def _seen(moderator: ModeratorAtWork) -> str:
    if moderator.seen_at is None:
        return _("not seen yet")
    return _("last seen {time}").format(time=clock_time(moderator.seen_at))


def _span(span: timedelta | None) -> str:
    if span is None:
        return "–"
    minutes = int(span.total_seconds() // 60)
    if minutes == 0:
        return _("under a minute")
    return ngettext("{n} minute", "{n} minutes", minutes).format(n=digits(minutes))
