"""bin/manage verify_promises DIR: recompute the published figures of promises from downloaded files alone.

Exit codes: 0 all agree, or there was nothing published to compare with; 1 a figure differs, or a record and the months;
2 a file is missing, damaged or does not verify.
"""

from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sessions.platform.clock.city_zone import city_zone
from sessions.promises.verifying.folder import BadFolder, Folder, read_folder
from sessions.promises.verifying.recomputing import Figure, Recomputed, recompute
from sessions.promises.verifying.records import answers_redacted, differences_of_records

DIFFERS, UNREADABLE_FILES = 1, 2
ABOUT = """Recompute the figures of promises from a folder of downloaded files, without the database.

The folder holds the months of the wards (/wards/95/log/2027-01.json and so on) and, to compare with, the published
figures (/promises/figures/2027.json). With the keys (/log/keys.json) the signatures are checked, too; with the records
of chats, whether the quoted words stand in the answers, and the steps that records tell in the months.
/promises/figures/2027.zip?ward=95 has all of a year, without the records.

Exit codes: 0 all agree; 1 a figure differs, or a record and the months; 2 a file is missing, damaged or does not
verify."""


class Command(BaseCommand):
    help = ABOUT
    requires_system_checks = ()  # they read all pages, which it does not need

    def create_parser(self, prog_name: str, subcommand: str, **options: Any) -> Any:
        return super().create_parser(prog_name, subcommand, formatter_class=RawDescriptionHelpFormatter, **options)

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument(
            "--key",
            metavar="VKEY",
            action="append",
            default=[],
            help="a key of the log that you saved earlier; repeatable",
        )

    def handle(self, *, folder: Path, key: list[str], **_options: Any) -> None:
        try:
            found = read_folder(folder, key)
            years = recompute(found, city_zone())
        except BadFolder as problems:
            raise CommandError(str(problems), returncode=UNREADABLE_FILES) from None
        for each in years:
            self._tell(each)
        self._tell_notes(found, years)
        differences = differences_of_records(found, city_zone())
        for difference in differences:
            self.stdout.write(f"DIFFERS  {difference}")
        if any(each.has_differences for each in years):
            raise CommandError("Figures differ.", returncode=DIFFERS)
        if differences:
            raise CommandError("Records and months differ.", returncode=DIFFERS)

    def _tell(self, year: Recomputed) -> None:
        self.stdout.write(f"{year.source or 'Nothing to compare with'}: {year.year}, until {year.until}")
        for figure in year.figures:
            self.stdout.write(_line(figure, is_compared=bool(year.source)))
        for other in year.others:
            self.stdout.write(f"DIFFERS  {other}")
        if year.source:
            wrong = sum(not figure.agrees for figure in year.figures)
            counts = f"{len(year.figures)} figures recomputed, {wrong} of them differ."
            self.stdout.write(counts if wrong else f"{len(year.figures)} figures recomputed, and all agree.")

    def _tell_notes(self, folder: Folder, years: list[Recomputed]) -> None:
        self.stdout.write(f"{len(folder.months)} months and {folder.records} records verify.")
        if not years:
            self.stdout.write("These months contain no promises.")
        if not all(month.is_signed for month in folder.months.values()):
            self.stdout.write("Signatures were not checked: add /log/keys.json to the folder, or give --key.")
        for number in answers_redacted(folder):
            self.stdout.write(f"{number}: the words cannot be compared, because the answer was redacted.")
        for name in folder.skipped:
            self.stdout.write(f"Skipped {name}: not a month, record, figures or keys.")


def _line(figure: Figure, *, is_compared: bool) -> str:
    head = f"{figure.of}, {figure.name}: {_shown(figure.recomputed)} recomputed"
    if not is_compared:
        return f"         {head}"
    mark = "         " if figure.agrees else "DIFFERS  "
    return f"{mark}{head}, {_shown(figure.published)} published"


def _shown(value: object) -> str:
    return "–" if value is None else str(value)
