"""Searches several times a minute for new accounts of one network that support the same together."""

from typing import override

from django.utils import timezone

from chatserver.accounts.signups.spikes_in_database import flag_spikes
from chatserver.operations.workers.periodic import PeriodicThread

EVERY_SECONDS = 20.0
"""Well within the minute of a spike. One turn takes up to half a second of a processor where 18,000 new accounts have
supported 100,000 times."""


class SpikeThread(PeriodicThread):
    def __init__(self) -> None:
        super().__init__("search for spikes", every_seconds=EVERY_SECONDS)

    @override
    def take_turn(self) -> None:
        flag_spikes(timezone.now())


def start() -> SpikeThread:
    thread = SpikeThread()
    thread.start()
    return thread
