"""bin/manage forget: erase accounts that have not signed in for long; the server does so every hour."""

from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from tqdm import tqdm

from chatserver.accounts.models import User
from chatserver.accounts.privacy.retention import forget_unused_accounts
from sessions.log.confirmed_time import time_kept


def with_progress(people: list[User]) -> Iterable[User]:
    return tqdm(people, desc="Forgetting", unit="", disable=None)


class Command(BaseCommand):
    help = "Delete accounts unused for FORGET_AFTER_DAYS days; records stay."
    requires_system_checks = ()  # they read all pages, which it does not need

    @time_kept()
    def handle(self, **options: Any) -> None:
        self.stdout.write(f"Deleted {forget_unused_accounts(timezone.now(), watch=with_progress)} accounts.")
