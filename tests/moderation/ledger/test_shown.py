"""The ledger's table is safe in a spreadsheet: no cell is computed, and each is read back as it was."""

import csv
from dataclasses import replace
from datetime import UTC, datetime
from io import StringIO
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.ledger.decisions import LedgerDecision
from moderation.ledger.shown import as_csv
from sessions.charts.csv_table import RISKY

PLAIN = LedgerDecision(
    at=datetime(2027, 1, 2, 12, 0, tzinfo=UTC),
    ward=95,
    chat_session=UUID(int=1),
    decision="declined",
    reason="attack",
    role="moderator",
    by="K7Q2M9",
    commitment="abc",
)


def cell(commitment: str) -> str:
    [head, row] = csv.reader(StringIO(as_csv([replace(PLAIN, commitment=commitment)]), newline=""))
    return row[head.index("commitment")]


@pytest.mark.row("threat", 48)
@pytest.mark.parametrize("written", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("x")'])
def test_what_a_spreadsheet_would_compute_is_text(written: str) -> None:
    assert cell(written) == "'" + written


@pytest.mark.row("threat", 48)
@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1))
def test_no_cell_begins_as_a_formula_and_each_is_read_back(written: str) -> None:
    read = cell(written)
    assert not read.startswith(RISKY)
    assert read.removeprefix("'") == written.removeprefix("'")


@pytest.mark.row("threat", 48)
def test_every_cell_is_quoted() -> None:
    lines = as_csv([PLAIN]).splitlines()
    assert [line for line in lines if not (line.startswith('"') and line.endswith('"'))] == []
    assert {line.count('","') for line in lines} == {lines[0].count(",")}
