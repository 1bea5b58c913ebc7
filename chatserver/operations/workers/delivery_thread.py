"""Runs the deliveries, one thread for each channel: a slow gateway delays only its own reminders."""

from typing import override

from chatserver.operations.workers.deliver import deliver_batch
from chatserver.operations.workers.periodic import PeriodicThread
from sessions.models import Channel
from sessions.notifications import outbox

EVERY_SECONDS = 5.0


class DeliveryThread(PeriodicThread):
    """The deliveries of one channel: it claims a group of messages, sends them in parallel, then claims the next."""

    def __init__(self, channel: Channel) -> None:
        super().__init__(f"delivery by {channel}", every_seconds=EVERY_SECONDS)
        self._channel = channel

    @override
    def take_turn(self) -> None:
        outbox.settle_reminders()
        while not self.is_stopping.is_set() and deliver_batch(self._channel):
            pass


def start() -> list[DeliveryThread]:
    threads = [DeliveryThread(channel) for channel in Channel]
    for thread in threads:
        thread.start()
    return threads
