"""Sentences with a number, for pages and their scripts."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sessions.text.digits import digits


def counted(choose: Callable[[int], str]) -> dict[str, str]:
    """The singular and the plural; the script chooses by the number."""
    return {"one": choose(1), "other": choose(2)}


def supported_by(count: int) -> str:
    """With {n} in place of the number."""
    return ngettext("supported by {n}", "supported by {n}", count)


def backing_words(count: int) -> str:
    return supported_by(count).format(n=digits(count))


def asked_by() -> str:
    """With {n} in place of the number, which is two at least."""
    return _("Asked by {n} people.")


def in_scripts() -> str:
    return _("In {n} scripts.")
