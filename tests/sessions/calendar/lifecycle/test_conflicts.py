"""Whether everybody who runs at the same time can have a moderator of their own."""

from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sessions.calendar.lifecycle.conflicts import _too_few_moderators
from sessions.models import ChatSession

NOON = datetime(2027, 1, 2, 12, 0, tzinfo=UTC)

TIMES = st.tuples(st.integers(0, 5), st.integers(1, 4), st.sets(st.integers(1, 4)))
"""When it begins, how long it lasts, and who may screen it."""


def chat_sessions_of(times: list[tuple[int, int, set[int]]]) -> list[ChatSession]:
    return [
        ChatSession(starts_at=NOON + timedelta(hours=start), ends_at=NOON + timedelta(hours=start + hours))
        for start, hours, _moderators in times
    ]


def has_one_each(groups: list[set[int]]) -> bool:
    return any(len(set(chosen)) == len(groups) for chosen in product(*groups))


@given(st.lists(TIMES, max_size=6).map(lambda times: sorted(times, key=lambda each: each[0])))
def test_it_finds_what_trying_all_ways_finds(times: list[tuple[int, int, set[int]]]) -> None:
    chat_sessions = chat_sessions_of(times)
    moderators: dict[Any, set[int]] = {
        each.pk: who for each, (_start, _hours, who) in zip(chat_sessions, times, strict=True)
    }
    expected = []
    for place, chat_session in enumerate(chat_sessions):
        beside = [other for other in chat_sessions[:place] if other.ends_at > chat_session.starts_at]
        groups = [moderators[each.pk] for each in (*beside, chat_session) if moderators[each.pk]]
        if beside and moderators[chat_session.pk] and not has_one_each(groups):
            expected.append((chat_session, tuple(beside)))
    found = [(each.chat_session, each.beside) for each in _too_few_moderators(chat_sessions, moderators)]
    assert found == expected
