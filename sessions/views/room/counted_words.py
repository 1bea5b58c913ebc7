"""Sentences with a number, for pages and their scripts."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sessions.text.digits import digits


def counted(choose: Callable[[int], str]) -> dict[str, str] | str:
    """The singular and the plural, of which the script chooses by the number; or what is said for each number."""
    one, other = choose(1), choose(2)
    return other if one == other else {"one": one, "other": other}


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


def owed_by() -> str:
    return _("A written answer is owed by {day}.")


def overdue_since() -> str:
    return _("A written answer was promised by {day}. It is overdue.")
