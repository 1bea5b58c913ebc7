"""Posts what is due on social media, once; the server does so by itself. --dry-run shows what would go where."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from chatserver.outside.posting.dry_run import lines
from chatserver.outside.posting.sending import send_due


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = ()  # they read all pages, which it does not need

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="show only; send nothing")

    def handle(self, *, dry_run: bool, **options: Any) -> None:
        if not settings.PUBLIC_ORIGINS:
            raise CommandError("ORIGINS is not set, so links would not work. Set it as for the server, and try again.")
        if dry_run:
            for line in lines():
                self.stdout.write(line)
        else:
            self.stdout.write(f"Attempted {send_due()} posts.")
