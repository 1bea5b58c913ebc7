"""Looks several times a minute whether new accounts of one network support one question together."""

from typing import override

from django.utils import timezone

from chatserver.accounts.signups.slow_rush import flag_rushes
from chatserver.workers.periodic import RepeatingThread

EVERY_SECONDS = 20.0
"""Well within the minute of a rush. One look takes up to half a second of a processor where 18,000 new accounts have
supported 100,000 times."""


class RushThread(RepeatingThread):
    def __init__(self) -> None:
        super().__init__("watch over rushes", every_seconds=EVERY_SECONDS)

    @override
    def take_turn(self) -> None:
        flag_rushes(timezone.now())


def start() -> RushThread:
    thread = RushThread()
    thread.start()
    return thread
