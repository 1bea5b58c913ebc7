"""Where dates go when their day is closed or frozen."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.chats.calendar.rules.errors import ScheduleError
from sessions.chats.calendar.rules.parsing import parse_rule
from sessions.chats.calendar.rules.placing import MAX_MOVE_DAYS, BusyDays, Placed, WhenClosed, place_dates
from sessions.chats.calendar.rules.rule import Rule, dates_between
from sessions.chats.calendar.rules.spans import Span, find_span
from sessions.platform.text.by_language import ByLanguage
from tests.running.tables import table
from tests.sessions.chats.calendar.rules.strategies import DAYS, RULES, spans

ANCHOR = date(2027, 1, 1)
FIRST_WEDNESDAY = "FREQ=MONTHLY;BYDAY=1WE"  # 6 October 2027
WORKING_DAY = "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2"  # Thursday 28 October 2027
WEEKEND_DAY = "FREQ=MONTHLY;BYDAY=SA,SU;BYSETPOS=2"  # Sunday 3 October 2027
PUJA = {"en": "Durga Puja", "bn": "দুর্গাপূজা"}


def in_two(placed: Placed) -> tuple[str, str]:
    assert placed.because is not None
    return placed.because["en"], placed.because["bn"]


def span(written: str, reason: ByLanguage | None = None) -> Span:
    from_on, to_on = written.split("/")
    return Span(date.fromisoformat(f"2027-{from_on}"), date.fromisoformat(f"2027-{to_on}"), reason)


def place_october(
    text: str,
    *,
    closed: str = "",
    freezes: str = "",
    taken: str = "",
    on_closed: WhenClosed = WhenClosed.NEXT_FREE,
    last_on: date | None = None,
) -> Placed:
    rule = parse_rule(text)
    dates = dates_between(rule, from_on=date(2027, 10, 1), before_on=date(2027, 11, 1), anchor_on=ANCHOR)
    [placed] = place_dates(
        rule,
        dates,
        anchor_on=ANCHOR,
        busy=BusyDays(
            closed=[span(each, PUJA) for each in closed.split()],
            freezes=[span(each) for each in freezes.split()],
            taken={date.fromisoformat(f"2027-{each}") for each in taken.split()},
        ),
        on_closed=on_closed,
        last_on=last_on,
    )
    return placed


@table(
    ("text", "given", "on"),
    [
        (FIRST_WEDNESDAY, {"closed": "10-07/10-09"}, "10-06"),
        (FIRST_WEDNESDAY, {"closed": "10-06/10-06"}, "10-07"),
        (FIRST_WEDNESDAY, {"closed": "10-06/10-09"}, "10-10"),
        (FIRST_WEDNESDAY, {"closed": "10-01/10-09"}, "10-10"),
        (FIRST_WEDNESDAY, {"closed": "10-06/10-09 10-10/10-12"}, "10-13"),
        (FIRST_WEDNESDAY, {"closed": "10-06/10-09 10-08/10-11"}, "10-12"),
        (FIRST_WEDNESDAY, {"closed": "10-06/10-09", "taken": "10-10 10-11"}, "10-12"),
        (FIRST_WEDNESDAY, {"closed": "10-06/10-09", "freezes": "10-10/10-15"}, "10-16"),
        (FIRST_WEDNESDAY, {"closed": "10-06/10-19"}, "10-20"),
        (WORKING_DAY, {"closed": "10-28/10-28"}, "10-29"),
        (WORKING_DAY, {"closed": "10-28/10-29"}, "11-01"),
        (WEEKEND_DAY, {"closed": "10-03/10-03"}, "10-09"),
        (WEEKEND_DAY, {"closed": "10-03/10-09"}, "10-10"),
    ],
)
def test_a_closed_date_moves_to_the_next_free_day(text: str, given: dict[str, str], on: str):
    placed = place_october(text, **given)  # type: ignore[arg-type]
    assert f"{placed.on:%m-%d}" == on
    assert not placed.waits
    assert (placed.moved_from is None) == (placed.because is None) == (placed.on == placed.planned_on)


def test_a_move_says_why_in_every_language():
    placed = place_october(FIRST_WEDNESDAY, closed="10-06/10-09")
    assert placed.moved_from == date(2027, 10, 6)
    assert placed.because == {
        "bn": "৬ থেকে ৯ অক্টোবর ২০২৭ বন্ধ: দুর্গাপূজা",
        "en": "6 to 9 October 2027 are closed: Durga Puja",
        "hi": "६ से ९ अक्टूबर २०२७ तक बंदी है: Durga Puja",  # nobody has entered that reason in Hindi
        "ur": "۶ سے ۹ اکتوبر ۲۰۲۷ تک تعطیل ہے: Durga Puja",
    }


@pytest.mark.parametrize(
    "given",
    [
        {"closed": "10-06/10-20"},
        {"closed": "10-06/10-09", "freezes": "10-10/10-20"},
        {"closed": "10-06/10-31"},
    ],
)
def test_a_date_without_a_free_day_within_two_weeks_waits(given: dict[str, str]):
    placed = place_october(FIRST_WEDNESDAY, **given)  # type: ignore[arg-type]
    assert (placed.on, placed.moved_from, placed.waits) == (date(2027, 10, 6), None, True)
    assert placed.because is not None
    assert placed.because["en"].endswith("2027 are closed: Durga Puja; no day until 20 October 2027 is free")


def test_a_move_stays_before_the_next_date_of_the_rule():
    """The fifth Monday where there is one, else the first: 29 March 2027, then 5 April."""
    rule = parse_rule("FREQ=MONTHLY;BYDAY=1MO,5MO;BYSETPOS=-1")
    dates = [date(2027, 3, 29), date(2027, 4, 5)]
    closed = [span("03-29/04-04", PUJA)]
    placed = place_dates(rule, dates, anchor_on=ANCHOR, busy=BusyDays(closed=closed))
    assert [(each.on, each.waits) for each in placed] == [(dates[0], True), (dates[1], False)]
    assert str(placed[0].because).count("no day until 4 April 2027 is free") == 1


def test_a_move_stays_within_the_plan():
    assert place_october(FIRST_WEDNESDAY, closed="10-06/10-09", last_on=date(2027, 10, 10)).on == date(2027, 10, 10)
    assert place_october(FIRST_WEDNESDAY, closed="10-06/10-09", last_on=date(2027, 10, 9)).waits
    assert place_october(FIRST_WEDNESDAY, closed="10-06/10-09", last_on=date.max).on == date(2027, 10, 10)
    on_the_last_day = place_october(FIRST_WEDNESDAY, closed="10-06/10-09", last_on=date(2027, 10, 6))
    assert on_the_last_day.because is not None
    assert on_the_last_day.because["en"].endswith("no day until 6 October 2027 is free")


def test_under_wait_a_closed_date_waits_for_the_clerk():
    placed = place_october(FIRST_WEDNESDAY, closed="10-06/10-06", on_closed=WhenClosed.WAIT)
    assert (placed.on, placed.moved_from, placed.waits) == (date(2027, 10, 6), None, True)
    assert in_two(placed) == ("6 October 2027 is closed: Durga Puja", "৬ অক্টোবর ২০২৭ বন্ধ: দুর্গাপূজা")


def test_a_date_in_a_freeze_is_suspended_where_it_is_even_if_closed():
    placed = place_october(FIRST_WEDNESDAY, closed="10-06/10-09", freezes="09-20/10-10")
    assert (placed.on, placed.moved_from, placed.is_suspended, placed.waits) == (date(2027, 10, 6), None, True, False)
    assert in_two(placed) == (
        "an election freeze lasts from 20 September to 10 October 2027",
        "২০ সেপ্টেম্বর থেকে ১০ অক্টোবর ২০২৭ নির্বাচনী বিরতি",
    )


@pytest.mark.parametrize(("day", "is_suspended"), [("10-05", False), ("10-06", True), ("10-07", False)])
def test_a_freeze_holds_from_its_first_to_its_last_day(day: str, is_suspended: bool):
    assert place_october(FIRST_WEDNESDAY, freezes=f"{day}/{day}").is_suspended == is_suspended


def test_of_two_ranges_the_one_that_began_first_is_the_reason():
    early, late = span("10-01/10-06", {"en": "Repairs", "bn": "মেরামত"}), span("10-06/10-09", PUJA)
    assert find_span([late, early], date(2027, 10, 6)) == early
    assert find_span([late, early], date(2027, 10, 10)) is None


def test_a_range_that_ends_before_it_begins_is_refused():
    with pytest.raises(ScheduleError) as refusal:
        Span(date(2027, 10, 9), date(2027, 10, 6))
    assert refusal.value.part == "to"
    assert str(refusal.value) == "The last day, 6 October 2027, is before the first, 9 October 2027."


@pytest.mark.long
@pytest.mark.slow
@given(st.data(), RULES, DAYS)
def test_no_move_lands_on_a_day_that_is_not_free_and_none_is_silent(data: st.DataObject, rule: Rule, anchor_on: date):
    closed, freezes = data.draw(spans(anchor_on)), data.draw(spans(anchor_on))
    taken = data.draw(st.sets(st.dates(anchor_on, anchor_on + timedelta(days=700))))
    dates = dates_between(rule, from_on=anchor_on, before_on=anchor_on + timedelta(days=700), anchor_on=anchor_on)
    placed = place_dates(rule, dates, anchor_on=anchor_on, busy=BusyDays(closed, freezes, taken))
    assert [each.planned_on for each in placed] == dates
    for each, following in zip(placed, [*dates, date.max][1:], strict=True):
        is_frozen, is_closed = bool(find_span(freezes, each.planned_on)), bool(find_span(closed, each.planned_on))
        assert each.is_suspended == is_frozen
        assert (each.because is None) == (not is_frozen and not is_closed)
        if each.moved_from is None:
            assert each.waits == (is_closed and not is_frozen)
            continue
        assert is_closed
        assert not find_span((*closed, *freezes), each.on)
        assert each.on not in taken
        assert each.planned_on < each.on < following
        assert (each.on - each.planned_on).days <= MAX_MOVE_DAYS
        assert each.on.weekday() in rule.moves_among


@pytest.mark.long
@given(st.data(), RULES, DAYS, st.integers(0, 500))
def test_each_date_is_placed_alike_from_whichever_day_one_looks(
    data: st.DataObject, rule: Rule, anchor_on: date, later: int
):
    closed, freezes = data.draw(spans(anchor_on)), data.draw(spans(anchor_on))
    dates = dates_between(rule, from_on=anchor_on, before_on=anchor_on + timedelta(days=700), anchor_on=anchor_on)
    some = [day for day in dates if day >= anchor_on + timedelta(days=later)]
    whole = place_dates(rule, dates, anchor_on=anchor_on, busy=BusyDays(closed, freezes))
    part = place_dates(rule, some, anchor_on=anchor_on, busy=BusyDays(closed, freezes))
    assert part == whole[len(dates) - len(some) :]
