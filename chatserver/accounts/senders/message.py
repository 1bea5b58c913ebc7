"""What a sender is given, and how it says that it failed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Message:
    """sort and fields: which kind of news it is and what was put in, for gateways with templates of their own.

    stop_link is where whoever gets it can stop all further ones.
    """

    to: str
    subject: str
    text: str
    language: str = "en"
    sort: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    stop_link: str = ""


class NotAccepted(Exception):
    """It surely has not gone out. may_retry: whether the same message may be accepted later.

    The reason is a word or two of our own: what the other side says may hold the address.
    """

    def __init__(self, reason: str, *, may_retry: bool) -> None:
        super().__init__(reason)
        self.reason = reason
        self.may_retry = may_retry


class Unsure(Exception):
    """It may have gone out: nobody shall send it again."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Sender(Protocol):
    def send(self, message: Message) -> None:
        """Returns once the other side has accepted it. Raises NotAccepted or Unsure."""
