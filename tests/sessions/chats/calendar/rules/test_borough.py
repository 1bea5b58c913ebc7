"""All wards of a borough planned in one step."""

from collections import Counter
from collections.abc import Collection, Hashable, Mapping
from datetime import date, time, timedelta
from itertools import combinations
from time import thread_time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sessions.chats.calendar.rules.borough import Allowed, PlannedWard, plan_borough
from sessions.chats.calendar.rules.errors import ScheduleError
from sessions.chats.calendar.rules.meetings import Booking, find_meetings
from sessions.chats.calendar.rules.overlaps import FutureChat, find_conflicts
from sessions.chats.calendar.rules.parsing import parse_rule
from sessions.chats.calendar.rules.rule import dates_between
from sessions.chats.calendar.rules.starts import local_start
from tests.running.tables import table

BOROUGH_X = [81, 89, *range(91, 101)]
SATURDAY, SUNDAY, THURSDAY = 5, 6, 3


def allow(**given: Any) -> Allowed:
    plain: dict[str, Any] = {
        "week_days": (SATURDAY, SUNDAY),
        "nths": (1, 2, 3, 4),
        "hours": (time(18),),
        "minutes": 60,
        "at_most_at_once": 2,
    }
    return Allowed(**(plain | given))


def shown(planned: list[PlannedWard]) -> list[str]:
    return [f"{each.ward} {each.rule} {each.at:%H:%M}".replace("FREQ=MONTHLY;BYDAY=", "") for each in planned]


def hold_two_years(
    planned: list[PlannedWard], moderators: Mapping[int, Collection[Hashable]], allowed: Allowed
) -> list[FutureChat]:
    """Every chat session of the plan in two years, with its moderators."""
    zone, chats = ZoneInfo("Asia/Kolkata"), []
    for each in planned:
        for day in dates_between(
            each.rule, from_on=date(2027, 1, 1), before_on=date(2029, 1, 1), anchor_on=date(2027, 1, 1)
        ):
            starts_at, _ = local_start(day, each.at, zone)
            ends_at = starts_at + timedelta(minutes=allowed.minutes)
            people = frozenset(moderators.get(each.ward, ()))
            chats.append(FutureChat((each.ward, day), each.ward, starts_at, ends_at, people))
    return chats


def test_the_twelve_wards_are_spread_before_any_time_is_shared():
    planned = plan_borough(BOROUGH_X, allowed=allow(), moderators={})
    assert [each.ward for each in planned] == BOROUGH_X
    taken = Counter(f"{each.rule}" for each in planned)
    assert sorted(taken.values()) == [1, 1, 1, 1, 2, 2, 2, 2]


def test_the_same_wishes_give_the_same_plan():
    moderators = {ward: [f"m{ward % 4}"] for ward in BOROUGH_X}
    assert shown(plan_borough(BOROUGH_X, allowed=allow(), moderators=moderators)) == shown(
        plan_borough(BOROUGH_X, allowed=allow(), moderators=dict(reversed(moderators.items())))
    )


def test_one_after_the_other_where_one_moderator_has_all():
    allowed = allow(nths=(1, 2), hours=(time(16), time(17), time(18)))
    planned = plan_borough(BOROUGH_X, allowed=allowed, moderators=dict.fromkeys(BOROUGH_X, "a"))
    assert len(set(shown(planned))) == len({(each.rule, each.at) for each in planned}) == 12


def test_hours_that_overlap_are_one_time_for_a_moderator():
    allowed = allow(week_days=(SATURDAY,), nths=(1,), hours=(time(17), time(17, 30), time(18)))
    planned = plan_borough([91, 92], allowed=allowed, moderators={91: ["a"], 92: ["a"]})
    assert shown(planned) == ["91 1SA 17:00", "92 1SA 18:00"]


def test_the_fourth_and_the_last_saturday_are_taken_for_one_day():
    """Both days are one day in most months, so a moderator cannot have both at one hour."""
    allowed = allow(week_days=(SATURDAY,), nths=(4, -1))
    with pytest.raises(ScheduleError) as refusal:
        plan_borough([91, 92], allowed=allowed, moderators={91: ["a"], 92: ["a"]})
    assert str(refusal.value).startswith("No way was found")
    assert len(plan_borough([91, 92], allowed=allowed, moderators={91: ["a"], 92: ["b"]})) == 2


def test_schedules_that_are_kept_hold_their_place():
    kept = [(Booking(parse_rule("FREQ=MONTHLY;BYDAY=SA;BYSETPOS=1"), time(17, 15), 90), ["a"])]
    allowed = allow(week_days=(SATURDAY,), nths=(1, 2), at_most_at_once=1)
    assert shown(plan_borough([91], allowed=allowed, moderators={}, kept=kept)) == ["91 2SA 18:00"]
    allowed = allow(week_days=(SATURDAY,), nths=(1,), at_most_at_once=2)
    assert shown(plan_borough([91], allowed=allowed, moderators={91: ["b"]}, kept=kept)) == ["91 1SA 18:00"]
    with pytest.raises(ScheduleError):
        plan_borough([91], allowed=allowed, moderators={91: ["a"]}, kept=kept)


