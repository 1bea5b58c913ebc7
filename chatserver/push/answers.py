"""What the answer of a push service means, and what becomes of the message and of the subscription; pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from chatserver.retry_after import read_retry_after


class PushOutcome(StrEnum):
    ACCEPTED = "accepted"
    GONE = "gone"
    """The browser has no such subscription any longer: it is deleted here, too."""
    REFUSED = "refused"
    """Our key or our contact is not accepted. The subscription is kept: it is not at fault."""
    REJECTED = "rejected"
    """This message is not accepted, now or later."""
    LATER = "later"
    """The message is to be sent later. Not accepted now, or perhaps accepted without an answer. It may be repeated: its
    Topic and its tag make one notification of both."""


@dataclass(frozen=True, slots=True)
class PushAnswer:
    """The answer of a push service.

    reason: a word or two of ours, for the operator; wait: how long the service wants to be left alone.
    """

    outcome: PushOutcome
    reason: str = ""
    wait: timedelta | None = None


LONGEST_WAIT = timedelta(hours=1)
ACCEPTED, GONE, REFUSED = {200, 201, 202}, {404, 410}, {400, 401, 403}
TOO_LARGE, TOO_EARLY, TOO_MANY, TIMED_OUT = 413, 425, 429, 408
SERVER_ERROR, LAST_SERVER_ERROR = 500, 599


def read_answer(status: int, headers: Mapping[str, str], now: datetime) -> PushAnswer:
    """Decide by the status alone; the body is never read. A status that makes no sense is tried again."""
    reason = f"answered {status}"
    if status in ACCEPTED:
        return PushAnswer(PushOutcome.ACCEPTED)
    if status in GONE:
        return PushAnswer(PushOutcome.GONE, reason)
    if status in REFUSED:
        return PushAnswer(PushOutcome.REFUSED, reason)
    if status in {TOO_MANY, TOO_EARLY, TIMED_OUT} or SERVER_ERROR <= status <= LAST_SERVER_ERROR:
        return PushAnswer(PushOutcome.LATER, reason, _wait_of(headers, now))
    return PushAnswer(PushOutcome.REJECTED, reason)


def _wait_of(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """What Retry-After asks for, at most an hour."""
    asked = read_retry_after(headers.get("retry-after", ""), now)
    return None if asked is None else max(timedelta(), min(asked, LONGEST_WAIT))
