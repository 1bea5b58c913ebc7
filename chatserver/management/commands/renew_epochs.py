"""bin/manage renew_epochs: void all positions of clients, after a restore that the server cannot notice.

The server notices by itself that its database was replaced. It cannot notice that its whole machine or a whole volume
was set back to an earlier state.
"""

from typing import Any

from django.core.management.base import BaseCommand

from chatserver.database.identity import renew_by_hand


class Command(BaseCommand):
    help = "Make every client load a fresh snapshot. Safe while a server runs; it follows within seconds."
    requires_system_checks = ()  # they read all pages, which it does not need

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"Renewed the epochs of {renew_by_hand()} chats.")
