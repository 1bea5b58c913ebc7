"""Numbers in the reader's digits, grouped by lakh; what languages declare of their numbers."""

import re
from pathlib import Path

import polib
import pytest
from django.utils.translation import get_language_info, ngettext, override

from chatserver.assets.translations import LOCALE
from sessions.platform.text.digits import as_code, digits, group, year_digits
from tests.running.tables import table

CATALOGUES = sorted(LOCALE.glob("*/LC_MESSAGES/django.po"))
ONE_ENDS_AT = {"bn": 1, "hi": 1}
"""CLDR: 0 and 1 are "one" in Bengali and Hindi; in Urdu, as in English, 1 alone is."""


def test_numbers_stand_in_the_readers_digits() -> None:
    with override("en"):
        assert (digits(95), digits(1234567), year_digits(2027)) == ("95", "12,34,567", "2027")
    with override("bn"):
        assert (digits(95), digits("৭ of 10"), digits(1234567)) == ("৯৫", "৭ of ১০", "১২,৩৪,৫৬৭")
        assert (year_digits(2027), digits("2027")) == ("২০২৭", "২০২৭")
    with override("hi"):
        assert digits(100000) == "१,००,०००"
    with override("ur"):
        assert (digits(123456789), digits("700032")) == ("۱۲,۳۴,۵۶,۷۸۹", "۷۰۰۰۳۲")
    with override("xx"):
        assert digits(1234) == "1,234"


def test_a_number_to_find_something_by_has_the_same_digits_for_everybody() -> None:
    for language in ("en", "bn", "hi"):
        with override(language):
            assert as_code("95-P-2027-1") == "95-P-2027-1"
    with override("ur"):
        assert as_code("95-2027-0001") == "\u206895-2027-0001\u2069"


CODE_IN_OWN_DIGITS = re.compile(
    r"(?:promise|matter|facts|activity|staying|merged_into|into|about|dot)\.number(?:\|digits|\))"
)


def test_no_page_and_no_message_writes_such_a_number_in_the_readers_digits() -> None:
    templates = {str(path): path.read_text(encoding="utf-8") for path in Path("templates").rglob("*.html")}
    modules = [path for app in ("chatserver", "moderation", "sessions") for path in Path(app).rglob("*.py")]
    calls = {str(path): re.findall(r"\bdigits\([^()]*\)", path.read_text(encoding="utf-8")) for path in modules}
    texts = {**templates, **{path: "\n".join(found) for path, found in calls.items()}}
    assert [path for path, text in texts.items() if CODE_IN_OWN_DIGITS.search(text)] == []


@table(
    ("number", "grouped"),
    [(0, "0"), (999, "999"), (1000, "1,000"), (99999, "99,999"), (100000, "1,00,000"), (-1234567, "-12,34,567")],
)
def test_groups_are_of_three_digits_and_then_of_two(number: int, grouped: str) -> None:
    assert group(number) == grouped


@pytest.mark.costly
@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parent.parent.name)
def test_each_language_declares_its_digits_and_the_plural_rule_of_cldr(path: object) -> None:
    catalogue = polib.pofile(str(path), encoding="utf-8")
    language = catalogue.metadata["Language"]
    [entry] = [each for each in catalogue if each.msgctxt == "the ten digits, from zero"]
    assert [int(digit) for digit in entry.msgstr] == list(range(10))
    condition = "n > 1" if language in ONE_ENDS_AT else "n != 1"
    assert catalogue.metadata["Plural-Forms"] == f"nplurals=2; plural=({condition});"


@table(("language", "one"), [("en", [False, True]), ("bn", [True, True]), ("hi", [True, True]), ("ur", [False, True])])
def test_plurals_follow_cldr_where_a_language_has_its_own_words(language: str, one: list[bool]) -> None:
    with override(language):
        singular, plural = (ngettext("{n} person here", "{n} people here", count) for count in (1, 2))
        found = [ngettext("{n} person here", "{n} people here", count) for count in (0, 1)]
        assert [text == singular for text in found] == (one if singular != plural else [True, True])


def test_urdu_alone_is_read_from_the_right() -> None:
    assert {code: get_language_info(code)["bidi"] for code in ("bn", "en", "hi", "ur")} == {
        "bn": False,
        "en": False,
        "hi": False,
        "ur": True,
    }
