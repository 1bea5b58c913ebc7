"""bin/manage rotate_push_key: sign to push services with a new key from now on."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from chatserver.accounts.models import PushSubscription
from chatserver.accounts.push_subscriptions.offering import key_file
from chatserver.push.keys import BadKeyFile


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--forget", action="store_true", help="delete all earlier keys at once (if they may be compromised)"
        )

    def handle(self, *, forget: bool, **options: Any) -> None:
        """Earlier keys stay as long as a subscription needs them: a browser gets the new one at its next visit."""
        used = set() if forget else set(PushSubscription.objects.values_list("vapid_key_id", flat=True).distinct())
        try:
            new = key_file().rotate(keep=used)
        except BadKeyFile as reason:
            raise CommandError(
                f"{reason} Move the file away: the server makes a new key, and browsers subscribe again."
            ) from None
        waiting = PushSubscription.objects.exclude(vapid_key_id=new.id).count()
        until = "get no notifications until then" if forget else "keep the earlier key until then"
        self.stdout.write(f"New key {new.id}. {waiting} subscriptions are renewed at the next visit, and {until}.")
