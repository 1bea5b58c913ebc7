"""The list as files: a table for spreadsheets and JSON, written piece by piece; the filters of the list apply."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from sessions.exports.csv_table import csv_lines
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
    yield "\ufeff" + csv_lines([COLUMNS])
    for rows in promise_batches(wanted, today):
        yield csv_lines([row[column] for column in COLUMNS] for row in rows)


def promises_json(wanted: PromiseFilter, today: date) -> Iterator[str]:
    yield f'{{"format": "{FORMAT}", "promises": ['
    comma = ""
    for rows in filter(None, promise_batches(wanted, today)):
        yield comma + ",".join(json.dumps(row, ensure_ascii=False) for row in rows)
        comma = ","
    yield "]}\n"
