"""The list of promises with its filters, and how many of them are kept and confirmed."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sessions.contract.limits import PROMISES_PER_PAGE
from sessions.models import Borough, PromiseKind, PromiseState
from sessions.platform.exports.form_options import options_of
from sessions.platform.pages.save_data import rows_for
from sessions.platform.text.digits import year_digits
from sessions.platform.text.labels import OWED_TITLE
from sessions.platform.text.text_input import LONGEST_WRITTEN_NUMBER
from sessions.promises.public.figures import counts_now, years_with_promises
from sessions.promises.public.filters import (
    ALL_MADE_FILTER,
    FROM_LAST_TIME_FILTER,
    NEW_DAY_FILTER,
    OVERDUE_FILTER,
    OWED_FILTER,
    PROPOSALS_FILTER,
    UNANSWERED_FILTER,
    UNCONFIRMED_FILTER,
    PromiseFilter,
)
from sessions.promises.public.listing import list_promises

STATE_OF_COUNT = {
    "made": ALL_MADE_FILTER,
    "kept": PromiseState.KEPT,
    "claimed": PromiseState.CLAIMED_KEPT,
    "unconfirmed": UNCONFIRMED_FILTER,
    "disputed": PromiseState.DISPUTED,
    "open": PromiseState.MADE,
    "overdue": OVERDUE_FILTER,
    "new_day": NEW_DAY_FILTER,
    "broken": PromiseState.BROKEN,
    "dropped": PromiseState.DROPPED,
}
"""Which list is behind each number."""


@dataclass(frozen=True, slots=True)
class CountLink:
    """One number of a year, with the address of the list that it counts."""

    name: str
    count: int
    address: str


@require_safe
def promise_list(request: HttpRequest) -> HttpResponse:
    """The newest first: `?q=`, `?ward=`, `?borough=`, `?kind=`, `?state=` (also "overdue" and others), `?year=`,
    `?before=` (a number)."""
    wanted, today = PromiseFilter.from_query(request.GET.dict()), timezone.localdate()
    before = request.GET.get("before", "")[:LONGEST_WRITTEN_NUMBER]
    page = list_promises(wanted, before=before, per_page=rows_for(request, PROMISES_PER_PAGE), today=today)
    context = {"page": page, "is_first": not before, **_filters(wanted), **shown_counts(wanted, today)}
    return render(request, "sessions/promises/list.html", context)


def shown_counts(wanted: PromiseFilter, today: date) -> dict[str, Any]:
    """year; counts: of the promises made in it in this ward or borough, each with its list. One query."""
    year = wanted.year or today.year
    place = PromiseFilter(ward=wanted.ward, borough=wanted.borough, year=year)
    every = replace(place, year=None, state=ALL_MADE_FILTER).rows(today)
    counts = counts_now(every, year, today)
    return {
        "year": year,
        "counts": {
            name: CountLink(name, counts[name], f"{reverse('promises')}?{replace(place, state=state).query()}")
            for name, state in STATE_OF_COUNT.items()
        },
    }


def _filters(wanted: PromiseFilter) -> dict[str, Any]:
    states: Iterable[tuple[str, Any]] = [
        (OWED_FILTER, _("Still to be kept")),
        (OVERDUE_FILTER, _("Overdue")),
        (FROM_LAST_TIME_FILTER, OWED_TITLE),
        (NEW_DAY_FILTER, _("With a later day")),
        (UNCONFIRMED_FILTER, _("Claimed, and not confirmed in time")),
        (ALL_MADE_FILTER, _("All that were made")),
        *PromiseState.choices,
        (PROPOSALS_FILTER, _("All proposals by moderators")),
        (UNANSWERED_FILTER, _("Proposals without an answer in time")),
    ]
    return {
        "wanted": wanted,
        "query": wanted.query(),
        "kinds": options_of(PromiseKind.choices, wanted.kind),
        "states": options_of(states, wanted.state),
        "years": options_of(((year, year_digits(year)) for year in years_with_promises()), wanted.year),
        "boroughs": options_of(((each.code, each.name) for each in Borough.objects.all()), wanted.borough),
    }
