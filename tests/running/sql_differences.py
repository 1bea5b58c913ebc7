"""Which tests run again on PostgreSQL: those of a module whose SQL, locks or transactions differ there.

A test's module is the one that its file mirrors, so that a module which begins to lock is tested there from then on.
Files without a module test several together, and run there; so do files that name a database.
"""

import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
DIFFERS = re.compile(
    r"select_for_update|\block_\w+\(|\bLocked|skip_locked|\batomic\b|on_commit|IntegrityError|OperationalError"
    r"|\.vendor|cursor\(|RawSQL|as_postgresql|in_array|(?:update|ignore)_conflicts"
    r"|\.union\(|\.distinct\(|JSONField|Trunc|Exists\(|Subquery\(|i?contains=|iexact="
)
"""Locks, transactions and what may break them; SQL of our own; and what each database compiles in its own way."""


def leave_out_what_is_the_same(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect tests whose queries every database answers alike. Tests marked `postgresql` stay."""
    kept = [item for item in items if differs(item)]
    config.hook.pytest_deselected(items=[item for item in items if not differs(item)])
    items[:] = kept


def differs(item: pytest.Item) -> bool:
    """Tests to compare, also tests that commit, because threads and several connections need it."""
    database = item.get_closest_marker("django_db")
    commits = "transactional_db" in getattr(item, "fixturenames", ()) or (
        database is not None and bool(database.kwargs.get("transaction"))
    )
    return commits or item.get_closest_marker("postgresql") is not None or is_about_differences(item.path)


@cache
def is_about_differences(test_file: Path) -> bool:
    module = module_of(test_file)
    if not module.exists() or "connection.vendor" in test_file.read_text(encoding="utf-8"):
        return True
    return DIFFERS.search(module.read_text(encoding="utf-8")) is not None


def module_of(test_file: Path) -> Path:
    """tests/sessions/city/wards/test_search.py mirrors sessions/city/wards/search.py."""
    mirrored = ROOT / test_file.relative_to(ROOT / "tests")
    return mirrored.with_name(mirrored.name.removeprefix("test_"))
