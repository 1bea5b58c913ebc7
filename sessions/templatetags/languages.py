"""The languages of the pages."""

from django import template

from sessions.text.by_language import Spoken, language_codes, own_name

register = template.Library()


@register.simple_tag
def languages() -> list[Spoken]:
    """Each with its name in itself, in the order in which they are shown."""
    return [Spoken(code, own_name(code)) for code in language_codes()]
