"""The languages of the pages."""

from typing import NamedTuple

from django import template

from sessions.text.by_language import direction_of, language_codes, own_name

register = template.Library()


class Language(NamedTuple):
    code: str
    name: str
    """In itself: বাংলা, English."""
    direction: str


@register.simple_tag
def languages() -> list[Language]:
    """In the order in which they are shown."""
    return [Language(code, own_name(code), direction_of(code)) for code in language_codes()]
