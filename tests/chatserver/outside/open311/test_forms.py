"""Both forms of an answer: byte for byte as the writers of Python's library make them, and safe for XML 1.0."""

import json
from io import BytesIO
from typing import Any
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatserver.outside.open311.server.forms import AS_JSON, AS_XML, WrittenDocument, write_document

pytestmark = pytest.mark.costly

words = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp", "Zs")))
values = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), words)
requests = st.lists(st.dictionaries(st.sampled_from(["description", "lat", "media_url", "address"]), values))


def by_library(requests: list[dict[str, Any]]) -> bytes:
    written, none = BytesIO(), AttributesImpl({})
    writer = XMLGenerator(written, "utf-8", short_empty_elements=True)
    writer.startDocument()
    writer.startElement("service_requests", none)
    for request in requests:
        writer.startElement("request", none)
        for name, value in request.items():
            writer.startElement(name, none)
            if value is not None:
                writer.characters(str(value).lower() if isinstance(value, bool) else str(value))
            writer.endElement(name)
        writer.endElement("request")
    writer.endElement("service_requests")
    writer.endDocument()
    return written.getvalue()


@pytest.mark.long
@given(requests)
def test_xml_is_what_the_generator_of_the_library_writes(requests: list[dict[str, Any]]) -> None:
    assert write_document(WrittenDocument("service_requests", requests), AS_XML) == by_library(requests)


@given(requests)
def test_json_is_read_as_what_was_written(requests: list[dict[str, Any]]) -> None:
    assert json.loads(write_document(WrittenDocument("service_requests", requests), AS_JSON)) == requests


def test_what_breaks_xml_or_the_text_beside_it_is_replaced_in_both_forms() -> None:
    told = WrittenDocument("services", [{"description": "a\x00b\u202ec\r\nd\u2068e\u2069 & <f>"}])
    xml = "<services><service><description>a\ufffdb\ufffdc\nde &amp; &lt;f&gt;</description></service></services>"
    assert write_document(told, AS_XML).decode() == f'<?xml version="1.0" encoding="utf-8"?>\n{xml}'
    assert json.loads(write_document(told, AS_JSON)) == [{"description": "a\ufffdb\ufffdc\nde & <f>"}]
