"""Numbers in the reader's digits."""

from functools import cache

from django.utils.translation import pgettext

_ASCII = "0123456789"


def digits(value: object) -> str:
    """The value as text, with its digits in the reader's script; its catalogue has them."""
    own = pgettext("the ten digits, from zero", "0123456789")
    return str(value) if own == _ASCII else str(value).translate(_table(own))


@cache
def _table(own: str) -> dict[int, str]:
    return dict(zip(map(ord, _ASCII), own, strict=True))
