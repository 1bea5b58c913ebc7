"""bin/manage rotate_log_key: replace the key that signs the log, or declare that it is lost."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sessions.record.proof.declarations import declare_lost_key, rotate_key
from sessions.record.proof.log_refused import LogRefused


class Command(BaseCommand):
    help = "Replace the key that signs the log of records. Earlier checkpoints still verify by the earlier keys."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--lost", metavar="STATEMENT", help="the private key is lost; the page /log/ publishes STATEMENT"
        )

    def handle(self, *_args: Any, lost: str | None, **_options: Any) -> None:
        try:
            key = declare_lost_key(lost) if lost is not None else rotate_key()
        except LogRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"From now on a new key signs the log:\n{key.vkey}")
