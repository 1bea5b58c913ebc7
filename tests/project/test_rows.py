from pathlib import Path

import pytest

from tests.project.rows import DOCS, TABLES, Injection, MisplacedMarker, find_injections, read_markers, write_table

MARKED = """
import pytest
pytestmark = [pytest.mark.slow, pytest.mark.row("fault", 3)]

@pytest.mark.row("threat", 1, 2)
async def test_the_door_holds():
    pass

@pytest.mark.parametrize("who", [pytest.param(1, marks=pytest.mark.row("fault", 4))])
def test_others(who):
    pass
"""


def test_markers_are_read_from_tests_their_cases_and_files(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text(MARKED, encoding="utf-8")
    assert find_injections(tmp_path) == [
        Injection("fault", 3, "test_it.py", ""),
        Injection("fault", 4, "test_it.py", "test_others"),
        Injection("threat", 1, "test_it.py", "test_the_door_holds"),
        Injection("threat", 2, "test_it.py", "test_the_door_holds"),
    ]


def test_a_marker_that_would_be_overlooked_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text('import pytest\nROW = pytest.mark.row("fault", 3)\n', encoding="utf-8")
    with pytest.raises(MisplacedMarker, match=r"test_it\.py:2"):
        list(read_markers(tmp_path / "test_it.py"))


def test_a_row_says_who_injects_it_and_is_open_where_nobody_does() -> None:
    table = write_table("threats", [Injection("threat", 2, "tests/test_it.py", "test_the_door_holds")])
    rows = [line.split(" | ") for line in table.splitlines()]
    [first, second] = [row for row in rows if row[0] in ("| 1", "| 2")]
    assert (first[-1], second[-1]) == ("**open** |", "[it](../../tests/test_it.py) |")


def test_there_is_no_row_beyond_the_table() -> None:
    with pytest.raises(LookupError):
        write_table("faults", [Injection("fault", 1000, "tests/test_it.py", "test_the_door_holds")])


@pytest.mark.long
@pytest.mark.parametrize("name", TABLES)
def test_each_table_says_what_the_markers_say(name: str) -> None:
    written = (DOCS / f"{name}.md").read_text(encoding="utf-8")
    assert written == write_table(name, find_injections()), "write it anew: python -m tests.project.rows"
