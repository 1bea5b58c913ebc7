"""The languages that a reader can choose, each in its own script."""

from typing import NamedTuple

import regex
from django import template
from django.conf import settings
from django.conf.locale import LANG_INFO
from django.utils.translation import get_language, get_language_bidi, override

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
    """In the order of their codes: the same on every page, in whatever language it is."""
    return [_language(code, str(name)) for code, name in sorted(settings.LANGUAGES)]


def _language(code: str, given: str) -> Language:
    is_current = get_language() == code
    name: str = LANG_INFO.get(code, {}).get("name_local", given)
    with override(code):
        direction = "rtl" if get_language_bidi() else "ltr"
    [initial, *_rest] = regex.findall(r"\X", name)
    return Language(code, name, initial, direction, is_current)
