import errno
import logging
import os
import re
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError

from chatserver.monitoring.logs.lines import OneLineFormatter
from tests.running.tables import table

NAME = "".join(("Su", "mi"))  # noqa: FLY002 -- it must not stand in a line of code that could be shown


def line_about(
    fail: Callable[[], Any], *, logger: str = "chatserver", message: str = "A tick %s", args: Any = ("failed",)
) -> str:
    try:
        fail()
    except Exception:  # noqa: BLE001 -- any error is to be written
        record = logging.LogRecord(logger, logging.ERROR, __file__, 1, message, args, sys.exc_info())
    return OneLineFormatter().format(record)


def fail_with_words() -> None:
    raise ValueError(f"{NAME}\n98300")


def test_a_failure_is_one_line_with_types_and_places_and_without_the_words_of_the_exception():
    line = line_about(fail_with_words)
    assert len(line.splitlines()) == 1
    said, causes, places = line.split(" | ")
    assert said.endswith(" ERROR chatserver: A tick failed")
    assert causes == "ValueError"
    assert [place.split(":")[0] for place in places.split(" > ")] == [
        "tests/chatserver/monitoring/logs/test_lines.py"
    ] * 2
    assert places.endswith(" fail_with_words")
    assert NAME not in line


def test_the_time_has_its_offset():
    assert re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d ERROR ", line_about(fail_with_words))


def test_a_cause_is_named_with_the_code_of_sqlite(tmp_path: Path):
    def fail() -> None:
        try:
            sqlite3.connect(tmp_path / NAME / "missing")
        except sqlite3.Error as cause:
            raise OperationalError(str(cause)) from cause

    causes = line_about(fail).split(" | ")[1]
    assert causes == "django.db.utils.OperationalError < sqlite3.OperationalError SQLITE_CANTOPEN"


@pytest.mark.row("fault", 35)
def test_files_that_ran_out_are_named_where_sqlite_says_only_that_it_cannot_open_one(
    tmp_path: Path, few_files: Callable[[], None]
):
    sqlite3.connect(tmp_path / "there").close()

    def fail() -> None:
        few_files()
        sqlite3.connect(tmp_path / "there").execute("SELECT * FROM sqlite_schema")

    assert line_about(fail).split(" | ")[1] == "sqlite3.OperationalError SQLITE_CANTOPEN EMFILE"


def test_an_error_of_the_system_is_named_by_its_number():
    def fail() -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), NAME)

    assert line_about(fail).split(" | ")[1] == "OSError ENOSPC"


def test_a_group_names_each_kind_once():
    def fail() -> None:
        raise ExceptionGroup(NAME, [ValueError(NAME), ValueError(NAME), KeyError(NAME)])

    assert line_about(fail).split(" | ")[1] == "ExceptionGroup (ValueError, KeyError)"


@pytest.mark.row("threat", 45)
def test_what_could_pass_for_another_line_is_escaped():
    line = line_about(fail_with_words, message="Label %s", args=("a\r\n2026 ERROR b\x1b[31m\u2028c\u202e",))
    assert "Label a\\r\\n2026 ERROR b\\x1b[31m\\u2028c\\u202e | " in line


@pytest.mark.row("threat", 46)
@table(
    ("message", "args", "told"),
    [
        ("Exception inside application: %s", (KeyError(NAME),), "Exception inside application: KeyError"),
        (f"Task exception was never retrieved\nfuture: <Task '{NAME}'>", (), "Task exception was never retrieved"),
        (f"Exception in callback Room.tell('{NAME}')", (), "Exception in callback Room.tell"),
        ("%s took %d of %.1f s", (NAME, 3, 2.5), "… took 3 of 2.5 s"),
        (f"Traceback: {NAME}", (), "Traceback"),
    ],
)
def test_of_what_libraries_say_the_fixed_words_are_kept(message: str, args: tuple[Any, ...], told: str):
    line = line_about(fail_with_words, logger="asyncio", message=message, args=args)
    assert line.partition(" asyncio: ")[2].split(" | ")[0] == told
    assert NAME not in line
