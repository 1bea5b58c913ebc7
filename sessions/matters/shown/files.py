"""The list as files: a table for spreadsheets and JSON, written piece by piece; the filters of the list apply."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sessions.exports.in_pieces import csv_in_pieces, json_in_pieces
from sessions.matters.shown.facts import COLUMNS, row_of
from sessions.matters.shown.filters import MatterFilter
from sessions.matters.shown.listing import list_page

FORMAT = "councillor-chat-matters/1"
CHUNK = 500


def batches_of(wanted: MatterFilter, today: date) -> Iterator[list[dict[str, Any]]]:
    """The newest first, CHUNK in memory at once. Each batch has its own query: a slow download holds nothing open."""
    before: str | None = ""
    while before is not None:
        page = list_page(wanted, before=before, per_page=CHUNK, today=today)
        yield [row_of(facts) for facts in page.rows]
        before = page.older or None


def csv_pieces(wanted: MatterFilter, today: date) -> Iterator[str]:
    return csv_in_pieces(COLUMNS, batches_of(wanted, today))


def json_pieces(wanted: MatterFilter, today: date) -> Iterator[str]:
    return json_in_pieces(FORMAT, "matters", batches_of(wanted, today))
