"""Writes chatserver/docs/asyncapi.json: the description of the sockets, made from the types of the wire."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from chatserver.live.wire.async_api import describe_wire_as_json

KEPT_AT = "chatserver/docs/asyncapi.json"


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options: Any) -> None:
        (settings.BASE_DIR / KEPT_AT).write_text(describe_wire_as_json(), encoding="utf-8")
        self.stdout.write(f"{KEPT_AT} is up to date.")
