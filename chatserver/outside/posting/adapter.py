"""What each adapter of a service does, and what it is given."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from chatserver.outside.posting.http import NoUsableAnswer, ServiceAnswer
from chatserver.outside.posting.outcomes import CopyOutcome, NotTaken, Unsure
from chatserver.web_client import NotConnected
from sessions.posting.outbox import AfterDoubt
from sessions.posting.reasons import CopyReason

__all__ = ["AfterDoubt"]

NO_CONTENT = 204


@dataclass(frozen=True, slots=True)
class PostMessage:
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
    """The rules of one kind of service.

    after_doubt: what may be done where nobody knows whether a message arrived. repeats_for: for so long after the first
    request a repeat makes no second post; None: for ever (or never, by after_doubt).
    """

    @property
    def after_doubt(self) -> AfterDoubt: ...
    @property
    def repeats_for(self) -> timedelta | None: ...

    def send(self, message: PostMessage) -> CopyOutcome: ...

    def find(self, message: PostMessage) -> tuple[str, str] | None:
        """The service's name for it, and its page there. Raises NoUsableAnswer, NotConnected."""

    def remove(self, external_id: str) -> bool:
        """Whether it is gone now. Raises NoUsableAnswer, NotConnected."""


def rule_after(adapter: Adapter, asked_at: datetime, now: datetime) -> AfterDoubt:
    """The rule after a doubt. Once a repeat would make a second post, it has to be looked for.

    Also where our clock was set back meanwhile: nobody knows then how long ago it was asked.
    """
    may_repeat = adapter.repeats_for is None or timedelta() <= now - asked_at < adapter.repeats_for
    return AfterDoubt.LOOK if not may_repeat and adapter.after_doubt == AfterDoubt.RETRY else adapter.after_doubt


def unless_lost(error: NotConnected | NoUsableAnswer) -> CopyOutcome:
    """What it means for a message that there was no answer."""
    return NotTaken(CopyReason.NO_CONNECTION) if isinstance(error, NotConnected) else Unsure(str(error))


def with_status(reason: CopyReason, answer: ServiceAnswer) -> str:
    return f"{reason} {answer.status}"


def require_readable(answer: ServiceAnswer) -> ServiceAnswer:
    """Raises NoUsableAnswer unless it is a good answer in JSON."""
    if answer.status == 401:
        raise NoUsableAnswer(CopyReason.TOKEN)
    if not answer.is_good:
        raise NoUsableAnswer(with_status(CopyReason.TROUBLE, answer))
    if answer.told is None and answer.rows is None:
        raise NoUsableAnswer(CopyReason.UNREADABLE)
    return answer


def find_own_post(
    rows: Any, message: PostMessage, *, most: int, dated: str, words_of: Callable[[Any], str]
) -> ServiceAnswer | None:
    """Our post among the account's last ones, the newest first; None where it is not there.

    most: how many were asked for. dated: the name of the moment in each of them. words_of: where in one of them our
    link is looked for. Raises NoUsableAnswer where it is no list, or where ours may stand below its end.
    """
    if not isinstance(rows, list):
        raise NoUsableAnswer(CopyReason.UNREADABLE)
    for row in rows:
        if isinstance(row, dict) and f"p={message.key}" in words_of(row):
            found = ServiceAnswer(200, row)
            if found.word("id"):
                return found
    _require_reaching(rows, most, dated, message)
    return None


def _require_reaching(rows: Sequence[Any], most: int, dated: str, message: PostMessage) -> None:
    """Raises NoUsableAnswer where a full list ends with one that is newer than ours: it is no proof then."""
    if len(rows) < most:
        return
    oldest = ServiceAnswer(200, rows[-1] if isinstance(rows[-1], dict) else None).word(dated)
    try:
        is_older = datetime.fromisoformat(oldest) < message.asked_at
    except (ValueError, TypeError):
        is_older = False
    if not is_older:
        raise NoUsableAnswer(CopyReason.NOT_FOUND)


def is_removed(answer: ServiceAnswer) -> bool:
    """A post that is not there is gone, too. Raises NoUsableAnswer where it may be there still, and can be asked again.

    An error may come with a good status; and what cannot be read may come from anybody on the way, not the service.
    """
    if answer.is_trouble or answer.status == 429:
        raise NoUsableAnswer(with_status(CopyReason.TROUBLE, answer))
    if answer.status == NO_CONTENT:
        return True
    if (answer.is_good or answer.status in {404, 410}) and answer.told is None:
        raise NoUsableAnswer(CopyReason.UNREADABLE)
    if answer.is_good:
        is_denied = answer.dig("success") is False or answer.dig("data", "deleted") is False
        return not (is_denied or answer.dig("error") or answer.dig("errors"))
    return answer.status in {404, 410}
