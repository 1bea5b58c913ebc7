"""Which sender serves a channel: none, console, email or http, as the settings say."""

from threading import Lock
from typing import TYPE_CHECKING

from django.conf import settings

from chatserver.accounts.models import Installation
from chatserver.accounts.senders.console import ConsoleSender
from chatserver.accounts.senders.email import EmailSender
from chatserver.accounts.senders.message import Sender
from chatserver.config.sms_gateway import Gateway

if TYPE_CHECKING:
    from chatserver.accounts.senders.http import HttpSender


def find_sender(channel: str) -> Sender | None:
    """None where this installation sends nothing by it. A demo shows on its terminal what would be sent."""
    match _kind(channel):
        case "email":
            return EmailSender()
        case "http":
            assert settings.SMS_GATEWAY is not None
            return _http_sender(settings.SMS_GATEWAY)
        case "console":
            return ConsoleSender()
    return None


def is_served(channel: str) -> bool:
    """Whether people can be reminded by it here."""
    return _kind(channel) != "none"


_kept: list[tuple[Gateway, "HttpSender"]] = []
"""The one of this process, with what it was made for."""

_keeping = Lock()


def _http_sender(gateway: Gateway) -> "HttpSender":
    from chatserver.accounts.senders.http import HttpSender  # its library takes long to load, and few need it

    with _keeping:
        if _kept and _kept[0][0] is not gateway:
            _kept.pop()[1].close()
        if not _kept:
            _kept.append((gateway, HttpSender(gateway)))
        return _kept[0][1]


def _kind(channel: str) -> str:
    kind: str = settings.SENDERS[channel]
    return "console" if kind == "none" and Installation.is_demo() else kind
