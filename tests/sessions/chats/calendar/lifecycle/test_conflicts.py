"""Whether everybody who runs at the same time can have a moderator of their own."""

from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.chats.calendar.lifecycle.conflict_facts import ChatAhead
from sessions.chats.calendar.lifecycle.conflicts import _too_few_moderators

NOON = datetime(2027, 1, 2, 12, 0, tzinfo=UTC)

TIMES = st.tuples(st.integers(0, 5), st.integers(1, 4), st.sets(st.integers(1, 4)))
"""When it begins, how long it lasts, and who may screen it."""


def at(hour: int) -> datetime:
    return NOON + timedelta(hours=hour)


def chats_of(times: list[tuple[int, int, set[int]]]) -> list[ChatAhead]:
    return [
        ChatAhead(uuid4(), 1, 95, None, at(start), at(start + hours), waits=False)
        for start, hours, _moderators in times
    ]


def has_one_each(groups: list[set[int]]) -> bool:
    return any(len(set(chosen)) == len(groups) for chosen in product(*groups))


@pytest.mark.costly
@given(st.lists(TIMES, max_size=6).map(lambda times: sorted(times, key=lambda each: each[0])))
def test_it_finds_what_trying_all_ways_finds(times: list[tuple[int, int, set[int]]]) -> None:
    chats = chats_of(times)
    moderators: dict[Any, set[int]] = {each.pk: who for each, (_start, _hours, who) in zip(chats, times, strict=True)}
    expected = []
    for place, chat in enumerate(chats):
        beside = [other for other in chats[:place] if other.ends_at > chat.starts_at]
        groups = [moderators[each.pk] for each in (*beside, chat) if moderators[each.pk]]
        if beside and moderators[chat.pk] and not has_one_each(groups):
            expected.append((chat, tuple(beside)))
    found = [(each.chat, each.beside) for each in _too_few_moderators(chats, moderators)]
    assert found == expected
