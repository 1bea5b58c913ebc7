"""bin/manage accept_restored_log: go on with a restored database whose log is shorter than what was published."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sessions.record.proof.declarations import accept_restored_log, declare_nothing_lost
from sessions.record.proof.log_refused import LogRefused


class Command(BaseCommand):
    help = "Declare in public that log entries were lost with a database, and start a log with a new name."

    def add_arguments(self, parser: ArgumentParser) -> None:
        how = parser.add_mutually_exclusive_group(required=True)
        how.add_argument("--reason", help="what happened; published on the page /log/ for good")
        how.add_argument(
            "--nothing-lost",
            action="store_true",
            help="on a new machine: confirm that the backup holds everything published; the log keeps its name",
        )

    def handle(self, *_args: Any, reason: str | None, **_options: Any) -> None:
        try:
            if reason is None:
                declare_nothing_lost()
                self.stdout.write("The log goes on from the newest checkpoint in the database.")
                return
            origin = accept_restored_log(reason)
        except LogRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"A new log has begun: {origin.name}. The page /log/ states the loss.")
