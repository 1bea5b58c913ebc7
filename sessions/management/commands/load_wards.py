"""bin/manage load_wards FILE: load or update wards from a table."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sessions.wards import BOROUGH_X, load_wards


class Command(BaseCommand):
    help = "Load or update wards from a CSV file; without a file, the twelve wards of Borough X of Kolkata."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=BOROUGH_X)

    def handle(self, *, file: Path, **options: Any) -> None:
        try:
            count = load_wards(file)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        except ValueError as error:
            raise CommandError(f"{file}: {error}. Nothing was loaded.") from error
        self.stdout.write(f"{count} wards loaded.")
