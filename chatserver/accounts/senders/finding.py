"""Which sender serves a channel: none, console, email or http, as the settings say."""

from django.conf import settings

from chatserver.accounts.models import Installation
from chatserver.accounts.senders.console import ConsoleSender
from chatserver.accounts.senders.email import EmailSender
from chatserver.accounts.senders.message import Sender


def find_sender(channel: str) -> Sender | None:
    """None where this installation sends nothing by it. A demo shows on its terminal what would be sent."""
    match _kind(channel):
        case "email":
            return EmailSender()
        case "http":
            from chatserver.accounts.senders.http import HttpSender  # its library takes long to load, and few need it

            assert settings.SMS_GATEWAY is not None
            return HttpSender(settings.SMS_GATEWAY)
        case "console":
            return ConsoleSender()
    return None


def is_served(channel: str) -> bool:
    """Whether people can be reminded by it here."""
    return _kind(channel) != "none"


def _kind(channel: str) -> str:
    kind: str = settings.SENDERS[channel]
    return "console" if kind == "none" and Installation.is_demo() else kind
