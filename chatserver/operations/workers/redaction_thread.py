"""Looks every few seconds whether words were redacted in another process, and forgets them in this one."""

from typing import override

from django.db import connection

from chatserver.operations.workers.periodic import PeriodicThread
from sessions.record.redaction.after_commit import RedactionWatch

EVERY_SECONDS = 5.0


class RedactionThread(PeriodicThread):
    def __init__(self) -> None:
        super().__init__("watch over redactions", every_seconds=EVERY_SECONDS)
        self._watch: RedactionWatch | None = None

    @override
    def take_turn(self) -> None:
        if self._watch is None:
            self._watch = RedactionWatch()
        self._watch.look()
        if connection.vendor == "postgresql":
            connection.close()  # returns it to the pool, where others need it


def start() -> RedactionThread:
    thread = RedactionThread()
    thread.start()
    return thread
