"""What a test costs decides in which runs it is."""

from types import SimpleNamespace
from typing import Any

import pytest

from tests.measuring import costs
from tests.measuring.costs import (
    COSTLY_S,
    LONG_S,
    Cost,
    add_up,
    function_of,
    is_there,
    leave_long_out,
    mark_costly,
    read_costs,
)

COSTS = {
    "test_a.py::test_cheap": Cost(COSTLY_S / 2, LONG_S / 2),
    "test_a.py::test_dear": Cost(COSTLY_S, COSTLY_S),
    "test_a.py::test_many": Cost(COSTLY_S / 2, LONG_S),
}
IDS = ("test_a.py::test_cheap", "test_a.py::test_dear[1]", "test_a.py::test_many[1]", "test_a.py::test_unknown")


class Case:
    """The parts of a pytest.Item that the code reads."""

    def __init__(self, nodeid: str, *marks: str) -> None:
        self.nodeid = nodeid
        self.marks = list(marks)

    def add_marker(self, name: str) -> None:
        self.marks.append(name)

    def get_closest_marker(self, name: str) -> str | None:
        return name if name in self.marks else None

    def iter_markers(self, name: str) -> list[str]:
        return [mark for mark in self.marks if mark == name]


@pytest.fixture(autouse=True)
def measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(costs, "read_costs", lambda: COSTS)


def test_what_costs_much_is_slow_and_what_is_slow_already_stays_as_it_is() -> None:
    cases: list[Any] = [*map(Case, IDS), Case("test_a.py::test_dear[2]", "slow")]
    mark_costly(cases)
    assert [case.marks for case in cases] == [[], ["costly", "slow"], [], [], ["slow"]]


def test_what_is_long_is_left_out_unless_it_is_in_every_run() -> None:
    cases: list[Any] = [*map(Case, IDS), Case("test_a.py::test_many[2]", "always")]
    left_out: list[Any] = []

    def pytest_deselected(items: list[Any]) -> None:
        left_out.extend(items)

    hook = SimpleNamespace(pytest_deselected=pytest_deselected)
    kept = list(cases)
    leave_long_out(SimpleNamespace(hook=hook), kept)  # type: ignore[arg-type]
    assert kept == [*cases[:2], *cases[3:]]
    assert left_out == [cases[2]]


def test_the_cases_of_a_function_are_added_up() -> None:
    assert add_up([("a.py::x[1]", 1.0), ("a.py::x[2]", 2.0), ("a.py::x[1]", 0.5), ("a.py::y", 0.5)]) == {
        "a.py::x": Cost(2.0, 3.0),
        "a.py::y": Cost(0.5, 0.5),
    }


def test_a_function_that_is_no_more_is_known_as_gone() -> None:
    own = "tests/measuring/test_costs.py::test_a_function_that_is_no_more_is_known_as_gone"
    assert is_there(function_of(f"{own}[case]"))
    assert not is_there("tests/measuring/test_costs.py::test_of_another_name")
    assert not is_there("tests/test_of_another_file.py::test_a")


def test_the_file_can_be_read() -> None:
    for cost in read_costs().values():
        assert 0 <= cost.one <= cost.all
