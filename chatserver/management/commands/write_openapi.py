"""Writes chatserver/docs/openapi.json: the description of what programs read, made from the code that answers."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from chatserver.web.open_data.open_api import describe_as_json

KEPT_AT = "chatserver/docs/openapi.json"


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options: Any) -> None:
        (settings.BASE_DIR / KEPT_AT).write_text(describe_as_json(), encoding="utf-8")
        self.stdout.write(f"{KEPT_AT} is up to date.")
