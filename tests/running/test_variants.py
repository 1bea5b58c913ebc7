from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import Any

import pytest

from tests.journeys.pages import test_every_page
from tests.running.variants import leave_others_out

STACKS = ("one", "two", "three")


@dataclass(frozen=True)
class Case:
    """The parts of a pytest.Item that the code reads."""

    nodeid: str
    params: tuple[tuple[str, object], ...] = ()
    marked: tuple[str, ...] = ()
    with_all: bool = False
    callspec: SimpleNamespace = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "callspec", SimpleNamespace(params=dict(self.params)))

    def iter_markers(self, name: str) -> list[pytest.Mark]:
        is_marked = self.with_all if name == "with_all" else bool(self.marked)
        return [getattr(pytest.mark, name)(*self.marked).mark] if is_marked else []


def kept(cases: list[Case]) -> list[Case]:
    left_out: list[Any] = []

    def pytest_deselected(items: list[Any]) -> None:
        left_out.extend(items)

    hook = SimpleNamespace(pytest_deselected=pytest_deselected)
    items: list[Any] = list(cases)
    leave_others_out(SimpleNamespace(hook=hook), items)  # type: ignore[arg-type]
    assert len(items) + len(left_out) == len(cases)
    return items


def on_each_stack(file: str, test: str, *, marked: bool = True) -> list[Case]:
    marks = ("stack",) if marked else ()
    return [Case(f"{file}::{test}[{stack}]", (("stack", stack),), marks) for stack in STACKS]


@pytest.mark.long
def test_all_tests_of_a_file_are_tried_on_the_same_one_stack() -> None:
    cases = on_each_stack("test_a.py", "test_x") + on_each_stack("test_a.py", "test_y")
    chosen = kept(cases)
    assert [case.nodeid.partition("[")[0] for case in chosen] == ["test_a.py::test_x", "test_a.py::test_y"]
    assert len({case.params for case in chosen}) == 1
    assert kept(cases[::-1]) != []


def test_every_stack_has_its_files() -> None:
    chosen = [kept(on_each_stack(f"test_{number}.py", "test_x")) for number in range(30)]
    assert {case.params[0][1] for [case] in chosen} == set(STACKS)


def test_what_has_no_variants_or_says_nothing_of_them_is_left_as_it_is() -> None:
    cases = [Case("test_a.py::test_z", (), ("stack",)), *on_each_stack("test_a.py", "test_x", marked=False)]
    assert kept(cases) == cases


def test_what_is_only_for_all_is_left_out_and_never_the_one_that_is_chosen() -> None:
    for number in range(9):
        one, two, three = on_each_stack(f"test_{number}.py", "test_x")
        three = replace(three, with_all=True)
        assert kept([one, two, three]) in ([one], [two])
    unmarked = [replace(case, marked=(), with_all=case == three) for case in (one, two, three)]
    assert kept(unmarked) == unmarked[:2]


def test_a_long_run_looks_at_each_page_in_each_language_and_any_run_at_each_in_one() -> None:
    marks = {mark.name: mark for mark in getattr(test_every_page.test_every_page_is_accessible, "pytestmark", ())}
    assert {"variants", "with_all", "long"} & set(marks) == set()
    cases = [(*case.values, {mark.name for mark in case.marks}) for case in marks["parametrize"].args[1]]
    turns = {(who, turn): named for whose, turn, named in cases for who in whose}
    assert turns == {
        (whose, turn): {"long"} if turn else set()
        for whose in test_every_page.PAGES.values()
        for turn in range(len(test_every_page.LANGUAGES))
    }
