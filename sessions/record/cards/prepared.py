"""The picture of the product, made once and shipped: for pages without a card of their own, and where none is drawn."""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static

NAME = "pictures/card.png"
"""Among the static files. `python -m sessions.record.cards.draw_prepared` draws it again."""


@cache
def prepared_card() -> bytes:
    return (Path(settings.BASE_DIR) / "chatserver" / "static" / NAME).read_bytes()


def prepared_path() -> str:
    return static(NAME)
