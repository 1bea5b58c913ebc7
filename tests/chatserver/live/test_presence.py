"""Who is here, and how many are elsewhere."""

from uuid import UUID

import pytest

from chatserver.live.presence import FORGOTTEN_AFTER_S, KEPT_S, MISSING_AFTER_S, Presence, PresenceElsewhere

ONE, TWO, THREE = (UUID(int=number) for number in (1, 2, 3))


def test_a_person_with_three_tabs_is_one_person() -> None:
    presence = Presence()
    for _ in range(3):
        presence.enter(7)
    presence.enter("a visitor's line")
    assert (presence.present, presence.sockets_of(7), presence.sockets_of(8)) == (2, 3, 0)


@pytest.fixture
def elsewhere() -> PresenceElsewhere:
    elsewhere = PresenceElsewhere()
    elsewhere.hear("a", {ONE: 3, TWO: 1}, 100.0)
    elsewhere.hear("b", {ONE: 4}, 100.0)
    return elsewhere


def present(elsewhere: PresenceElsewhere) -> list[int]:
    return [elsewhere.present_in(chat_session) for chat_session in (ONE, TWO, THREE)]


def test_what_each_process_said_last_is_added_up(elsewhere: PresenceElsewhere) -> None:
    assert present(elsewhere) == [7, 1, 0]
    assert elsewhere.hear("a", {ONE: 3, THREE: 2}, 101.0) == {TWO, THREE}
    assert elsewhere.hear("a", {ONE: 3, THREE: 2}, 102.0) == set()
    assert present(elsewhere) == [7, 0, 2]


def test_whoever_says_goodbye_has_nobody(elsewhere: PresenceElsewhere) -> None:
    assert elsewhere.forget("a") == {ONE, TWO}
    assert elsewhere.forget("nobody") == set()
    assert present(elsewhere) == [4, 0, 0]
    assert not elsewhere.is_anybody_missing(100.0)


def test_whoever_falls_silent_is_missed_then_counted_no_more_and_then_forgotten(elsewhere: PresenceElsewhere) -> None:
    assert not elsewhere.is_anybody_missing(100.0 + MISSING_AFTER_S)
    assert elsewhere.expire(100.0 + KEPT_S) == set()
    elsewhere.hear("b", {ONE: 4}, 100.0 + KEPT_S)
    later = 100.0 + KEPT_S + 0.1
    assert elsewhere.is_anybody_missing(later)
    assert elsewhere.expire(later) == {ONE, TWO}
    assert elsewhere.expire(later) == set()
    assert present(elsewhere) == [4, 0, 0]
    assert elsewhere.is_anybody_missing(later)
    elsewhere.hear("b", {ONE: 4}, 100.1 + FORGOTTEN_AFTER_S)
    elsewhere.expire(100.1 + FORGOTTEN_AFTER_S)
    assert not elsewhere.is_anybody_missing(100.1 + FORGOTTEN_AFTER_S)


def test_while_nobody_can_be_heard_everybody_is_kept(elsewhere: PresenceElsewhere) -> None:
    elsewhere.hold(500.0)
    assert elsewhere.expire(500.0 + KEPT_S) == set()
    assert present(elsewhere) == [7, 1, 0]
