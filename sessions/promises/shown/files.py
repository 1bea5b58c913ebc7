"""The list as files: a table for spreadsheets and JSON, written piece by piece; the filters of the list apply."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sessions.exports.in_pieces import csv_in_pieces, json_in_pieces
from sessions.promises.shown.facts import COLUMNS, row_of_promise
from sessions.promises.shown.filters import PromiseFilter
from sessions.promises.shown.listing import promise_page

FORMAT = "councillor-chat-promises/1"
CHUNK = 500


def promise_batches(wanted: PromiseFilter, today: date) -> Iterator[list[dict[str, Any]]]:
    """The newest first, CHUNK in memory at once. Each batch has its own query: a slow download holds nothing open."""
    before: str | None = ""
    while before is not None:
        page = promise_page(wanted, before=before, per_page=CHUNK, today=today)
        yield [row_of_promise(facts) for facts in page.rows]
        before = page.older or None


def promises_csv(wanted: PromiseFilter, today: date) -> Iterator[str]:
    return csv_in_pieces(COLUMNS, promise_batches(wanted, today))


def promises_json(wanted: PromiseFilter, today: date) -> Iterator[str]:
    return json_in_pieces(FORMAT, "promises", promise_batches(wanted, today))
