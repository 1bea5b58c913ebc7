"""Sends through the HTTP gateway of the installation, as most sellers of SMS have one."""

import http.client
import json
from urllib.parse import quote_plus, urlsplit

from chatserver.accounts.senders.message import Message, NotAccepted, Unsure
from chatserver.sms_gateway import Gateway
from sessions.reminder_words import put_in

RETRY_LATER = frozenset({408, 425, 429, 503})
BAD_GATEWAY, GATEWAY_TIMEOUT, SERVER_ERROR = 502, 504, 500


class HttpSender:
    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway

    def send(self, message: Message) -> None:
        """Connecting is one step and asking another: only before the request has gone a lost connection is harmless."""
        connection = self._connect()
        address = urlsplit(self._gateway.url)
        path = f"{address.path or '/'}{'?' + address.query if address.query else ''}"
        try:
            try:
                connection.connect()
            except OSError as error:
                raise NotAccepted("no gateway", may_retry=True) from error
            try:
                connection.request("POST", path, self._fill(message), dict(self._gateway.headers))
                status = connection.getresponse().status
            except (OSError, http.client.HTTPException) as error:
                raise Unsure("no answer") from error
        finally:
            connection.close()
        _judge(status)

    def _connect(self) -> http.client.HTTPConnection:
        address = urlsplit(self._gateway.url)
        kind = http.client.HTTPSConnection if address.scheme == "https" else http.client.HTTPConnection
        return kind(address.hostname or "", address.port, timeout=self._gateway.timeout_seconds)

    def _fill(self, message: Message) -> bytes:
        template = self._gateway.templates.get(message.sort, {})
        words = template.get(message.language) or template.get("en")
        text = put_in(words, {**message.fields, "stop": message.stop_link}) if words else message.text
        fields = {"to": message.to, "text": text, "template": template.get("id", "")}
        return put_in(self._gateway.body, {name: self._escape(value) for name, value in fields.items()}).encode()

    def _escape(self, value: str) -> str:
        """As the body's own format wants a text written inside it."""
        kinds = [kind for name, kind in self._gateway.headers.items() if name.lower() == "content-type"]
        kind = kinds[0].lower() if kinds else ""
        if "json" in kind:
            return json.dumps(value, ensure_ascii=False)[1:-1]
        return quote_plus(value) if "x-www-form-urlencoded" in kind else value


def _judge(status: int) -> None:
    if status < http.client.MULTIPLE_CHOICES:
        return
    if status in {SERVER_ERROR, BAD_GATEWAY, GATEWAY_TIMEOUT}:
        raise Unsure(f"answered {status}")  # it may have failed before it took the message, or after
    raise NotAccepted(f"answered {status}", may_retry=status in RETRY_LATER)
