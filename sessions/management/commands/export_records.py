"""Write every record in all its forms into a folder, for a copy elsewhere; what is there already is not made again."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError
from tqdm import tqdm

from sessions.models import Record
from sessions.record.forms.export import RecordExport
from sessions.record.forms.pdf.rendering import NoPdf
from sessions.record.proof.log_refused import LogRefused


class Command(BaseCommand):
    help = (
        "Write all records in all forms into DIR, each into a folder of its own, with an index. It can be stopped and "
        "started again: records that have not changed since are left as they are."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="output folder (created if missing)")

    def handle(self, *_args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        try:
            counts = self._export(folder)
        except OSError as error:
            raise CommandError(
                f"Writing to {folder} failed: {error.strerror}. Files already written are complete."
            ) from error
        except LogRefused as refusal:
            raise CommandError(f"Records cannot be exported now. {refusal}") from refusal
        self.stdout.write(f"exported: {counts['new']} records; unchanged: {counts['unchanged']}; to {folder}")

    def _export(self, folder: Path) -> dict[str, int]:
        export = RecordExport(folder)
        counts = {"new": 0, "unchanged": 0}
        slugs = list(Record.objects.order_by("slug").values_list("slug", flat=True))
        without_pdf: set[str] = set()
        for slug in tqdm(slugs, desc="records", unit="record", disable=None):
            is_new, reason = export.take(Record.objects.get(slug=slug))
            counts["new" if is_new else "unchanged"] += 1
            if reason is not None:
                without_pdf.add(_words_of(reason))
        export.finish(slugs)
        for words in sorted(without_pdf):
            self.stderr.write(f"without PDF: {words}")
        return counts


def _words_of(reason: NoPdf) -> str:
    return str(reason) or "the extra is not installed (python3 bin/environment.py pdf)"
