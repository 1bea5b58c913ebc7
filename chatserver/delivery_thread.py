"""Runs the delivery beside the clock: a slow gateway holds up the reminders and never a chat."""

from typing import override

from chatserver.delivery import deliver_next
from chatserver.repeating import RepeatingThread
from sessions import outbox

EVERY_SECONDS = 5.0


class DeliveryThread(RepeatingThread):
    def __init__(self) -> None:
        super().__init__("delivery", every_seconds=EVERY_SECONDS)

    @override
    def take_turn(self) -> None:
        outbox.settle()
        while not self.is_stopping.is_set() and deliver_next():
            pass


def start() -> DeliveryThread:
    thread = DeliveryThread()
    thread.start()
    return thread
