"""bin/manage load_wards FILE: load or update wards from a table, or their outlines from a map."""

from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from tqdm import tqdm

from sessions.city.wards.map.survey import survey_lines
from sessions.city.wards.outlines import Loaded, is_map, load_map
from sessions.city.wards.table import BOROUGH_X, load_wards


class Command(BaseCommand):
    help = (
        "Load or update wards from a table (CSV), or their outlines from a map (GeoJSON, or a CSV with the columns "
        "ward and wkt); without a file, the twelve wards of Borough X of Kolkata."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=BOROUGH_X)

    def handle(self, *, file: Path, **options: Any) -> None:
        try:
            _prepare_empty_database()
            lines = _say(load_map(file, track=_show)) if is_map(file) else [f"{load_wards(file)} wards loaded."]
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        except ValueError as error:
            raise CommandError(f"{file}: {error}. Nothing was loaded.") from error
        except DatabaseError as error:
            reason = " ".join(str(error).split())
            raise CommandError(f"The database refused the table: {reason}. Nothing was loaded.") from error
        self.stdout.write("\n".join(lines))


def _prepare_empty_database() -> None:
    """Prepare an empty database, so that a map can be loaded before the server was ever started.

    A database in use is not touched.
    """
    if "django_migrations" not in connection.introspection.table_names():
        call_command("migrate", verbosity=0, interactive=False)


def _show(things: Iterable[Any], what: str, count: int) -> Iterable[Any]:
    return tqdm(things, desc=what, total=count, unit="")


def _say(loaded: Loaded) -> list[str]:
    of_city = f" of {loaded.city}" if loaded.city else ""
    lines = [f"{loaded.outlines} outlines{of_city} loaded."]
    lines += [f"Mended: ward {each.ward}: {'; '.join(each.why)}" for each in loaded.repaired]
    if loaded.new:
        lines.append(f"Wards that are new here: {_spans(loaded.new)}.")
    return lines + survey_lines(loaded.survey)


def _spans(numbers: Iterable[int]) -> str:
    """1-80, 82, 90-91."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][-1] + 1:
            spans[-1][1:] = [number]
        else:
            spans.append([number])
    return ", ".join("-".join(map(str, span)) for span in spans)
