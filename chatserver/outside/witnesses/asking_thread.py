"""Asks the witnesses of the settings beside the server, each in a thread of its own: a slow one delays no other."""

import logging
import time
from typing import override

from django.conf import settings

from chatserver.operations.workers.periodic import PeriodicThread
from chatserver.outside.witnesses.asking import NotWitnessed, ask_witness
from sessions.record.proof.witnesses.witness_list import NamedWitness

logger = logging.getLogger(__name__)

EVERY_SECONDS = 10.0
RETRY_AFTER_MINUTES = (1, 5, 30, 120, 360)
"""The last one for ever: a witness may be away for days."""


class AskingThread(PeriodicThread):
    def __init__(self, witness: NamedWitness) -> None:
        super().__init__(f"asking of the witness {witness.key.name}", every_seconds=EVERY_SECONDS)
        self._witness, self._failures, self._not_before = witness, 0, 0.0

    @override
    def take_turn(self) -> None:
        if time.monotonic() < self._not_before:
            return
        try:
            ask_witness(self._witness)
        except NotWitnessed as reason:
            minutes = RETRY_AFTER_MINUTES[min(self._failures, len(RETRY_AFTER_MINUTES) - 1)]
            self._failures, self._not_before = self._failures + 1, time.monotonic() + 60 * minutes
            logger.warning(
                "The witness %s has not signed the newest checkpoint: %s. Next attempt in %s minutes.",
                self._witness.key.name,
                reason,
                minutes,
            )
        else:
            self._failures = 0


def start() -> list[AskingThread]:
    """One for each witness with an address; the others come by themselves."""
    threads = [AskingThread(each) for each in settings.WITNESSES if each.url]
    for thread in threads:
        thread.start()
    return threads
