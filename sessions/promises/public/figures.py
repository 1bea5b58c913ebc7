"""The figures of promises as they stand today, from the rows: for pages. Files count what is sealed (sealed.py).

Both count by one pure function (counting.py), and the rows hold what the log tells.
"""

from datetime import date, datetime

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from sessions.models import MADE_STATES, OWED_STATES, Promise, PromiseState, Ward
from sessions.platform.clock.city_zone import city_moment
from sessions.promises.public.counting import COUNTED_STATES, Key, PromiseFigures, count_promises
from sessions.promises.public.log_folding import LoggedPromise

_FIELDS = (
    "number",
    "ward__number",
    "state",
    "proposed_at",
    "confirm_by",
    "made_at",
    "due_on",
    "first_due_on",
    "claimed_at",
    "claim_end",
)


IS_UNCONFIRMED = Q(state=PromiseState.CLAIMED_KEPT) & ~Q(claim_end="")
"""The time for an answer is over."""


def figures_today(year: int, today: date, ward: Ward | None = None) -> dict[Key, PromiseFigures]:
    """The figures of what was made or proposed in a year, in one query."""
    rows = rows_of_year(Promise.objects.all() if ward is None else Promise.objects.filter(ward=ward), year)
    return count_promises(promises_as_logged(rows), year, today)


def counts_now(rows: QuerySet[Promise], year: int, today: date) -> dict[str, int]:
    """Count the rows made in a year: made, overdue, unconfirmed, new_day, and each of COUNTED_STATES; one query."""
    states = {name: Q(state=state) for name, state in COUNTED_STATES.items()}
    owed, is_moved = Q(state__in=OWED_STATES), Q(first_due_on__isnull=False) & ~Q(due_on=F("first_due_on"))
    wanted = {
        "made": Q(state__in=MADE_STATES),
        **states,
        "overdue": owed & Q(due_on__lt=today),
        "unconfirmed": IS_UNCONFIRMED,
        "new_day": Q(state__in=MADE_STATES) & is_moved,
    }
    counted = {name: Count("pk", filter=condition) for name, condition in wanted.items()}
    return rows.filter(in_year("made_at", year)).order_by().aggregate(**counted)


def promises_as_logged(rows: QuerySet[Promise]) -> list[LoggedPromise]:
    """How each stands now, as the log told it."""
    return [
        LoggedPromise(
            number=number,
            ward=ward,
            state=state,
            proposed_on=_day(proposed_at),
            confirm_by=confirm_by,
            made_on=_day(made_at),
            due_on=due_on,
            first_due_on=first_due_on,
            claimed_on=_day(claimed_at),
            claim_end=end,
        )
        for number, ward, state, proposed_at, confirm_by, made_at, due_on, first_due_on, claimed_at, end in (
            rows.order_by().values_list(*_FIELDS)
        )
    ]


def rows_of_year(rows: QuerySet[Promise], year: int) -> QuerySet[Promise]:
    """The rows made or proposed in a year: their number has that year, or the year before."""
    return rows.filter(year__in=(year, year - 1)).filter(in_year("made_at", year) | in_year("proposed_at", year))


def in_year(field: str, year: int) -> Q:
    """The moment is in that year of the city."""
    begins, ends = (city_moment(date(each, 1, 1)) for each in (year, year + 1))
    return Q(**{f"{field}__gte": begins, f"{field}__lt": ends})


def years_with_promises() -> list[int]:
    """The newest first."""
    return list(Promise.objects.order_by("-year").values_list("year", flat=True).distinct())


def _day(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment is not None else None
