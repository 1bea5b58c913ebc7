"""Words kept by language: names that people enter, and sentences that the program makes in every language at once.

Kept words have a text for each language that has one, by the codes of settings.LANGUAGES. A reader is shown their own
language; where it is missing, settings.FALLBACK_LANGUAGE, and at last whichever there is.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.utils.functional import Promise
from django.utils.translation import (
    get_language,
    get_language_info,
    gettext,
    gettext_lazy,
    override,
    pgettext,
    pgettext_lazy,
)

from sessions.platform.text.direction.marks import without_marks
from sessions.platform.text.direction.tagged_text import tag_language

__all__ = ["gettext", "gettext_lazy", "pgettext", "pgettext_lazy"]  # for the pure rules, which know no Django

type Words = str | Promise
"""A text of the active language, or one that is looked up when it is shown."""

type ByLanguage = dict[str, str]
"""Code of a language to text, without empty texts."""


class Spoken(NamedTuple):
    """A text, and the language that it is in."""

    language: str
    text: str

    @property
    def direction(self) -> str:
        return direction_of(self.language)


def language_codes() -> list[str]:
    """The codes of all languages, in the order in which they are shown."""
    return [code for code, _name in settings.LANGUAGES]


def codes_to_fill_in() -> list[str]:
    """The codes of all languages, that of the fallback first: people have to enter its words."""
    return sorted(language_codes(), key=lambda code: code != settings.FALLBACK_LANGUAGE)


def direction_of(code: str) -> str:
    """rtl or ltr, as an attribute says it."""
    return "rtl" if code.partition("-")[0] in settings.LANGUAGES_BIDI else "ltr"


def language_name(code: str) -> str:
    """The name of a language, in the reader's; also of one that was left out of the settings since.

    Raises KeyError for a code of no language.
    """
    return str(dict(settings.LANGUAGES).get(code) or get_language_info(code)["name_translated"])


def own_name(code: str) -> str:
    """The name of a language in itself: বাংলা, English. As settings.LANGUAGES has it, where Django does not know it."""
    known = LANG_INFO.get(code, {}).get("name_local")
    return known or in_language(code, lambda: language_name(code))


def in_every_language(make: Callable[[], str]) -> ByLanguage:
    """What it makes in each language, with that language active; without marks of direction, because it is kept."""
    return {code: without_marks(in_language(code, make)) for code in language_codes()}


def in_other_languages(make: Callable[[], str]) -> list[Spoken]:
    """What it makes in each language but the reader's."""
    own = (get_language() or settings.FALLBACK_LANGUAGE).partition("-")[0]
    return [Spoken(code, in_language(code, make)) for code in language_codes() if code != own]


def message_in_every_language(message: Words) -> ByLanguage:
    """A marked message in each language."""
    return in_every_language(lambda: str(message))


def in_language(code: str, make: Callable[[], str]) -> str:
    """What it makes while that language is active."""
    with override(code):
        return str(make())


def for_reader(words: Mapping[str, str]) -> str:
    """The text for the reader, by the rule above; empty where there is none.

    In another language than the reader's it is tagged: a page says which one it is.
    """
    spoken = spoken_to_reader(words)
    return as_spoken(spoken.text, spoken.language)


def as_spoken(text: str, language: str) -> str:
    """The text, tagged with its language where that is not the reader's."""
    own = get_language() or settings.FALLBACK_LANGUAGE
    is_own = language.partition("-")[0] == own.partition("-")[0]
    return text if is_own or not text else tag_language(text, language)


def spoken_to_reader(words: Mapping[str, str]) -> Spoken:
    """The text for the reader, with its language, so that a page can say which one it is."""
    own = get_language() or settings.FALLBACK_LANGUAGE
    for code in (own, own.partition("-")[0], settings.FALLBACK_LANGUAGE, *words):
        if words.get(code):
            return Spoken(code, words[code])
    return Spoken(own, "")


def in_fallback(words: Mapping[str, str]) -> str:
    """The text in the language that all fall back on, for what has one text only: the log, and tables."""
    return words.get(settings.FALLBACK_LANGUAGE) or next(iter(words.values()), "")


def in_one_text(words: Mapping[str, str]) -> str:
    """All texts one after the other, that of the fallback first, for what is kept without a language."""
    texts = [words.get(code) for code in codes_to_fill_in()]
    return " · ".join(dict.fromkeys(text for text in texts if text))


def same_in_all(text: str) -> ByLanguage:
    """A text whose language nobody knows: everybody reads the same."""
    return {settings.FALLBACK_LANGUAGE: text} if text else {}


def given(words: Mapping[str, str]) -> ByLanguage:
    """The given texts, without empty texts."""
    return {code: text for code, text in words.items() if text}


def as_fields(name: str, words: Mapping[str, str]) -> ByLanguage:
    """One field for each language: name_en, name_bn, …; empty where there is no text."""
    return {f"{name}_{code}": words.get(code, "") for code in language_codes()}


def from_fields(name: str, facts: Mapping[str, object]) -> ByLanguage:
    """The texts of such fields, whatever their languages."""
    start = f"{name}_"
    return {key.removeprefix(start): str(text) for key, text in facts.items() if key.startswith(start) and text}


def cleaned(words: Mapping[str, str], *, max_graphemes: int) -> ByLanguage:
    """Entered words as they are kept. Raises Refused: empty, without the words that every reader falls back on;
    too_long, bad_characters."""
    # Only now: the tables need this module, and no start of a program is to wait for the patterns of that one.
    from sessions.platform.text.text_input import clean_line, clean_optional_line

    needed = clean_line(words.get(settings.FALLBACK_LANGUAGE, ""), max_graphemes=max_graphemes)
    others = {code: clean_optional_line(text, max_graphemes=max_graphemes) for code, text in words.items()}
    return given(others | {settings.FALLBACK_LANGUAGE: needed})
