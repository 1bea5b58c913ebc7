"""Sends the reminders that wait in the outbox, once; the server does so by itself."""

from typing import Any

from django.core.management.base import BaseCommand

from chatserver.operations.workers.deliver import deliver_batch
from sessions.log.confirmed_time import time_kept
from sessions.models import Channel
from sessions.notifications import outbox


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = ()  # they read all pages, which it does not need

    @time_kept()
    def handle(self, **options: Any) -> None:
        outbox.settle_reminders()
        tried = 0
        for channel in Channel:
            while done := deliver_batch(channel):
                tried += done
                if self.stdout.isatty():
                    self.stdout.write(f"\r{tried}", ending="")
        self.stdout.write(f"Attempted {tried} messages.")
