"""What may come of asking a service to take or to remove a post; pure."""

from datetime import timedelta
from typing import NamedTuple


class Sent(NamedTuple):
    """It is there. external_id: the service's name for it, blank where it did not tell; link: its page there."""

    external_id: str
    link: str = ""


class NotTaken(NamedTuple):
    """It is surely not there, and may be taken later. after: when to try again; None: as usual."""

    reason: str
    after: timedelta | None = None


class RefusedThere(NamedTuple):
    """It is surely not there, and would be refused again."""

    reason: str


class TargetWaits(NamedTuple):
    """It is surely not there, and nothing of ours is taken before then."""

    reason: str
    after: timedelta


class TargetStopped(NamedTuple):
    """It is surely not there, and nothing of ours is taken until somebody has seen to our account."""

    reason: str


class Unsure(NamedTuple):
    """It may be there."""

    reason: str


type CopyOutcome = Sent | NotTaken | RefusedThere | TargetWaits | TargetStopped | Unsure