@pytest.mark.parametrize(
    ("wards", "given", "moderators", "part", "sentence"),
    [
        (BOROUGH_X, {"at_most_at_once": 1}, {}, "wards", "12 wards do not fit: these days and hours have space for 8."),
        (
            BOROUGH_X,
            {"at_most_at_once": 12},
            dict.fromkeys(BOROUGH_X, ("asha",)),
            "moderators",
            "Moderator asha has 12 wards, and these days and hours hold only 8 one after the other.",
        ),
        ([91, 92, 91], {}, {}, "wards", "Ward 91 is named twice."),
    ],
)
def test_what_does_not_fit_is_refused_with_figures(
    wards: list[int], given: dict[str, Any], moderators: dict[int, tuple[str]], part: str, sentence: str
):
    with pytest.raises(ScheduleError) as refusal:
        plan_borough(wards, allowed=allow(**given), moderators=moderators)
    assert refusal.value.part == part
    assert str(refusal.value).startswith(sentence)


@table(
    ("given", "part"),
    [
        ({"week_days": ()}, "week_days"),
        ({"nths": ()}, "nths"),
        ({"nths": (1, 5)}, "nths"),
        ({"nths": (0,)}, "nths"),
        ({"hours": ()}, "hours"),
        ({"hours": (time(23, 30),)}, "hours"),
        ({"minutes": 720}, "minutes"),
        ({"at_most_at_once": 0}, "at_most_at_once"),
    ],
)
def test_wishes_that_mean_nothing_are_refused_with_their_part(given: dict[str, Any], part: str):
    with pytest.raises(ScheduleError) as refusal:
        allow(**given)
    assert refusal.value.part == part


def test_no_plan_is_a_plan_for_no_wards():
    assert plan_borough([], allowed=allow(), moderators={}) == []


@pytest.mark.costly
def test_a_whole_city_is_planned_in_good_time():
    wards = list(range(1, 145))
    moderators = {ward: [f"a{ward % 40}", f"b{ward % 55}"] for ward in wards}
    allowed = allow(week_days=tuple(range(7)), hours=tuple(time(hour) for hour in (11, 16, 17, 18, 19)))
    planned = plan_borough(wards, allowed=allowed, moderators=moderators)
    assert find_conflicts(hold_two_years(planned, moderators, allowed), at_most_at_once=2) == []


@pytest.mark.costly
@settings(max_examples=40)
@given(
    st.lists(st.integers(1, 144), min_size=1, max_size=12, unique=True),
    st.lists(st.sampled_from([1, 2, 3, 4, -1, -2]), min_size=1, max_size=4, unique=True),
    st.lists(st.sampled_from([time(16), time(16, 45), time(18), time(19)]), min_size=1, max_size=3, unique=True),
    st.integers(1, 3),
    st.randoms(use_true_random=False),
)
def test_every_proposal_has_no_conflict_in_two_years(
    wards: list[int], nths: list[int], hours: list[time], at_most: int, chance: Any
):
    moderators = {ward: chance.sample("abcdefgh", chance.randint(0, 2)) for ward in wards}
    allowed = allow(nths=tuple(nths), hours=tuple(hours), at_most_at_once=at_most)
    try:
        planned = plan_borough(wards, allowed=allowed, moderators=moderators)
    except ScheduleError:
        return
    assert [each.ward for each in planned] == wards
    assert find_conflicts(hold_two_years(planned, moderators, allowed), at_most_at_once=at_most) == []


def test_bookings_meet_exactly_if_they_ever_overlap():
    texts = ["1SA", "2SA", "-1SA", "4SA", "1SU", "MO,TU,WE,TH,FR;BYSETPOS=-2"]
    bookings = [
        Booking(parse_rule(f"FREQ=MONTHLY;BYDAY={text}"), at, 60) for text in texts for at in (time(17), time(17, 30))
    ]
    meetings = find_meetings(bookings)
    for (one, first), (other, second) in combinations(zip(bookings, meetings, strict=True), 2):
        same_day = {one.rule, other.rule} == {parse_rule(f"FREQ=MONTHLY;BYDAY={day}") for day in ("-1SA", "4SA")}
        assert bool(first & second) == (same_day or one.rule == other.rule)


@pytest.mark.long
@pytest.mark.slow
def test_a_search_that_leads_nowhere_gives_up():
    """Seventeen wards, each pair with a moderator of its own, and sixteen times: no way, and very many to try."""
    wards = list(range(1, 18))
    moderators = {ward: [pair for pair in combinations(wards, 2) if ward in pair] for ward in wards}
    began = thread_time()
    with pytest.raises(ScheduleError) as refusal:
        plan_borough(wards, allowed=allow(hours=(time(17), time(18)), at_most_at_once=9), moderators=moderators)
    assert refusal.value.part == "wards"
    assert thread_time() - began < 20
