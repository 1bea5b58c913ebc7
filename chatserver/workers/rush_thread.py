"""Looks every few seconds whether new accounts of one network support one question together."""

from typing import override

from django.utils import timezone

from chatserver.accounts.signups.slow_rush import flag_rushes
from chatserver.workers.periodic import RepeatingThread

EVERY_SECONDS = 5.0


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
