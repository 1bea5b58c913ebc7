from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from sessions.platform.lists.kept_values import KeptValues


def test_many_who_ask_at_once_have_it_made_once():
    kept: KeptValues[int] = KeptValues(2)
    made, may_go_on = [], Event()

    def make() -> int:
        made.append(1)
        may_go_on.wait(10)
        return len(made)

    with ThreadPoolExecutor(8) as eight:
        asked = [eight.submit(kept.get, "state", "key", make) for _each in range(8)]
        may_go_on.set()
        assert [each.result() for each in asked] == [1] * 8


def test_another_state_has_it_made_anew():
    kept: KeptValues[int] = KeptValues(2)
    made = iter(range(4))
    assert [kept.get(state, "key", lambda: next(made)) for state in "aaba"] == [0, 0, 1, 2]


def test_the_oldest_goes_first():
    kept: KeptValues[int] = KeptValues(2)
    made = iter(range(5))
    assert [kept.get("state", key, lambda: next(made)) for key in "abcba"] == [0, 1, 2, 1, 3]


def test_what_fails_is_made_anew_by_the_next():
    kept: KeptValues[int] = KeptValues(2)
    with pytest.raises(ZeroDivisionError):
        kept.get("state", "key", lambda: 1 // 0)
    assert kept.get("state", "key", lambda: 2) == 2
