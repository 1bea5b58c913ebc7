"""The options of a form's lists; long ones are kept in each language until what they are made of has changed.

Those of a city's wards, office-holders and months are some hundreds, and to make them takes longer than a search.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

type Choice = tuple[object, object]
"""The value in an address, and its words."""


def options_of(choices: Iterable[Choice], chosen: object) -> SafeString:
    """An `<option>` for each choice; chosen: the value that is selected, if it is one of them."""
    return Options(choices).html(chosen)


class Options:
    """An `<option>` for each choice; no two have the same value."""

    def __init__(self, choices: Iterable[Choice]) -> None:
        self._lines = {
            value: (f'<option value="{escape(value)}"', f">{escape(words)}</option>") for value, words in choices
        }
        self._html = SafeString("".join(begin + rest for begin, rest in self._lines.values()))

    def html(self, chosen: object) -> SafeString:
        """Render the options. chosen: the value that is selected, if it is one of them."""
        if chosen not in self._lines:
            return self._html
        begin, rest = self._lines[chosen]
        # In escaped text, no line can stand inside of another one.
        return SafeString(self._html.replace(f"{begin}{rest}", f"{begin} selected{rest}", 1))


class KeptOptions[Source]:
    """The options of a select field, cached as HTML.

    make: the choices, in the active language, for what is given to html().
    """

    def __init__(self, make: Callable[[Source], Iterable[Choice]]) -> None:
        self._make = make
        self._kept: dict[str | None, tuple[Any, Options]] = {}

    def html(self, source: Source, chosen: object) -> SafeString:
        """Return the select options as HTML, from the cache if they are the same.

        source: all that the choices depend on besides the language; what is kept of another one is made again.
        """
        language = get_language()
        kept = self._kept.get(language)
        if kept is None or kept[0] != source:
            kept = self._kept[language] = (source, Options(self._make(source)))
        return kept[1].html(chosen)
