"""Sends through an HTTP gateway for SMS, as most providers have one."""

import json
from urllib.parse import quote_plus

import httpx

from chatserver.accounts.senders.message import Message, NotAccepted, PerhapsSent
from chatserver.config.sms_gateway import Gateway
from chatserver.web_client import NOT_CONNECTED, RETRY_LATER, ask_for_status, keeping_client
from sessions.notifications.reminder_words import put_in

MULTIPLE_CHOICES = 300
BAD_GATEWAY, GATEWAY_TIMEOUT, SERVER_ERROR = 502, 504, 500

KEEP_IDLE_S = 2.0
"""A gateway may close a connection that is idle for longer at the very moment of its next use."""


class HttpSender:
    """Keeps its connections, because a TLS handshake takes longer than a message. Thread-safe."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway
        # Messages that hang must not delay others: the number of threads that send bounds the connections.
        self._client = keeping_client(seconds=gateway.timeout_seconds, keep_idle_s=KEEP_IDLE_S)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def send(self, message: Message) -> None:
        """One request, directly to the gateway: redirects are not followed, and the environment's proxy is not used."""
        gateway = self._gateway
        try:
            request = self._client.build_request(
                "POST", gateway.url, content=self._fill(message), headers=dict(gateway.headers)
            )
            answer = ask_for_status(self._client, request)
        except NOT_CONNECTED as error:
            raise NotAccepted("no gateway", may_retry=True) from error
        except httpx.HTTPError as error:
            raise PerhapsSent("no answer") from error
        _judge(answer.status_code)

    def _fill(self, message: Message) -> bytes:
        template = self._gateway.templates.get(message.sort, {})
        words = template.get(message.language) or template.get("en")
        text = put_in(words, {**message.fields, "stop": message.stop_link}) if words else message.text
        fields = {"to": message.to, "text": text, "template": template.get("id", "")}
        return put_in(self._gateway.body, {name: self._escape(value) for name, value in fields.items()}).encode()

    def _escape(self, value: str) -> str:
        """The value, escaped for the format of the body."""
        kinds = [kind for name, kind in self._gateway.headers.items() if name.lower() == "content-type"]
        kind = kinds[0].lower() if kinds else ""
        if "json" in kind:
            return json.dumps(value, ensure_ascii=False)[1:-1]
        return quote_plus(value) if "x-www-form-urlencoded" in kind else value


def _judge(status: int) -> None:
    if status < MULTIPLE_CHOICES:
        return
    if status in {SERVER_ERROR, BAD_GATEWAY, GATEWAY_TIMEOUT}:
        raise PerhapsSent(f"answered {status}")  # the gateway may have failed before it took the message, or after
    raise NotAccepted(f"answered {status}", may_retry=status in RETRY_LATER)
