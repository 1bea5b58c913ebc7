"""The conflict list."""

from datetime import UTC, datetime, timedelta

from sessions.chats.calendar.rules.overlaps import FutureChat, Overlap, OverlapKind, find_conflicts


def chat_of(ward: int, hour: float, *moderators: str, minutes: int = 60) -> FutureChat:
    starts_at = datetime(2027, 1, 2, tzinfo=UTC) + timedelta(hours=hour)
    return FutureChat((ward, hour), ward, starts_at, starts_at + timedelta(minutes=minutes), frozenset(moderators))


def test_two_at_once_in_one_ward_are_a_conflict():
    first, second = chat_of(95, 18), chat_of(95, 18.5)
    assert find_conflicts([second, first]) == [Overlap(OverlapKind.WARD, (first, second))]


def test_a_moderator_in_two_places_is_named():
    first, second = chat_of(91, 18, "asha", "bina"), chat_of(92, 18.5, "bina")
    assert find_conflicts([first, second]) == [Overlap(OverlapKind.MODERATOR, (first, second), "bina")]


def test_one_that_begins_when_another_ends_is_in_nobodys_way():
    assert find_conflicts([chat_of(95, 18, "asha"), chat_of(95, 19, "asha")], at_most_at_once=1) == []


def test_a_long_one_meets_all_that_begin_before_its_end():
    long, early, late = chat_of(95, 17, "asha", minutes=180), chat_of(96, 18, "asha"), chat_of(97, 19, "asha")
    assert [conflict.chats for conflict in find_conflicts([long, early, late])] == [(long, early), (long, late)]


def test_too_many_at_once_are_told_once_for_each_crowd():
    first, second, third, later = chat_of(91, 18), chat_of(92, 18), chat_of(93, 18.5), chat_of(94, 20)
    assert find_conflicts([first, second, third, later], at_most_at_once=1) == [
        Overlap(OverlapKind.AT_ONCE, (first, second, third))
    ]
    assert find_conflicts([first, second, third, later], at_most_at_once=3) == []


def test_nothing_is_in_the_way_of_nothing():
    assert find_conflicts([], at_most_at_once=1) == []
