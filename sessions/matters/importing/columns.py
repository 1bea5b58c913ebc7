"""The columns of the table, the same for reading and for writing; pure.

external_id   under which it stands in the earlier list; a row whose external_id is here already is skipped
number        95-2027-0143, where it is to keep that one; else it gets the next of its ward and year
ward          the ward's number
kind          complaint or suggestion; empty: complaint
category      the slug of a category
state         as the pages' addresses have it, such as open, in_progress, confirmed_done; empty: open
text          the words, at most 4,000 signs
language      bn, en, hi, ur; empty: unknown
landmark      the place in words
lat, lon      degrees (WGS 84), both or none
is_place_hidden  yes: everybody sees the landmark only
lodged_at     ISO 8601; a day, or a moment without a zone, is meant in the city's zone
published     yes: it was public. Only with --publish is it public here at once; else it waits for a moderator
published_at, changed_at, ended_at   as lodged_at; empty: not known
due_on        a day; empty: counted from today, and none at all for what has ended
agency        who does the work
external_number   under which the agency has it
"""

from sessions.platform.exports.spreadsheet_cell import safe_cell

IMPORTED_COLUMNS = (
    "external_id",
    "number",
    "ward",
    "kind",
    "category",
    "state",
    "text",
    "language",
    "landmark",
    "lat",
    "lon",
    "is_place_hidden",
    "lodged_at",
    "published",
    "published_at",
    "changed_at",
    "ended_at",
    "due_on",
    "agency",
    "external_number",
)
REQUIRED_COLUMNS = ("external_id", "ward", "category", "text", "lodged_at")


def to_cell(text: str) -> str:
    """The text as a cell that no spreadsheet computes, from which from_cell reads the same text again."""
    return f"'{text}" if text.startswith("'") and _is_computed(text.lstrip("'")) else safe_cell(text)


def from_cell(cell: str) -> str:
    """The text of a cell, without the apostrophe that keeps a spreadsheet from computing it."""
    return cell[1:] if cell.startswith("'") and _is_computed(cell.lstrip("'")) else cell


def _is_computed(text: str) -> bool:
    return safe_cell(text).startswith("'")
