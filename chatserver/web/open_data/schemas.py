"""The shapes of what programs read, as JSON Schema, besides those of the records' API."""

from collections.abc import Sequence
from typing import Any

from sessions.activities.public.files import ACTIVITY_COLUMNS
from sessions.matters.public.facts import MATTER_COLUMNS
from sessions.promises.public.facts import PROMISE_COLUMNS

type Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}


def _object(properties: Schema, *, required: Sequence[str] | None = None) -> Schema:
    return {"type": "object", "properties": properties, "required": list(required or properties)}


def _rows_of(name: str, columns: Sequence[str]) -> Schema:
    """A list as json_in_pieces writes it: the columns of the table, in each row."""
    row = _object({column: {} for column in columns})
    return _object({"format": TEXT, name: {"type": "array", "items": row}})


def _array(items: Schema) -> Schema:
    return {"type": "array", "items": items}


ANSWER_SCHEMAS: dict[str, Schema] = {
    "Document": {"type": "object", "description": "As the document of its kind says."},
    "Catalogue": _object({"@context": {}, "@type": TEXT, "dcat:dataset": _array({"type": "object"})}),
    "Matters": _rows_of("matters", MATTER_COLUMNS),
    "Promises": _rows_of("promises", PROMISE_COLUMNS),
    "Activities": _rows_of("activities", ACTIVITY_COLUMNS),
    "Figures": _object({"format": TEXT, "figures": _array({"type": "object"})}),
    "Ledger": _object(
        {
            "format": TEXT,
            "ward": TEXT,
            "month": TEXT,
            "decisions": _array({"type": "object"}),
            "next": {"type": ["string", "null"]},
        },
        required=("format", "decisions", "next"),
    ),
    "Consistency": _object(
        {
            "from": {"type": "integer"},
            "to": {"type": "integer"},
            "from_root": TEXT,
            "to_root": TEXT,
            "proof": _array(TEXT | {"description": "RFC 9162, in base64."}),
        }
    ),
    "JsonFeed": _object(
        {"version": TEXT, "title": TEXT, "home_page_url": TEXT, "feed_url": TEXT, "items": _array({"type": "object"})}
    ),
    "FoundWards": _object(
        {
            "result": TEXT,
            "wards": _array({"type": "integer"}),
            "by_hand": _array({"type": "integer"}),
            "neighbourhoods": {"type": "object"},
        }
    ),
}
