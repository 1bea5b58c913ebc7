"""The ledger's table is safe in a spreadsheet: no cell is computed, and each is read back as it was."""

import csv
from dataclasses import replace
from datetime import UTC, datetime
from io import StringIO
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.ledger.decision_rows import decisions_as_csv
from moderation.ledger.decisions import LedgerDecision
from sessions.platform.exports.spreadsheet_cell import safe_cell

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
    [head, row] = csv.reader(StringIO(decisions_as_csv([replace(PLAIN, commitment=commitment)]), newline=""))
    return row[head.index("commitment")]


@pytest.mark.costly
@pytest.mark.row("threat", 48)
@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1))
def test_each_cell_is_one_that_no_spreadsheet_computes(written: str) -> None:
    assert cell(written) == safe_cell(written)


@pytest.mark.row("threat", 48)
def test_every_cell_is_quoted() -> None:
    lines = decisions_as_csv([PLAIN]).splitlines()
    assert [line for line in lines if not (line.startswith('"') and line.endswith('"'))] == []
    assert {line.count('","') for line in lines} == {lines[0].count(",")}
