"""The languages that a reader can choose, each in its own script."""

from typing import NamedTuple

import regex
from django import template
from django.utils.translation import get_language

from sessions.text.by_language import direction_of, language_codes, own_name

register = template.Library()


class Language(NamedTuple):
    code: str
    name: str
    """As its own readers write it: বাংলা."""
    initial: str
    direction: str
    is_current: bool


@register.simple_tag
def languages() -> list[Language]:
    """In the order in which they are shown: the same on every page, in whatever language it is."""
    return [_language(code, own_name(code)) for code in language_codes()]


def _language(code: str, name: str) -> Language:
    [initial, *_rest] = regex.findall(r"\X", name)
    return Language(code, name, initial, direction_of(code), code == get_language())
