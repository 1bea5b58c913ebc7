"""One answer in both forms of GeoReport v2: XML, and the JSON that leaves out the outermost element; pure.

XML is only written here. Nothing that comes from outside is read as XML anywhere in the product.
"""

import json
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from sessions.platform.exports.plain_text import plain_text
from sessions.platform.text.direction.marks import without_marks

type Value = bool | int | float | str | list[Any] | dict[str, Any] | None

AS_XML, AS_JSON = "xml", "json"
CONTENT_TYPES = {AS_XML: "text/xml; charset=utf-8", AS_JSON: "application/json; charset=utf-8"}
DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'
ITEMS = {
    "attributes": "attribute",
    "endpoints": "endpoint",
    "errors": "error",
    "formats": "format",
    "service_requests": "request",
    "services": "service",
    "values": "value",
}
"""The element of each entry, by the element of the list."""


class WrittenDocument(NamedTuple):
    """A document as XML or JSON. root: the name of the outermost element."""

    root: str
    value: Value


def write_document(document: WrittenDocument, form: str) -> bytes:
    """Write a document. form: xml or json. UTF-8. Text is made safe for XML 1.0 in both forms alike."""
    if form == AS_JSON:
        return json.dumps(_safe(document.value), ensure_ascii=False, separators=(",", ":")).encode()
    return f"{DECLARATION}{_element(document.root, document.value)}".encode()


def _safe(value: Value) -> Value:
    match value:
        case str():
            return _safe_text(value)
        case list():
            return [_safe(each) for each in value]
        case dict():
            return {name: _safe(each) for name, each in value.items()}
        case _:
            return value


def _safe_text(text: str) -> str:
    if text.isascii() and text.isprintable():  # numbers, moments, codes
        return text
    return plain_text(without_marks(text))


def _element(name: str, value: Value) -> str:
    """One string for each element: a list of a thousand requests has 17,000 of them."""
    match value:
        case str():
            inside = escape(_safe_text(value))
        case None:
            inside = ""
        case dict():
            inside = "".join([_element(inner, each) for inner, each in value.items()])
        case list():
            inside = "".join([_element(ITEMS[name], each) for each in value])
        case bool():
            inside = "true" if value else "false"
        case _:
            inside = str(value)
    return f"<{name}>{inside}</{name}>" if inside else f"<{name}/>"
