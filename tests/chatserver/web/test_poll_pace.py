"""How often long polls are answered beside the pages' turns: of each person, of each line, of all strangers."""

from typing import Any

import pytest

from chatserver.accounts.limits.recent_sessions import recent_sessions
from chatserver.web.long_poll_endpoint import PollPace

KEY = "a" * 32
NOW = 1000.0
VISITORS = 20


@pytest.fixture
def pace(settings: Any) -> PollPace:
    settings.VISITORS_PER_ADDRESS = VISITORS
    return PollPace()


def taken(pace: PollPace, key: str | None, address: str, now: float = NOW) -> int:
    """How many of a thousand polls at one moment are answered in the event loop."""
    return sum(pace.take(key, address, now) for _poll in range(1_000))


def test_a_line_has_a_burst_and_then_what_a_crowd_behind_it_asks(pace: PollPace) -> None:
    taken_at_once = taken(pace, None, "192.0.2.1")
    assert (taken_at_once, taken(pace, None, "192.0.2.1", NOW + 1)) == (2 * VISITORS, VISITORS)


def test_a_stranger_s_flood_leaves_those_who_are_signed_in_their_own(pace: PollPace) -> None:
    recent_sessions.note(KEY, 7)
    assert sum(taken(pace, None, f"192.0.2.{number}") for number in range(4)) == 4 * VISITORS
    assert taken(pace, KEY, "192.0.2.1") == 60
    recent_sessions.forget(KEY)


def test_a_made_up_cookie_session_is_a_stranger_s(pace: PollPace) -> None:
    assert sum(taken(pace, f"{number:032}", "192.0.2.1") for number in range(2)) == 2 * VISITORS
