"""Prepares the photos that came with complaints while too many came at once: one after another, beside the clock."""

from typing import override

from chatserver.operations.workers.periodic import PeriodicThread
from sessions.matters.lodging.preparing_photos import prepare_next_photo

EVERY_SECONDS = 2.0


class PhotoThread(PeriodicThread):
    def __init__(self) -> None:
        super().__init__("preparing of photos", every_seconds=EVERY_SECONDS)

    @override
    def take_turn(self) -> None:
        while not self.is_stopping.is_set() and prepare_next_photo():
            pass


def start() -> PhotoThread:
    thread = PhotoThread()
    thread.start()
    return thread
