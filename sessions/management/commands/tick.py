"""bin/manage tick: do whatever is due now, and what redactions still need; safe to run twice, from two places."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sessions.log.confirmed_time import time_kept
from sessions.record.redaction.after_commit import finish_pending
from sessions.record.redaction.redaction_list import BadList
from sessions.tick import tick

WAITING = (
    "The system clock jumped forward. Until it has been steady for five minutes, only what was due before the jump is "
    "done. If you set the clock yourself, use --trust-clock."
)


class Command(BaseCommand):
    help = "Do everything that is due: plan, announce, open, warn, extend, close, cancel and remind."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--trust-clock", action="store_true", help="trust the system clock now, even after a jump")

    def handle(self, *, trust_clock: bool, **options: Any) -> None:
        try:
            with time_kept() as confirmed:
                if confirmed.check(believe=trust_clock):
                    self.stderr.write(WAITING)
                done = tick(confirmed.now())
        except ExceptionGroup as failures:
            raise CommandError(
                f"{len(failures.exceptions)} chat sessions failed; the log names the errors."
            ) from failures
        for line in done:
            self.stdout.write(line)
        try:
            finish_pending()
        except (OSError, BadList) as error:
            raise CommandError(f"Writing the list of redactions failed: {error}") from error
