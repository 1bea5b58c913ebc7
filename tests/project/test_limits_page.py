"""The page of all bounds says what their module says, and nobody keeps a page size elsewhere."""

import re
from pathlib import Path

import pytest

from chatserver.accounts.limits import rate_limits
from chatserver.accounts.limits.rate_limits import Limit
from sessions.contract import limits
from tests.project.limits_page import PAGE, FigureWithoutWords, make_page, write_row
from tests.servers.server import ROOT

SOURCE = Path(limits.__file__)
PRODUCT = ("chatserver", "moderation", "sessions")


def test_the_page_of_limits_is_as_it_would_be_made() -> None:
    page = make_page()
    assert PAGE.read_text(encoding="utf-8") == page
    refusing = {name for name, limit in vars(rate_limits).items() if isinstance(limit, Limit) and limit.message}
    figures = {name for name in vars(limits) if name.isupper()}
    assert figures | refusing == set(re.findall(r"^\| `(\w+)`", page, re.MULTILINE))


@pytest.mark.parametrize("line", ["MAX_TABS = 8", "MAX_TABS = 8 # tabs", "max_tabs = 8  # tabs"])
def test_a_figure_has_a_unit_beside_it(line: str) -> None:
    with pytest.raises(FigureWithoutWords):
        write_row(line)


@pytest.mark.parametrize(
    ("line", "row"),
    [
        ("MAX_TABS = 8  # sockets", "| `MAX_TABS` | 8 | sockets |"),
        ("MAX_HEAD_BYTES = 1  # bytes of a head", "| `MAX_HEAD_BYTES` | 16 KiB | of a head |"),
        ("STAFF_COMMANDS = 1  # commands", "| `STAFF_COMMANDS` | 60, then 5/s | commands |"),
    ],
)
def test_figures_are_written_as_people_read_them(line: str, row: str) -> None:
    assert write_row(line) == row


def test_the_size_of_a_page_stands_with_the_other_bounds() -> None:
    defined = re.compile(r"^\w*PER_PAGE(?:: \w+)? = ", re.MULTILINE)
    paths = [path for top in PRODUCT for path in (ROOT / top).rglob("*.py") if path != SOURCE]
    assert [str(path) for path in paths if defined.search(path.read_text(encoding="utf-8"))] == []
