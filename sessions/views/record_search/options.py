"""The options of the search's form: those of a city's wards are many, and a template would make them slowly."""

from collections.abc import Iterable

from django.utils.html import escape
from django.utils.safestring import SafeString

type Choice = tuple[object, object]
"""The value in an address, and its words."""


def options_of(choices: Iterable[Choice], chosen: object) -> SafeString:
    """An `<option>` for each choice; chosen: the value that is selected, if it is one of them."""
    options = (
        f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>{escape(words)}</option>'
        for value, words in choices
    )
    return SafeString("".join(options))
