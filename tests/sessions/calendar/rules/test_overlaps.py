"""The conflict list."""

from datetime import UTC, datetime, timedelta

from sessions.calendar.rules.overlaps import Overlap, OverlapKind, Sitting, find_conflicts


def sit(ward: int, hour: float, *moderators: str, minutes: int = 60) -> Sitting:
    starts_at = datetime(2027, 1, 2, tzinfo=UTC) + timedelta(hours=hour)
    return Sitting((ward, hour), ward, starts_at, starts_at + timedelta(minutes=minutes), frozenset(moderators))


def test_two_at_once_in_one_ward_are_a_conflict():
    first, second = sit(95, 18), sit(95, 18.5)
    assert find_conflicts([second, first]) == [Overlap(OverlapKind.WARD, (first, second))]


def test_a_moderator_in_two_places_is_named():
    first, second = sit(91, 18, "asha", "bina"), sit(92, 18.5, "bina")
    assert find_conflicts([first, second]) == [Overlap(OverlapKind.MODERATOR, (first, second), "bina")]


def test_one_that_begins_when_another_ends_is_in_nobodys_way():
    assert find_conflicts([sit(95, 18, "asha"), sit(95, 19, "asha")], at_most_at_once=1) == []


def test_a_long_one_meets_all_that_begin_before_its_end():
    long, early, late = sit(95, 17, "asha", minutes=180), sit(96, 18, "asha"), sit(97, 19, "asha")
    assert [conflict.sittings for conflict in find_conflicts([long, early, late])] == [(long, early), (long, late)]


def test_too_many_at_once_are_told_once_for_each_crowd():
    first, second, third, later = sit(91, 18), sit(92, 18), sit(93, 18.5), sit(94, 20)
    assert find_conflicts([first, second, third, later], at_most_at_once=1) == [
        Overlap(OverlapKind.AT_ONCE, (first, second, third))
    ]
    assert find_conflicts([first, second, third, later], at_most_at_once=3) == []


def test_nothing_is_in_the_way_of_nothing():
    assert find_conflicts([], at_most_at_once=1) == []
