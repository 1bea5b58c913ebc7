"""bin/manage witness_checkpoint: add a witness' signature to a checkpoint of the log."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sessions.record.proof.declarations import add_cosignature
from sessions.record.proof.log_refused import LogRefused


class Command(BaseCommand):
    help = "Add the signature of a witness who compared a checkpoint with earlier ones."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "note", type=Path, metavar="NOTE", help="file with the checkpoint and the witness's signature"
        )
        parser.add_argument("--key", default="", metavar="VKEY", help="key of a new witness; it is published")

    def handle(self, *_args: Any, note: Path, key: str, **_options: Any) -> None:
        try:
            checkpoint = add_cosignature(note.read_text(encoding="utf-8"), vkey=key)
        except OSError as error:
            raise CommandError(f"{note} cannot be read: {error.strerror}.") from error
        except UnicodeDecodeError as error:
            raise CommandError(f"{note} is not a signed note.") from error
        except LogRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"Added the signature to the checkpoint of {checkpoint.size} leaves.")
