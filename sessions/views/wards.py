"""Home, the list of wards with its search, and the page of one ward."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from sessions.models import AHEAD_STATES, ChatSession, ChatSessionState, Office, Record, Ward
from sessions.occasions import Occasion, occasions_of
from sessions.wards import find_wards
from sessions.wording import fold_digits

MAX_SEARCH = 100
MAX_FEATURED = 2
"""On an evening with more live rooms, only that of the reader's own ward is shown large."""


NOT_OVER = (*AHEAD_STATES, ChatSessionState.LIVE)


@dataclass(frozen=True, slots=True)
class ShownWard:
    """A ward in the list, with what comes next in it."""

    ward: Ward
    next: Occasion | None


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    occasions = _not_over()
    live = [occasion for occasion in occasions if occasion.state == ChatSessionState.LIVE]
    own_ward = _own_ward(request)
    featured = [occasion for occasion in live if occasion.ward == own_ward or len(live) <= MAX_FEATURED]
    next_chats = list(_first_of_each_ward(occasion for occasion in occasions if occasion.is_ahead).values())
    context = {
        "featured": featured,
        "also_live": [occasion for occasion in live if occasion not in featured],
        "next_chats": next_chats,
        "may_ask_already": any(occasion.is_open for occasion in next_chats),
        "records": Record.objects.select_related("chat_session__ward").defer("document")[:3],
        "own_ward": own_ward,
    }
    return render(request, "sessions/home.html", context)


@require_safe
def ward_list(request: HttpRequest) -> HttpResponse:
    """All wards, or those that fit `?q=`; where none fits the page says so and lists all."""
    words = request.GET.get("q", "").strip()[:MAX_SEARCH]
    wards = _wards_that_fit(words)
    coming = _first_of_each_ward(_not_over())
    context = {
        "words": words,
        "wards": [ShownWard(ward, coming.get(ward.pk)) for ward in wards or _wards_that_fit("")],
        "found": len(wards),
        "is_pin": len(fold_digits(words).replace(" ", "")) == 6 and fold_digits(words).replace(" ", "").isdecimal(),
    }
    return render(request, "sessions/wards.html", context)


@require_safe
def ward_page(request: HttpRequest, number: int) -> HttpResponse:
    ward = get_object_or_404(Ward.objects.select_related("borough").prefetch_related("pins"), number=number)
    records = Record.objects.filter(chat_session__ward=ward).select_related("chat_session__ward").defer("document")
    occasions = _not_over(ward)
    context = {
        "ward": ward,
        "office": Office.objects.held_on(timezone.localdate()).filter(ward=ward).first(),
        "upcoming": [occasion for occasion in occasions if occasion.is_open],
        "coming": [occasion for occasion in occasions if not occasion.is_open],
        "records": records,
    }
    return render(request, "sessions/ward.html", context)


def _not_over(ward: Ward | None = None) -> list[Occasion]:
    """What is live or lies ahead, in the order of time; of all wards, or of one."""
    rows = ChatSession.objects.filter(state__in=NOT_OVER)
    return occasions_of(rows if ward is None else rows.filter(ward=ward))


def _wards_that_fit(words: str) -> list[Ward]:
    return list(find_wards(words).order_by("borough__code", "number"))


def _own_ward(request: HttpRequest) -> Ward | None:
    return request.user.ward if request.user.is_authenticated else None


def _first_of_each_ward(occasions: Iterable[Occasion]) -> dict[int, Occasion]:
    """The next one of each ward, by the wards' ids, in the order of time."""
    first: dict[int, Occasion] = {}
    for occasion in occasions:
        first.setdefault(occasion.ward.pk, occasion)
    return first
