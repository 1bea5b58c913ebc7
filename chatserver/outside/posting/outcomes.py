"""What may come of asking a service to take or to remove a post; pure."""

from datetime import timedelta
from typing import NamedTuple


class Sent(NamedTuple):
    """The post is there. external_id: the service's name for it, blank if it gave none; link: its page there."""

    external_id: str
    link: str = ""


class NotTaken(NamedTuple):
    """The post is surely not there, and may be taken later. after: when to try again; None: as usual."""

    reason: str
    after: timedelta | None = None


class RefusedThere(NamedTuple):
    """The post is surely not there, and would be refused again."""

    reason: str


class TargetWaits(NamedTuple):
    """The post is surely not there. after: how long the service takes nothing of ours."""

    reason: str
    after: timedelta


class TargetStopped(NamedTuple):
    """The post is surely not there. The service takes nothing of ours until somebody has seen to our account."""

    reason: str


class Unsure(NamedTuple):
    """The post may be there."""

    reason: str


type CopyOutcome = Sent | NotTaken | RefusedThere | TargetWaits | TargetStopped | Unsure
