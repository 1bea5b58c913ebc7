"""Sentences with a number, for pages and their scripts."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sessions.platform.text.digits import digits

CATEGORIES = {"zero": 0, "one": 1, "two": 2, "few": 3, "many": 11}
"""The categories of CLDR beside "other", each with a number that has it in the languages that have the category; and
a number that is "other", or has the form of it, in each."""
OTHER = 100
SAMPLES = (*range(12), 21, 22, 101, 102)
"""A number with each ending after which some language has a form of its own."""


def counted(choose: Callable[[int], str]) -> dict[str, str] | str:
    """The forms of which the script chooses by the number; or what is said for each number.

    By category, or by number where only 0 and 1 have forms of their own: the browser's first plural rules keep a
    cheap phone busy for a twentieth of a second.
    """
    other = choose(OTHER)
    few = {str(number): form for number in SAMPLES if (form := choose(number)) != other}
    if "1" in few and set(few) <= {"0", "1"}:
        return {**few, "other": other}
    forms = {category: choose(number) for category, number in CATEGORIES.items()}
    differing = {category: form for category, form in forms.items() if form != other}
    return {**differing, "other": other} if differing else other


def supported_by(count: int) -> str:
    """The sentence with {n} in place of the number."""
    return ngettext("supported by {n}", "supported by {n}", count)


def backing_words(count: int) -> str:
    return supported_by(count).format(n=digits(count))


def asked_by() -> str:
    """The sentence with {n} in place of the number, which is two at least."""
    return _("Asked by {n} people.")


def owed_by() -> str:
    return _("A written answer is owed by {day}.")


def overdue_since() -> str:
    return _("A written answer was promised by {day}. It is overdue.")
