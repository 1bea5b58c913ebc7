"""One answer in both forms of GeoReport v2: XML, and the JSON that leaves out the outermost element; pure.

XML is only written here. Nothing that comes from outside is read as XML anywhere in the product.
"""

import json
from io import BytesIO
from typing import Any, NamedTuple
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from sessions.exports.plain_text import plain_text
from sessions.text.direction.marks import without_marks

type Value = bool | int | float | str | list[Any] | dict[str, Any] | None

AS_XML, AS_JSON = "xml", "json"
CONTENT_TYPES = {AS_XML: "text/xml; charset=utf-8", AS_JSON: "application/json; charset=utf-8"}
NO_ATTRIBUTES = AttributesImpl({})
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
    """root: the name of the outermost element."""

    root: str
    value: Value


def write_document(document: WrittenDocument, form: str) -> bytes:
    """form: xml or json. UTF-8. Text is made safe for XML 1.0 in both forms alike."""
    if form == AS_JSON:
        return json.dumps(_safe(document.value), ensure_ascii=False, separators=(",", ":")).encode()
    written = BytesIO()
    writer = XMLGenerator(written, "utf-8", short_empty_elements=True)
    writer.startDocument()
    _write(writer, document.root, _safe(document.value))
    writer.endDocument()
    return written.getvalue()


def _safe(value: Value) -> Value:
    match value:
        case str() if value.isascii() and value.isprintable():  # numbers, moments, codes
            return value
        case str():
            return plain_text(without_marks(value))
        case list():
            return [_safe(each) for each in value]
        case dict():
            return {name: _safe(each) for name, each in value.items()}
        case _:
            return value


def _write(writer: XMLGenerator, name: str, value: Value) -> None:
    writer.startElement(name, NO_ATTRIBUTES)
    match value:
        case dict():
            for inner, each in value.items():
                _write(writer, inner, each)
        case list():
            for each in value:
                _write(writer, ITEMS[name], each)
        case bool():
            writer.characters("true" if value else "false")
        case None:
            pass
        case _:
            writer.characters(str(value))
    writer.endElement(name)
