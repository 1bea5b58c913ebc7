"""Chooses the sender of a channel by the settings: none, console, email or http.

Notifications go another way (chatserver/operations/workers/push.py).
"""

from threading import Lock
from typing import TYPE_CHECKING

from django.conf import settings

from chatserver.accounts.models import Installation
from chatserver.accounts.senders.console import ConsoleSender
from chatserver.accounts.senders.email import EmailSender
from chatserver.accounts.senders.message import Sender
from chatserver.config.sms_gateway import Gateway
from sessions.models import Channel

if TYPE_CHECKING:
    from chatserver.accounts.senders.http import HttpSender


def find_sender(channel: str) -> Sender | None:
    """The sender of messages to an address; None where the channel is not served here. A demo uses the terminal."""
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
    """Whether this installation sends reminders by the channel."""
    return _kind(channel) != "none"


_kept: list[tuple[Gateway, "HttpSender"]] = []
"""The sender of this process, with the gateway that it was made for."""

_keeping = Lock()


def _http_sender(gateway: Gateway) -> "HttpSender":
    from chatserver.accounts.senders.http import HttpSender  # slow to load, and seldom needed

    with _keeping:
        if _kept and _kept[0][0] is not gateway:
            _kept.pop()[1].close()
        if not _kept:
            _kept.append((gateway, HttpSender(gateway)))
        return _kept[0][1]


def _kind(channel: str) -> str:
    kind: str = settings.SENDERS.get(channel, "none")
    if channel == Channel.PUSH:
        return kind  # a terminal is no browser
    return "console" if kind == "none" and Installation.is_demo() else kind
