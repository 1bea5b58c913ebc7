from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.running.sql_differences import ROOT, is_about_differences, leave_out_what_is_the_same, module_of


@dataclass(frozen=True)
class Case:
    """The parts of a pytest.Item that the code reads."""

    path: Path
    marks: tuple[pytest.Mark, ...] = ()
    fixturenames: tuple[str, ...] = ()

    def get_closest_marker(self, name: str) -> pytest.Mark | None:
        return next((mark for mark in self.marks if mark.name == name), None)


def kept(*cases: Case) -> list[Case]:
    left_out: list[Any] = []

    def pytest_deselected(items: list[Any]) -> None:
        left_out.extend(items)

    hook = SimpleNamespace(pytest_deselected=pytest_deselected)
    items: list[Any] = list(cases)
    leave_out_what_is_the_same(SimpleNamespace(hook=hook), items)  # type: ignore[arg-type]
    assert sorted(map(repr, items + left_out)) == sorted(map(repr, cases))
    return items


def test_a_test_file_mirrors_a_module() -> None:
    assert module_of(ROOT / "tests/sessions/city/wards/test_search.py") == ROOT / "sessions/city/wards/search.py"


@pytest.mark.parametrize(
    "module",
    [
        "sessions/city/wards/test_search.py",
        "sessions/city/wards/test_ward_change.py",
        "sessions/chats/questions/test_floor.py",
        "sessions/platform/database/test_in_array.py",
        "sessions/log/test_log.py",
        "moderation/questions/test_screening.py",
        "chatserver/accounts/limits/test_rate_limits.py",
        "chatserver/live/commands/test_transaction.py",
        "chatserver/database/test_pools.py",
    ],
)
def test_what_locks_and_what_has_sql_of_its_own_is_tried_on_postgresql(module: str) -> None:
    assert module_of(ROOT / "tests" / module).exists()
    assert is_about_differences(ROOT / "tests" / module)


def test_what_is_only_asked_is_the_same_and_several_modules_together_are_tried() -> None:
    assert not is_about_differences(ROOT / "tests/sessions/models/test_outcomes.py")
    assert is_about_differences(ROOT / "tests/sessions/test_enumeration.py")


def test_a_test_that_commits_or_says_so_stays() -> None:
    same = ROOT / "tests/sessions/models/test_outcomes.py"
    plain = Case(same, (pytest.mark.django_db.mark,))
    staying = [
        Case(same, (pytest.mark.django_db(transaction=True).mark,)),
        Case(same, (pytest.mark.postgresql.mark,)),
        Case(same, (), ("transactional_db",)),
        Case(ROOT / "tests/sessions/city/wards/test_search.py"),
    ]
    assert kept(plain, *staying) == staying
