"""A table of cases as one test: hundreds of tests would cost more to collect and to report than to run."""

import inspect
from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import Any

import pytest
from django.utils import translation

Test = Callable[..., None]


def table(names: str | Sequence[str], rows: Iterable[Any]) -> Callable[[Test], Test]:
    """Like pytest.mark.parametrize, but in one test, which tries all rows and names each that fails.

    For tests that store nothing: the rows share the test's fixtures, and its database.
    """
    columns = [name.strip() for name in names.split(",")] if isinstance(names, str) else list(names)
    cells = [row if len(columns) > 1 else (row,) for row in rows]
    assert cells, "an empty table tries nothing"

    def decorate(test: Test) -> Test:
        @wraps(test)
        def try_all_rows(**fixtures: Any) -> None:
            failures: list[BaseException] = []
            for row in cells:
                case = dict(zip(columns, row, strict=True))
                translation.deactivate()  # as before each test (conftest.py)
                try:
                    test(**case, **fixtures)
                except (Exception, pytest.fail.Exception) as failure:  # noqa: BLE001 -- raised below, with the others
                    failure.add_note(f"in the row {case!r}")
                    failures.append(failure)
            if failures:
                raise BaseExceptionGroup(f"{test.__name__}: {len(failures)} of {len(cells)} rows", failures)

        parameters = inspect.signature(test).parameters.values()
        left = [parameter for parameter in parameters if parameter.name not in columns]
        try_all_rows.__signature__ = inspect.Signature(left)  # type: ignore[attr-defined]
        return try_all_rows

    return decorate
