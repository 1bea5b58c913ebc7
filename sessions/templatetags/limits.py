"""How much a field of a page takes, from sessions/contract/limits.py: a page that names no limit fails."""

from django import template

from sessions.contract import limits
from sessions.contract.limits import MAX_CODE_POINTS_EACH
from sessions.platform.text.text_input import LONGEST_WRITTEN_NUMBER

register = template.Library()


@register.simple_tag
def limit(name: str) -> int:
    """The limit, for the number that a reader sees, for min and max, and for what a script counts."""
    number: int = getattr(limits, name)
    return number


@register.simple_tag
def maxlength(name: str) -> int:
    """The limit for an attribute of that name, which counts parts of signs.

    Whatever the server takes can be written.
    """
    return limit(name) * MAX_CODE_POINTS_EACH


@register.simple_tag
def number_maxlength() -> int:
    """Characters of a number in several parts, such as 95-2027-0143, with whatever people write between them."""
    return LONGEST_WRITTEN_NUMBER
