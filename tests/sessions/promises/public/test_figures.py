"""What the figures count, from the rows, from the log and from sealed months: always the same."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from sessions.models import PromiseState
from sessions.models.promises.promise import MADE_STATES
from sessions.promises.public.counting import COUNTED_STATES, count_promises, promise_figures_row
from sessions.promises.public.figures import figures_today
from sessions.promises.public.log_folding import LoggedPromise, LoggedStep, fold_promises
from sessions.promises.public.sealed import sealed_document
from sessions.record.months.sealing import seal_due_months
from tests.factories.matters import WardOffice, on_day
from tests.sessions.promises.lived_year import YEAR, change, live_through, seal_the_year

pytestmark = pytest.mark.costly

WHOLE_YEAR = {
    "proposed": 3,
    "refused": 1,
    "unanswered": 1,
    "made": 8,
    "kept": 1,
    "claimed": 1,
    "disputed": 1,
    "open": 3,
    "broken": 1,
    "dropped": 1,
    "overdue": 3,
    "new_day": 1,
    "merged": 1,
    "lapsed": 1,
    "unconfirmed": 0,
    "unconfirmable": 0,
}


@pytest.mark.long
def test_each_promise_is_counted_once_by_where_it_stands(office: WardOffice) -> None:
    live_through(office)
    with on_day(date(YEAR, 12, 31)):
        figures = figures_today(YEAR, date(YEAR, 12, 31), office.ward)[95, "year", "2027"]
    assert figures.counts == WHOLE_YEAR
    assert sum(figures.counts[name] for name in COUNTED_STATES) == figures.counts["made"]
    assert figures.median_days_late == 99


@pytest.mark.long
def test_rows_and_sealed_months_agree(office: WardOffice) -> None:
    live_through(office)
    seal_the_year(office)
    with on_day(date(YEAR + 1, 1, 9)):
        document = sealed_document(YEAR)
        rows = figures_today(YEAR, date(YEAR, 12, 31))
    assert document["until"] == "2027-12-31"
    assert [month["slug"][-2:] for month in document["counted_from"]] == ["01", "02", "05"]
    assert document["figures"] == [promise_figures_row(YEAR, key, figures) for key, figures in rows.items()]
    assert [(row["ward"], row["of"]) for row in document["figures"]] == [
        (ward, of) for ward in (None, 95) for of in ("2027", "2027-01", "2027-02")
    ]


@pytest.mark.long
def test_what_was_proposed_in_the_year_before_needs_that_month_too(office: WardOffice) -> None:
    made = live_through(office)
    with on_day(date(YEAR + 1, 1, 5)):
        change(made["unanswered"], "confirm", made_at=timezone.now(), due_on=date(YEAR + 1, 2, 1))
    with on_day(date(YEAR + 1, 2, 9)):
        seal_due_months(timezone.now())
        document = sealed_document(YEAR + 1)
    assert [month["slug"] for month in document["counted_from"]] == [
        f"ward-95-{month}" for month in ("2027-01", "2027-02", "2028-01")
    ]
    assert document["until"] == "2028-01-31"
    assert (document["figures"][0]["made"], document["figures"][0]["proposed"]) == (1, 0)


@pytest.mark.long
def test_what_is_not_sealed_is_not_counted_yet(office: WardOffice) -> None:
    live_through(office)
    with on_day(date(YEAR, 3, 5)):
        assert sealed_document(YEAR)["until"] == "2026-12-31"
        assert sealed_document(YEAR)["figures"][0]["made"] == 0


def test_overdue_begins_the_day_after_its_day() -> None:
    promise = LoggedPromise("95-P-2027-1", 95, "made", made_on=date(2027, 1, 1), due_on=date(2027, 2, 10))
    promise.first_due_on = promise.due_on
    for day, overdue in ((10, 0), (11, 1)):
        counted = count_promises([promise], 2027, date(2027, 2, day))
        assert counted[95, "year", "2027"].counts["overdue"] == overdue


def test_a_promise_belongs_to_the_year_in_which_it_was_made_in_the_city() -> None:
    at = "2027-12-31T19:00:00+00:00"  # half past midnight in Kolkata
    body: dict[str, Any] = {"id": "a", "number": "95-P-2028-1", "due_on": "2028-02-01"}
    told = fold_promises([LoggedStep("promise.made", _moment(at), body)], ZoneInfo("Asia/Kolkata"))
    assert count_promises(told.values(), 2027, date(2028, 3, 1))[None, "year", "2027"].counts["made"] == 0
    assert count_promises(told.values(), 2028, date(2028, 3, 1))[95, "month", "2028-01"].counts["made"] == 1


def test_the_states_that_are_counted_are_those_that_there_are() -> None:
    assert set(COUNTED_STATES.values()) == {str(state.value) for state in MADE_STATES} < set(PromiseState.values)


@pytest.mark.parametrize("body", [{}, {"id": "a"}, {"id": "a", "number": "x"}, {"id": "a", "number": "95-P-2027-1"}])
def test_an_event_without_its_fields_is_named(body: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"promise\.stepped|invalid literal"):
        fold_promises([LoggedStep("promise.stepped", _moment("2027-01-01T00:00:00+00:00"), body)], ZoneInfo("UTC"))


def _moment(written: str) -> datetime:
    return datetime.fromisoformat(written)
