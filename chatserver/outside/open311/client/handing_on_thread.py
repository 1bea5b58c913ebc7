"""Hands complaints on beside the server, where the settings name somebody to hand them on to."""

from typing import override

from django.conf import settings

from chatserver.operations.workers.periodic import PeriodicThread
from chatserver.outside.open311.client.sending import send_next

EVERY_SECONDS = 10.0


class HandingOnThread(PeriodicThread):
    """One request after the other: their program is spared, and a slow one delays nobody here."""

    def __init__(self) -> None:
        super().__init__("handing on of complaints", every_seconds=EVERY_SECONDS)

    @override
    def take_turn(self) -> None:
        while not self.is_stopping.is_set() and send_next():
            pass


def start() -> list[HandingOnThread]:
    if not settings.OPEN311_RECEIVERS:
        return []
    thread = HandingOnThread()
    thread.start()
    return [thread]
