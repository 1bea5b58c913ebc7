"""The public list of promises as a file: its filters, the state of its data, and its forms."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Count, Max, Sum

from sessions.models import Promise
from sessions.platform.exports.answering import Export
from sessions.platform.exports.in_pieces import csv_in_pieces, json_in_pieces
from sessions.platform.exports.license import license_field
from sessions.platform.lists.listed_page import in_batches
from sessions.promises.public.facts import PROMISE_COLUMNS, row_of_promise
from sessions.promises.public.filters import PromiseFilter
from sessions.promises.public.listing import list_promises
from sessions.record.search.list_state import state_of_offices, state_of_wards, state_of_words

# Names the state of the public list of promises: what is made of it is kept under this name.


def state_of_promises(today: date) -> tuple[Any, ...]:
    """Another one after each step, vote or redaction, and each day; four queries."""
    sums = Promise.objects.order_by().aggregate(
        Count("pk"), Sum("version"), Max("changed_at"), Sum("kept_votes"), Sum("not_votes"), Sum("due_stage")
    )
    return (today, *sums.values(), *state_of_words(), *state_of_wards(), *state_of_offices())


# The list as files: a table for spreadsheets and JSON, written piece by piece; the filters of the list apply.

FORMAT = "councillor-chat-promises/1"
CHUNK = 500


def promises_csv(wanted: PromiseFilter, today: date) -> Iterator[str]:
    return csv_in_pieces(PROMISE_COLUMNS, _batches(wanted, today))


def promises_json(wanted: PromiseFilter, today: date) -> Iterator[str]:
    return json_in_pieces({"format": FORMAT} | license_field(), "promises", _batches(wanted, today))


def _batches(wanted: PromiseFilter, today: date) -> Iterator[list[dict[str, Any]]]:
    return in_batches(lambda before: list_promises(wanted, before=before, per_page=CHUNK, today=today), row_of_promise)


EXPORT = Export(
    "promises",
    "promises.csv",
    PromiseFilter.from_query,
    state_of_promises,
    {"csv": promises_csv, "json": promises_json},
)
