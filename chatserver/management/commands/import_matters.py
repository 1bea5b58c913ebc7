"""bin/manage import_matters FILE.csv: enter complaints and suggestions from an earlier list."""

import time
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from chatserver.database.unserved_log import shorten_unserved_log
from sessions.matters.importing import columns
from sessions.matters.importing.import_run import Checked, ImportRun
from sessions.matters.importing.rows import BadFile

TURN_OF_OTHERS_S = 0.1
"""Seconds between two transactions: as long as SQLite lets somebody who waits for the database sleep before it looks
again."""

MOST_SHOWN = 1000
MOST_LINES_SHOWN = 20
ABOUT = (
    "Enter complaints and suggestions from a table (CSV in UTF-8). The whole file is checked first: if any line is "
    "invalid, all errors are listed and nothing is entered. You can interrupt and restart it: rows already entered are "
    "skipped. Every row waits for a moderator, except rows with published = yes if --publish is given."
)


class Command(BaseCommand):
    help = f"{ABOUT}\n\nColumns:\n\n{(columns.__doc__ or '').partition(chr(10) * 2)[2]}"
    requires_system_checks = ()  # they read all pages, which it does not need

    def create_parser(self, prog_name: str, subcommand: str, **options: Any) -> Any:
        return super().create_parser(prog_name, subcommand, formatter_class=RawDescriptionHelpFormatter, **options)

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.csv")
        parser.add_argument("--dry-run", action="store_true", help="check the file only; enter nothing")
        parser.add_argument(
            "--publish",
            action="store_true",
            help="publish rows with published = yes at once, without a moderator; a clerk must have read them",
        )

    def handle(self, *, file: Path, dry_run: bool, publish: bool, **options: Any) -> None:
        try:
            run = ImportRun(file)
            checked = self._check(run)
            self._require_faultless(checked)
            if not dry_run:
                self._enter(run, checked, publish=publish)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        except BadFile as problem:
            raise CommandError(f"{file}: {problem}") from None
        if checked.changed_lines:
            self.stderr.write(_changed_words(checked.changed_lines))
        self.stdout.write(_summary(checked, dry_run=dry_run, publish=publish))

    def _check(self, run: ImportRun) -> Checked:
        try:
            with tqdm(desc="checked", unit="row", disable=None) as bar:
                return run.check(bar.update)
        except KeyboardInterrupt:
            raise CommandError("Stopped while the file was checked. Nothing was entered.") from None

    def _require_faultless(self, checked: Checked) -> None:
        for problem in checked.problems[:MOST_SHOWN]:
            self.stderr.write(problem)
        if checked.problems:
            more = len(checked.problems) - MOST_SHOWN
            and_more = f", {more} of them not shown" if more > 0 else ""
            raise CommandError(f"{len(checked.problems)} problems{and_more}. Nothing was entered.")

    def _enter(self, run: ImportRun, checked: Checked, *, publish: bool) -> None:
        done = 0
        try:
            with tqdm(total=checked.rows, desc="rows", unit="row", disable=None) as bar:
                for count in run.enter(publish=publish):
                    done += count
                    bar.update(count)
                    shorten_unserved_log()
                    time.sleep(TURN_OF_OTHERS_S)
        except KeyboardInterrupt:
            words = f"Stopped after {done} of {checked.rows} rows, which are entered. Run it again to continue."
            raise CommandError(words) from None


def _changed_words(lines: list[int]) -> str:
    shown = ", ".join(map(str, lines[:MOST_LINES_SHOWN])) + (" …" if len(lines) > MOST_LINES_SHOWN else "")
    return (
        f"{len(lines)} rows entered earlier have another text, ward or kind in the file. They stay as they were "
        f"entered: see lines {shown}."
    )


def _summary(checked: Checked, *, dry_run: bool, publish: bool) -> str:
    new = checked.rows - checked.skipped
    done = "would be entered" if dry_run else "entered"
    public = f"{checked.public} rows are marked published" + (
        ": public now." if publish else "; they wait without --publish."
    )
    return f"{new} {done}, {checked.skipped} had been entered before. {public if checked.public else ''}".rstrip()
