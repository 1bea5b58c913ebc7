"""How many people are here, and how many in other processes."""

from uuid import UUID

import pytest

from chatserver.live.cluster.presence import (
    FORGOTTEN_AFTER_S,
    KEPT_S,
    MISSING_AFTER_S,
    Attendance,
    Presence,
    PresenceElsewhere,
)

ONE, TWO, THREE = (UUID(int=number) for number in (1, 2, 3))


def here(present: int, visitors: int = 0) -> Attendance:
    return Attendance(present, visitors)


def test_a_person_with_three_tabs_is_one_person() -> None:
    presence = Presence()
    for _ in range(3):
        presence.enter(7)
    presence.enter(8)
    presence.leave(7)
    assert (presence.attendance, presence.sockets_of(7), presence.sockets_of(8)) == (here(2), 2, 1)


def test_visitors_are_counted_apart_and_however_many_there_are_nobody_becomes_a_resident() -> None:
    presence = Presence()
    presence.enter(7)
    for _ in range(100):
        presence.enter(None)
    assert presence.attendance == here(1, 100)
    presence.leave(None)
    presence.leave(7)
    assert presence.attendance == here(0, 99)


@pytest.fixture
def elsewhere() -> PresenceElsewhere:
    elsewhere = PresenceElsewhere()
    elsewhere.hear("a", {ONE: here(3), TWO: here(1, 5)}, 100.0)
    elsewhere.hear("b", {ONE: here(4, 2)}, 100.0)
    return elsewhere


def present(elsewhere: PresenceElsewhere) -> list[Attendance]:
    return [elsewhere.attendance_in(chat_session) for chat_session in (ONE, TWO, THREE)]


def test_the_last_counts_of_each_process_are_added_up(elsewhere: PresenceElsewhere) -> None:
    assert present(elsewhere) == [here(7, 2), here(1, 5), here(0)]
    assert elsewhere.hear("a", {ONE: here(3), THREE: here(2)}, 101.0) == {TWO, THREE}
    assert elsewhere.hear("a", {ONE: here(3), THREE: here(2)}, 102.0) == set()
    assert present(elsewhere) == [here(7, 2), here(0), here(2)]


def test_a_process_that_said_goodbye_has_nobody(elsewhere: PresenceElsewhere) -> None:
    assert elsewhere.forget("a") == {ONE, TWO}
    assert elsewhere.forget("nobody") == set()
    assert present(elsewhere) == [here(4, 2), here(0), here(0)]
    assert not elsewhere.is_anybody_missing(100.0)


def test_a_silent_process_is_noticed_then_no_longer_counted_and_then_forgotten(elsewhere: PresenceElsewhere) -> None:
    assert not elsewhere.is_anybody_missing(100.0 + MISSING_AFTER_S)
    assert elsewhere.expire(100.0 + KEPT_S) == set()
    elsewhere.hear("b", {ONE: here(4, 2)}, 100.0 + KEPT_S)
    later = 100.0 + KEPT_S + 0.1
    assert elsewhere.is_anybody_missing(later)
    assert elsewhere.expire(later) == {ONE, TWO}
    assert elsewhere.expire(later) == set()
    assert present(elsewhere) == [here(4, 2), here(0), here(0)]
    assert elsewhere.is_anybody_missing(later)
    elsewhere.hear("b", {ONE: here(4, 2)}, 100.1 + FORGOTTEN_AFTER_S)
    elsewhere.expire(100.1 + FORGOTTEN_AFTER_S)
    assert not elsewhere.is_anybody_missing(100.1 + FORGOTTEN_AFTER_S)


def test_while_no_process_can_be_heard_all_counts_are_kept(elsewhere: PresenceElsewhere) -> None:
    elsewhere.hold(500.0)
    assert elsewhere.expire(500.0 + KEPT_S) == set()
    assert present(elsewhere) == [here(7, 2), here(1, 5), here(0)]
