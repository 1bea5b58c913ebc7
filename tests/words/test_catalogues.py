"""What each language's catalogue promises: no place for a value is lost, and what has little room is short."""

import re

import polib
import pytest

from chatserver.assets.translations import LOCALE

PLACES = re.compile(r"\{\w*\}|%\(\w+\)s|%%")
CATALOGUES = {
    path.parent.parent.name: polib.pofile(str(path), encoding="utf-8")
    for path in sorted(LOCALE.glob("*/LC_MESSAGES/django.po"))
}
OWN_DIGITS = {"hi": "[०-९]", "ur": "[۰-۹]"}
LENGTHS = {
    (entry.msgctxt, entry.msgid): int(flag.removeprefix("max-length:"))
    for catalogue in CATALOGUES.values()
    for entry in catalogue
    for flag in entry.flags
    if flag.startswith("max-length:")
}


@pytest.mark.parametrize("language", CATALOGUES)
def test_each_translation_has_the_places_of_its_sentence(language: str) -> None:
    """A singular may say its number in words."""
    wrong = []
    for entry in CATALOGUES[language]:
        all_of_them = set(PLACES.findall(entry.msgid + entry.msgid_plural))
        for text in filter(None, (entry.msgstr, *entry.msgstr_plural.values())):
            found = set(PLACES.findall(text))
            is_singular = entry.msgid_plural and text != entry.msgstr_plural[max(entry.msgstr_plural)]
            if found - all_of_them or (all_of_them - found and not is_singular):
                wrong.append((entry.msgid, text))
    assert wrong == []


@pytest.mark.parametrize("language", CATALOGUES)
def test_text_messages_and_buttons_are_as_short_as_their_flags_say(language: str) -> None:
    texts = {(entry.msgctxt, entry.msgid): entry.msgstr for entry in CATALOGUES[language]}
    assert len(LENGTHS) > 15
    too_long = {key: texts[key] for key, most in LENGTHS.items() if len(texts.get(key, "")) > most}
    assert too_long == {}


@pytest.mark.parametrize("language", CATALOGUES)
def test_no_translator_writes_a_mark_of_direction(language: str) -> None:
    texts = [text for entry in CATALOGUES[language] for text in (entry.msgstr, *entry.msgstr_plural.values())]
    assert [text for text in texts if re.search("[\u200e\u200f\u202a-\u202e\u2066-\u2069]|<bdi", text)] == []


@pytest.mark.parametrize("language", sorted(set(CATALOGUES) - {"bn"}))
def test_numbers_in_sentences_have_the_readers_digits_where_those_in_bengali_have_theirs(language: str) -> None:
    """Names of standards and codes keep 0–9 in each language."""
    texts = {(entry.msgctxt, entry.msgid): entry.msgstr for entry in CATALOGUES[language]}
    shown = [texts[entry.msgctxt, entry.msgid] for entry in CATALOGUES["bn"] if re.search("[০-৯]", entry.msgstr)]
    assert len(shown) > 30
    assert [text for text in shown if re.search("[0-9]", text) and not re.search(OWN_DIGITS[language], text)] == []


ALONE, FROM_AND_TO = ("until {time}", "until %(time)s"), ("%(start)s to %(end)s", "%(day)s, %(start)s to %(end)s")


@pytest.mark.parametrize(
    ("language", "behind", "times"), [("hi", "तक", (*ALONE, *FROM_AND_TO)), ("ur", "تک", FROM_AND_TO)]
)
def test_until_stays_in_the_line_of_its_time(language: str, behind: str, times: tuple[str, ...]) -> None:
    """In these languages it stands behind the time, which has no-break spaces itself.

    In Urdu a time alone may break there: in Naskh, at twice the size, it would be wider than a small phone.
    """
    texts = [entry.msgstr for entry in CATALOGUES[language] if entry.msgid in times]
    assert len(texts) == len(times)
    assert [text for text in texts if text.endswith(f" {behind}")] == []
