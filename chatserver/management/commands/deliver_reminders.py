"""Sends the reminders that wait in the outbox, once; the server does so by itself."""

from typing import Any

from django.core.management.base import BaseCommand

from chatserver.delivery import deliver_next
from sessions import outbox
from sessions.clock_readings import believed_now


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options: Any) -> None:
        outbox.settle(believed_now())
        tried = 0
        while deliver_next(believed_now()):
            tried += 1
            if self.stdout.isatty():
                self.stdout.write(f"\r{tried}", ending="")
        self.stdout.write(f"{tried} tried.")
