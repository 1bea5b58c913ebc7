"""The home page, and the list of wards with its search."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_http_methods, require_safe

from sessions.chats.calendar.public.entries import Occasion, occasions_of
from sessions.city.pages.this_machine import is_this_machine
from sessions.city.people.planning import has_clerk
from sessions.city.wards.borough_order import borough_order
from sessions.city.wards.loaded_map import has_map
from sessions.city.wards.search import WardSearchResult, find_at
from sessions.city.wards.table import find_wards, read_pin
from sessions.contract.limits import MAX_SEARCH_LENGTH
from sessions.models import NOT_OVER_STATES, Borough, ChatSession, ChatSessionState, Record, Ward
from sessions.platform.refusals import Refused
from sessions.platform.text.digits import digits
from sessions.platform.text.spoken.lists import join_with_commas
from sessions.site.scope import Frozen, Scope
from sessions.site.timeline.page import timeline_page
from sessions.site.timeline.timeline_filter import TimelineFilter

MAX_OPEN = 3
"""Bound of open boroughs. With more boroughs than this, each is collapsed to the numbers of its wards."""

MAX_FEATURED = 2
"""Bound of large rooms. With more live rooms than this, only that of the reader's own ward is shown large."""


MOST_LATEST = 5
"""Lines of the city's timeline on the home page."""


@dataclass(frozen=True, slots=True)
class ShownWard:
    """A ward in the list, with its next chat."""

    ward: Ward
    next: Occasion | None


@dataclass(frozen=True, slots=True)
class ShownBorough:
    """The wards of one borough, or (None) those without a known borough."""

    borough: Borough | None
    wards: list[ShownWard]

    @property
    def code(self) -> str:
        return self.borough.code if self.borough is not None else ""

    @property
    def span(self) -> str:
        """The numbers of its wards, as “1, 2, 3”."""
        return join_with_commas([digits(shown.ward.number) for shown in self.wards])


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    occasions = _not_over()
    live = [occasion for occasion in occasions if occasion.state == ChatSessionState.LIVE]
    own_ward = _own_ward(request)
    featured = [occasion for occasion in live if occasion.ward == own_ward or len(live) <= MAX_FEATURED]
    next_chats = list(_first_of_each_ward(occasion for occasion in occasions if occasion.is_ahead).values())
    is_new = not occasions and not has_clerk()
    context = {
        "is_new": is_new,
        "may_set_up": is_new and is_this_machine(request),
        "featured": featured,
        "also_live": [occasion for occasion in live if occasion not in featured],
        "next_chats": next_chats,
        "may_ask_already": any(occasion.is_open for occasion in next_chats),
        "records": Record.objects.select_related("chat_session__ward").defer("document")[:3],
        "own_ward": own_ward,
        "latest": timeline_page(Scope(), TimelineFilter(), Frozen.on(timezone.localdate()), per_page=MOST_LATEST),
    }
    return render(request, "sessions/city/wards/home.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def ward_list(request: HttpRequest) -> HttpResponse:
    """All wards, or those that match `?q=`; where none matches, the page says so and lists all.

    POST searches for a place (lat and lon, in degrees): by POST it is in no address, and it is kept nowhere.
    """
    words = request.GET.get("q", "").strip()[:MAX_SEARCH_LENGTH]
    wards = _wards_that_fit(words)
    coming = _first_of_each_ward(_not_over())
    answer, refusal = _look_around(request) if request.method == "POST" else (None, None)
    boroughs = _by_borough([ShownWard(ward, coming.get(ward.pk)) for ward in wards or _wards_that_fit("")])
    context = {
        "words": words,
        "boroughs": boroughs,
        "is_folded": len(boroughs) > MAX_OPEN and not (words and wards),
        "found": len(wards),
        "has_map": has_map(),
        "is_pin": read_pin(words) is not None,
        "answer": answer,
        "refusal": refusal,
        "proposed": [ShownWard(ward, coming.get(ward.pk)) for ward in answer.wards] if answer is not None else [],
        "is_choosing": _own_ward(request) is None or "choose" in request.GET,
        "own_ward": _own_ward(request),
    }
    response = render(request, "sessions/city/wards/wards.html", context, status=400 if refusal else 200)
    if request.method == "POST":
        add_never_cache_headers(response)
    return response


def _look_around(request: HttpRequest) -> tuple[WardSearchResult | None, str | None]:
    """The search result for the posted place, or the reason for none."""
    try:
        return find_at(request.POST.get("lat", ""), request.POST.get("lon", "")), None
    except Refused as refused:
        return None, str(refused.message)


def _by_borough(wards: Iterable[ShownWard]) -> list[ShownBorough]:
    """The wards by borough, in the order of the boroughs; those without a borough last."""
    boroughs: dict[int | None, ShownBorough] = {}
    for shown in sorted(wards, key=lambda shown: shown.ward.number):
        borough = shown.ward.borough
        key = borough.pk if borough is not None else None
        boroughs.setdefault(key, ShownBorough(borough, [])).wards.append(shown)
    return sorted(boroughs.values(), key=lambda each: (each.borough is None, borough_order(each.code)))


def _not_over() -> list[Occasion]:
    """Live and future entries of all wards, in the order of time."""
    return occasions_of(ChatSession.objects.filter(state__in=NOT_OVER_STATES))


def _wards_that_fit(words: str) -> list[Ward]:
    return list(find_wards(words).order_by("number"))


def _own_ward(request: HttpRequest) -> Ward | None:
    return request.user.ward if request.user.is_authenticated else None


def _first_of_each_ward(occasions: Iterable[Occasion]) -> dict[int, Occasion]:
    """Ward id to the ward's next entry, in the order of time."""
    first: dict[int, Occasion] = {}
    for occasion in occasions:
        first.setdefault(occasion.ward.pk, occasion)
    return first
