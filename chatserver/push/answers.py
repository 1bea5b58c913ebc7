"""What the answer of a push service means, and what becomes of the message and of the subscription; pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class PushOutcome(StrEnum):
    ACCEPTED = "accepted"
    GONE = "gone"
    """The browser has no such subscription any longer: it is deleted here, too."""
    REFUSED = "refused"
    """Our key or our contact is not accepted. The subscription is kept: it is not at fault."""
    REJECTED = "rejected"
    """This message is not accepted, now or later."""
    LATER = "later"
    """Not accepted now, or perhaps accepted without an answer. It may be repeated: its Topic and its tag make one
    notification of both."""


@dataclass(frozen=True, slots=True)
class PushAnswer:
    """reason: a word or two of ours, for the operator; wait: how long the service wants to be left alone."""

    outcome: PushOutcome
    reason: str = ""
    wait: timedelta | None = None


LONGEST_WAIT = timedelta(hours=1)
ACCEPTED, GONE, REFUSED = {200, 201, 202}, {404, 410}, {400, 401, 403}
TOO_LARGE, TOO_EARLY, TOO_MANY, TIMED_OUT = 413, 425, 429, 408
SERVER_ERROR, LAST_SERVER_ERROR = 500, 599


def read_answer(status: int, headers: Mapping[str, str]) -> PushAnswer:
    """Decide by the status alone; the body is never read. A status that makes no sense is tried again."""
    reason = f"answered {status}"
    if status in ACCEPTED:
        return PushAnswer(PushOutcome.ACCEPTED)
    if status in GONE:
        return PushAnswer(PushOutcome.GONE, reason)
    if status in REFUSED:
        return PushAnswer(PushOutcome.REFUSED, reason)
    if status in {TOO_MANY, TOO_EARLY, TIMED_OUT} or SERVER_ERROR <= status <= LAST_SERVER_ERROR:
        return PushAnswer(PushOutcome.LATER, reason, _retry_after(headers))
    return PushAnswer(PushOutcome.REJECTED, reason)


def _retry_after(headers: Mapping[str, str]) -> timedelta | None:
    """The seconds of Retry-After, at most an hour. Its other form, a date, is not used by push services."""
    given = headers.get("retry-after", "").strip()
    if not given.isascii() or not given.isdigit():
        return None
    return min(timedelta(seconds=int(given[:9])), LONGEST_WAIT)
