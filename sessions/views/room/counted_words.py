"""Sentences with a number, for pages and their scripts."""

from collections.abc import Callable

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


def asked_words(n: int) -> str:
    """How many people asked a question that others were merged into."""
    return asked_by(n).format(n=digits(n))


def in_scripts_words(n: int) -> str:
    return in_scripts(n).format(n=digits(n))


def asked_by(n: int) -> str:
    return ngettext("Asked by {n} person.", "Asked by {n} people.", n)


def in_scripts(n: int) -> str:
    return ngettext("In {n} script.", "In {n} scripts.", n)
