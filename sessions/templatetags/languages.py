"""The languages that a reader can choose, each in its own script."""

from typing import NamedTuple

import regex
from django import template
from django.utils.translation import get_language

from sessions.platform.text.by_language import direction_of, language_codes, own_name

register = template.Library()


class Language(NamedTuple):
    code: str
    name: str
    """The language's name in the language itself: বাংলা."""
    initial: str
    direction: str
    is_current: bool


@register.simple_tag
def languages() -> list[Language]:
    """The languages, in the order in which they are shown: the same on every page, in whatever language it is."""
    return [_language(code, own_name(code)) for code in language_codes()]


def _language(code: str, name: str) -> Language:
    return Language(code, name, _initial(name), direction_of(code), code == get_language())


def _initial(name: str) -> str:
    """The first letter of a name, or two where one alone would look like a stroke: বাং, En, हिं, ار."""
    letters: list[str] = regex.findall(r"\X", name)
    first, *others = letters
    return first if len(first) > 1 or not others else first + others[0]
