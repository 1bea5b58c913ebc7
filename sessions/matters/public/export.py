"""The public list of complaints and suggestions as a file: its filters, the state of its data, and its forms."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sessions.matters.public.facts import MATTER_COLUMNS, matter_row
from sessions.matters.public.filters import MatterFilter
from sessions.matters.public.listing import list_matters
from sessions.matters.public.state import state_of_matters
from sessions.platform.exports.answering import Export
from sessions.platform.exports.in_pieces import csv_in_pieces, json_in_pieces
from sessions.platform.exports.license import license_field
from sessions.platform.lists.listed_page import in_batches

# The list as files: a table for spreadsheets and JSON, written piece by piece; the filters of the list apply.

FORMAT = "councillor-chat-matters/1"
CHUNK = 500


def matters_as_csv(wanted: MatterFilter, today: date) -> Iterator[str]:
    return csv_in_pieces(MATTER_COLUMNS, _batches(wanted, today))


def matters_as_json(wanted: MatterFilter, today: date) -> Iterator[str]:
    return json_in_pieces({"format": FORMAT} | license_field(), "matters", _batches(wanted, today))


def _batches(wanted: MatterFilter, today: date) -> Iterator[list[dict[str, Any]]]:
    return in_batches(lambda before: list_matters(wanted, before=before, per_page=CHUNK, today=today), matter_row)


EXPORT = Export(
    "matters",
    "complaints-and-suggestions.csv",
    MatterFilter.from_query,
    state_of_matters,
    {"csv": matters_as_csv, "json": matters_as_json},
)
