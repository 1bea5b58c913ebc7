from typing import Any

from tests.running.sharing import BEGUN_BY, MADE_ONCE, group_of, share_out
from tests.running.sql_differences import ROOT
from tests.running.tables import table

LIVE = "tests/chatserver/live/fanout/test_hub.py"


@table(
    ("nodeid", "group"),
    [
        (f"{LIVE}::test_a[sqlite]", f"{LIVE} on sqlite"),
        (f"{LIVE}::test_a[0-daphne]", f"{LIVE} on daphne"),
        (f"{LIVE}::test_a[uvicorn-visitor-room]", f"{LIVE} on uvicorn"),
        (f"{LIVE}::test_a[sqlite3]", f"{LIVE}::test_a[sqlite3]"),
        (f"{LIVE}::test_a", f"{LIVE}::test_a"),
        (f"{MADE_ONCE[0]}::test_a[0]", MADE_ONCE[0]),
    ],
)
def test_the_tests_of_a_file_on_one_stack_or_of_one_that_makes_much_once_stay_together(nodeid: str, group: str):
    assert group_of(nodeid) == group


def test_what_is_made_once_is_there_for_a_whole_file():
    assert {path: 'scope="module"' in (ROOT / path).read_text(encoding="utf-8") for path in MADE_ONCE} == dict.fromkeys(
        MADE_ONCE, True
    )


class Case:
    """The parts of a pytest.Item that the code reads."""

    def __init__(self, name: str, takes_s: float = 0.0) -> None:
        self.nodeid, self.takes_s = f"tests/test_none.py::test_{name}", takes_s

    @property
    def args(self) -> tuple[float]:
        return (self.takes_s,)

    def get_closest_marker(self, name: str) -> "Case | None":
        return self if name == "takes" and self.takes_s else None


def test_those_that_wait_are_far_apart_the_longest_first_and_nothing_is_lost():
    waiting: list[Any] = [Case("wait[sqlite]", 2), Case("wait_long", 4), Case("wait_too[sqlite]", 1), Case("wait", 1)]
    at_work: list[Any] = [Case(f"{number}") for number in range(100)]
    items = [*waiting, *at_work]
    share_out(items, waits=lambda case: case in waiting)
    places = {case.nodeid.partition("_none.py::test_")[2]: place for place, case in enumerate(items)}
    begun = 100 * BEGUN_BY
    assert places["wait_long"] == 0
    assert places["wait[sqlite]"] == 1 + int(begun * 4 / 8)
    assert places["wait_too[sqlite]"] == places["wait[sqlite]"] + 1
    assert places["wait"] == 3 + int(begun * 7 / 8)
    assert [case for case in items if case not in waiting] == at_work
    assert len(items) == 104


def test_a_run_without_waiting_is_left_in_its_order():
    items: list[Any] = [Case("b"), Case("a")]
    share_out(items, waits=lambda _case: False)
    assert [case.nodeid[-1] for case in items] == ["b", "a"]
