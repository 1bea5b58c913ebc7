"""The list as files: a table for spreadsheets and JSON, written piece by piece; the filters of the list apply."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sessions.platform.exports.in_pieces import csv_in_pieces, json_in_pieces
from sessions.platform.exports.license import license_field
from sessions.platform.lists.listed_page import in_batches
from sessions.promises.public.facts import PROMISE_COLUMNS, row_of_promise
from sessions.promises.public.filters import PromiseFilter
from sessions.promises.public.listing import list_promises

FORMAT = "councillor-chat-promises/1"
CHUNK = 500


def promises_csv(wanted: PromiseFilter, today: date) -> Iterator[str]:
    return csv_in_pieces(PROMISE_COLUMNS, _batches(wanted, today))


def promises_json(wanted: PromiseFilter, today: date) -> Iterator[str]:
    return json_in_pieces({"format": FORMAT} | license_field(), "promises", _batches(wanted, today))


def _batches(wanted: PromiseFilter, today: date) -> Iterator[list[dict[str, Any]]]:
    return in_batches(lambda before: list_promises(wanted, before=before, per_page=CHUNK, today=today), row_of_promise)
