"""What each adapter of a service does, and what it is given."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from chatserver.posting.http import Answer, NoAnswer
from chatserver.posting.outcomes import NotTaken, Outcome, Unsure
from chatserver.web_client import NotConnected
from sessions.posting.outbox import AfterDoubt
from sessions.posting.reasons import Reason

__all__ = ["AfterDoubt"]


@dataclass(frozen=True, slots=True)
class Message:
    """One copy. text: whole, with its link at the end. link: the whole address, which holds the key.

    asked_at: when it was first sent, the same for each repeat; fixed_at: of the approval. language: of its first part.
    title, description, picture (a PNG, made when it is asked for): of the page that the link leads to. copy_id: the
    number of the copy.
    """

    key: str
    copy_id: int
    text: str
    link: str
    shown_link: str
    language: str
    title: str
    description: str
    asked_at: datetime
    fixed_at: datetime
    picture: Callable[[], bytes]


class Adapter(Protocol):
    """after_doubt: what may be done where nobody knows whether a message arrived. repeats_for: for so long after the
    first request a repeat makes no second post; None: for ever (or never, by after_doubt)."""

    @property
    def after_doubt(self) -> AfterDoubt: ...
    @property
    def repeats_for(self) -> timedelta | None: ...

    def send(self, message: Message) -> Outcome: ...

    def find(self, message: Message) -> tuple[str, str] | None:
        """The service's name for it, and its page there. Raises NoAnswer, NotConnected."""

    def remove(self, external_id: str) -> bool:
        """Whether it is gone now. Raises NoAnswer, NotConnected."""


def rule_after(adapter: Adapter, asked_at: datetime, now: datetime) -> AfterDoubt:
    """After a doubt. Once a repeat would make a second post, it has to be looked for."""
    is_late = adapter.repeats_for is not None and now - asked_at >= adapter.repeats_for
    return AfterDoubt.LOOK if is_late and adapter.after_doubt == AfterDoubt.RETRY else adapter.after_doubt


def unless_lost(error: NotConnected | NoAnswer) -> Outcome:
    """What it means for a message that there was no answer."""
    return NotTaken(Reason.NO_CONNECTION) if isinstance(error, NotConnected) else Unsure(str(error))


def with_status(reason: Reason, answer: Answer) -> str:
    return f"{reason} {answer.status}"


def require_readable(answer: Answer) -> Answer:
    """Raises NoAnswer unless it is a good answer in JSON."""
    if answer.status == 401:
        raise NoAnswer(Reason.TOKEN)
    if not answer.is_good:
        raise NoAnswer(with_status(Reason.TROUBLE, answer))
    if answer.told is None and not answer.rows:
        raise NoAnswer(Reason.UNREADABLE)
    return answer


def is_removed(answer: Answer) -> bool:
    """A post that is not there is gone, too. Raises NoAnswer where it may be there still, and can be asked again."""
    if answer.is_good or answer.status in {404, 410}:
        return True
    if answer.is_trouble or answer.status == 429:
        raise NoAnswer(with_status(Reason.TROUBLE, answer))
    return False
