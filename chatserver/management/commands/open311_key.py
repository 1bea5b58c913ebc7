"""bin/manage open311_key add|list|revoke: the keys with which other programs lodge complaints (Open311)."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from chatserver.outside.open311.server.keys import make_key, revoke_key
from chatserver.outside.open311.server.moments import write_moment
from sessions.models import Open311Key, Ward

LONGEST_NAME = 60


class Command(BaseCommand):
    help = "Make a key for another program (shown once and not stored), list all keys, or revoke one permanently."
    requires_system_checks = ()  # they read all pages, which it does not need

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("do", choices=("add", "list", "revoke"))
        parser.add_argument("name", nargs="?", default="", help="name of the program; each name can be used once")
        parser.add_argument("--ward", type=int, help="restrict the key to this ward (add)")

    def handle(self, *, do: str, name: str, ward: int | None, **options: Any) -> None:
        name = name.strip()
        if do == "list":
            self._list()
        elif not name or len(name) > LONGEST_NAME:
            raise CommandError(f"Give the key a name of at most {LONGEST_NAME} characters.")
        elif do == "add":
            self._add(name, ward)
        elif not revoke_key(name):
            raise CommandError(f"There is no valid key named {name}.")
        else:
            self.stdout.write(f"{name}: revoked. Complaints lodged with it stay.")

    def _add(self, name: str, ward: int | None) -> None:
        found = Ward.objects.filter(number=ward).first() if ward is not None else None
        if ward is not None and found is None:
            raise CommandError(f"There is no ward {ward}. Load the wards first: load_wards FILE")
        try:
            key = make_key(name, found)
        except ValueError as reason:
            raise CommandError(str(reason)) from None
        self.stderr.write(f"The key of {name}, shown only now:")
        self.stdout.write(key)

    def _list(self) -> None:
        for key in Open311Key.objects.select_related("ward"):
            until = f"revoked {write_moment(key.revoked_at)}" if key.revoked_at else "valid"
            good_for = f"ward {key.ward.number}" if key.ward else "all wards"
            self.stdout.write(f"{key.name}\t{good_for}\tmade {write_moment(key.made_at)}\t{until}")
