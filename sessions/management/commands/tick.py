"""bin/manage tick: do whatever is due now; safe to run twice, from two places."""

from typing import Any

from django.core.management.base import BaseCommand

from sessions.clock import tick


class Command(BaseCommand):
    help = "Open, warn and close whatever chat session is due."

    def handle(self, **options: Any) -> None:
        for line in tick():
            self.stdout.write(line)
