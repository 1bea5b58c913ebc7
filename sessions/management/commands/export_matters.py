"""bin/manage export_matters [--ward N] > FILE.csv: public complaints and suggestions, as import_matters reads them."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sessions.matters.importing.export import write_table
from sessions.models import Ward


class Command(BaseCommand):
    help = "Write all public complaints and suggestions as a table (CSV in UTF-8), in the columns of import_matters."
    requires_system_checks = ()  # they read all pages, which it does not need

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--ward", type=int, metavar="N", help="export this ward only")

    def handle(self, *, ward: int | None, **options: Any) -> None:
        found = Ward.objects.filter(number=ward).first() if ward is not None else None
        if ward is not None and found is None:
            raise CommandError(f"There is no ward {ward}.")
        for piece in write_table(found):
            self.stdout.write(piece, ending="")
