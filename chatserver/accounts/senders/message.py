"""The message that a sender gets, and the exceptions by which it reports a failure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Message:
    """sort, fields: the kind of message and the values in it, for gateways with templates of their own.

    stop_link: where its reader can stop all further messages of its kind. html: the same as the text, for mail
    programs; blank for none. list_id: which list of mails it belongs to (RFC 2919), such as digest.ward-95.example.org.
    """

    to: str
    subject: str
    text: str
    language: str = "en"
    sort: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    stop_link: str = ""
    html: str = ""
    list_id: str = ""


class NotAccepted(Exception):
    """The message was surely not sent. may_retry: whether the same message may be accepted later.

    The reason is a word or two of our own: the gateway's words may hold the address.
    """

    def __init__(self, reason: str, *, may_retry: bool) -> None:
        super().__init__(reason)
        self.reason = reason
        self.may_retry = may_retry


class PerhapsSent(Exception):
    """The message may have been sent: it must not be sent again."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Sender(Protocol):
    def send(self, message: Message) -> None:
        """Return once the gateway or mail server has accepted it. Raises NotAccepted or PerhapsSent."""
