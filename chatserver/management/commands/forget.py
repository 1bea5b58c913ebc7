"""bin/manage forget: erase the accounts of those who have not been here for long; the server does so every hour."""

from typing import Any

from django.core.management.base import BaseCommand

from chatserver.accounts.forgetting import forget_unused
from sessions.clock_readings import believed_now


class Command(BaseCommand):
    help = "Erase the accounts that were not used for FORGET_AFTER_DAYS; records stay."

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"{forget_unused(believed_now())} forgotten.")
