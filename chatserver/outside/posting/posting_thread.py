"""Posts beside the server, where the settings name somewhere to post."""

from typing import override

from django.conf import settings
from django.utils import timezone

from chatserver.operations.workers.periodic import PeriodicThread
from chatserver.outside.posting.sending import send_next_copy
from sessions.posting.sweeping import sweep

EVERY_SECONDS = 10.0


class PostingThread(PeriodicThread):
    """One request after the other: there are few posts, and none is urgent to the second."""

    def __init__(self) -> None:
        super().__init__("posting", every_seconds=EVERY_SECONDS)

    @override
    def take_turn(self) -> None:
        sweep(timezone.now())
        while settings.POSTING_TARGETS and not self.is_stopping.is_set() and send_next_copy():
            pass


def start() -> list[PostingThread]:
    """Start the thread, even without an account anywhere: it removes what clerks have not approved in time."""
    thread = PostingThread()
    thread.start()
    return [thread]
