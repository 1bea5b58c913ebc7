"""Stamps checkpoints beside the server, where the settings name an authority."""

from typing import override

from django.conf import settings

from chatserver.config.time_stamping import StampingAuthority
from chatserver.operations.workers.periodic import PeriodicThread
from chatserver.outside.time_stamps.stamping import stamp_newest

EVERY_SECONDS = 10.0


class StampingThread(PeriodicThread):
    """A thread of its own: no record waits for the authority, and a slow one delays nobody."""

    def __init__(self, authority: StampingAuthority) -> None:
        super().__init__("time-stamping of checkpoints", every_seconds=EVERY_SECONDS)
        self._authority = authority

    @override
    def take_turn(self) -> None:
        stamp_newest(self._authority)


def start() -> list[StampingThread]:
    if settings.TIME_STAMPS is None:
        return []
    thread = StampingThread(settings.TIME_STAMPS)
    thread.start()
    return [thread]
