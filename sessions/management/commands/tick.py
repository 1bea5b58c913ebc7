"""bin/manage tick: do whatever is due now; safe to run twice, from two places."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sessions.clock import tick
from sessions.clock_readings import ClockWatch


class Command(BaseCommand):
    help = "Plan, announce, open, warn, extend, close, call off and remind, whatever is due."

    def handle(self, **options: Any) -> None:
        try:
            done = tick(ClockWatch().now())
        except ExceptionGroup as failures:
            raise CommandError(f"{len(failures.exceptions)} chat sessions could not be brought on.") from failures
        for line in done:
            self.stdout.write(line)
