"""Removes redacted and erased words from unused places of the database's files, so that the clock does not wait for it.

What is still to be cleaned stands in the rows of the redactions: a server that is killed does it when it runs again.
"""

from typing import override

from chatserver.operations.workers.periodic import PeriodicThread
from sessions.record.redaction.after_commit import finish_pending
from sessions.record.redaction.storage import log_truncation

EVERY_SECONDS = 2.0


class CleaningThread(PeriodicThread):
    def __init__(self) -> None:
        super().__init__("cleaning of the database's files", every_seconds=EVERY_SECONDS)

    @override
    def take_turn(self) -> None:
        log_truncation.truncate_wanted()
        finish_pending()


def start() -> CleaningThread:
    thread = CleaningThread()
    thread.start()
    return thread
