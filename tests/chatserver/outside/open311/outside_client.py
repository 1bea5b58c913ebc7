"""A client of GeoReport v2 as somebody else would write it, from the specification alone: it imports nothing of ours.

XML is read here, in the tests, and turned into what the JSON of the same answer holds.
"""

import http.client
import json
from collections.abc import Mapping
from typing import Any, NamedTuple, Protocol
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

LISTS = {
    "services": "service",
    "attributes": "attribute",
    "values": "value",
    "service_requests": "request",
    "errors": "error",
    "endpoints": "endpoint",
    "formats": "format",
}
TYPES = {"xml": "text/xml; charset=utf-8", "json": "application/json; charset=utf-8"}
FORM = "application/x-www-form-urlencoded"
NUMBERS = {"lat": float, "long": float, "order": int, "code": int}


class Answer(NamedTuple):
    status: int
    headers: Mapping[str, str]
    body: bytes


class Wire(Protocol):
    def ask(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Answer: ...


class DjangoWire:
    """Without a server."""

    def ask(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
        from django.test import Client

        kind = headers.get("Content-Type", "")
        told: Any = Client().generic(method, path, body or b"", content_type=kind)
        return Answer(told.status_code, dict(told.headers), told.content)


class HttpWire:
    """Over a connection to a server."""

    def __init__(self, host: str, port: int) -> None:
        self._host, self._port = host, port

    def ask(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
        connection = http.client.HTTPConnection(self._host, self._port, timeout=60)
        try:
            connection.request(method, path, body, dict(headers))
            told = connection.getresponse()
            return Answer(told.status, dict(told.getheaders()), told.read())
        finally:
            connection.close()


class GeoClient:
    """form: xml or json. Every answer is checked for its type and structure, errors too."""

    def __init__(self, wire: Wire, *, form: str, key: str = "") -> None:
        self.wire, self.form, self.key = wire, form, key

    def get(self, name: str, **query: Any) -> Any:
        """What the answer holds, which has to be 200."""
        answer = self.ask("GET", name, query=query)
        assert answer.status == 200, answer.body
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        return self.read(answer)

    def post(self, **fields: Any) -> Any:
        answer = self.ask("POST", "v2/requests", fields={"api_key": self.key, **fields})
        assert answer.status == 200, answer.body
        [told] = self.read(answer)
        return told

    def error(self, method: str, name: str, **told: Any) -> tuple[int, str]:
        """The code and the description of a refusal, whose status says the same."""
        answer = self.ask(method, name, **told)
        [error] = self.read(answer)
        assert error["code"] == answer.status >= 400
        return error["code"], error["description"]

    def refusal(self, **fields: Any) -> tuple[int, str]:
        return self.error("POST", "v2/requests", fields={"api_key": self.key, **fields})

    def ask(
        self,
        method: str,
        name: str,
        *,
        query: Mapping[str, Any] | None = None,
        fields: Mapping[str, Any] | None = None,
        body: bytes | None = None,
        content_type: str = FORM,
    ) -> Answer:
        path = f"/open311/{name}.{self.form}{f'?{urlencode(query)}' if query else ''}"
        sent = urlencode(fields).encode() if fields is not None else body
        return self.wire.ask(method, path, sent, {"Content-Type": content_type} if sent is not None else {})

    def read(self, answer: Answer) -> Any:
        assert answer.headers["Content-Type"] == TYPES[self.form]
        if self.form == "json":
            return json.loads(answer.body)
        assert answer.body.startswith(b'<?xml version="1.0" encoding="utf-8"?>')
        return value_of(ET.fromstring(answer.body))


def value_of(element: ET.Element) -> Any:
    assert not element.attrib
    if element.tag in LISTS:
        assert {child.tag for child in element} <= {LISTS[element.tag]}
        return [value_of(child) for child in element]
    if len(element):
        assert len({child.tag for child in element}) == len(element)
        return {child.tag: value_of(child) for child in element}
    text = element.text
    if text in ("true", "false"):
        return text == "true"
    is_number = element.tag in NUMBERS and text is not None and text.replace(".", "").isdigit()
    return NUMBERS[element.tag](text) if is_number and text is not None else text
