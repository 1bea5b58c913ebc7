"""bin/manage load_landmarks FILE: load or update the landmarks of wards, which are drawn and offered where a place is
chosen."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from tqdm import tqdm

from sessions.city.places.landmark_table import BadTable, load_landmarks


class Command(BaseCommand):
    help = (
        "Load or update landmarks from a table (CSV) with the columns ward, name_en, lat and lon, and names in other "
        "languages (name_bn). A ward of the table then has those landmarks and no others; other wards keep theirs."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--dry-run", action="store_true", help="check the table and report the changes; load nothing"
        )

    def handle(self, *, file: Path, dry_run: bool, **options: Any) -> None:
        try:
            done = load_landmarks(
                file, is_dry_run=dry_run, track=lambda wards, count: tqdm(wards, "Wards", count, unit="")
            )
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        except BadTable as error:
            raise CommandError(f"{file}:\n{error}\nNothing was loaded.") from error
        except DatabaseError as error:
            reason = " ".join(str(error).split())
            raise CommandError(f"The database refused the table: {reason}. Load it again.") from error
        if not done.is_checked:
            self.stdout.write("No map of the wards is loaded, so the places were not checked against it.")
        begin = "It would be: " if dry_run else ""
        self.stdout.write(
            f"{begin}{done.new} new, {done.changed} changed, {done.same} the same, {done.removed} removed."
        )
