"""The characters of names: every script of the city passes; invisible and overlapping characters do not."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.checks.names import NameFault, canonical_name, find_fault
from tests.running.tables import table

GOOD = [
    "Mitali Sen",
    "A mother from Bijoygarh",
    "রিকশাচালক, বিজয়গড়",
    "শ্রীমতী চন্দ্রা বাঁড়ুয্যে",
    "ক্ষুদ্র ব্যবসায়ী, ওয়ার্ড ৯৫",
    "র\u200d্যাঁদা কারিগর",
    "क्\u200dष अक्षय",
    "श्रीमती ज्ञानेश्वरी",
    "ന\u0d4d\u200dനമ്പ്യാർ",
    "ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ",
    "محمد علی",
    "می\u200cروم",
    "சிவக்குமார்",
    "O’Brien-Das, flat 3/2",
    "Ravi রবি रवि",
    "José Álvarez",
    "陳小明",
    "ᱥᱟᱱᱛᱟᱲᱤ",
    "রহমতুল্লাহ্\u200c",
    "রহমতুল্লাহ্\u200c শেখ",
    "രാജന\u0d4d\u200d",
    "བསྟན\u0f0bའཛིན",
]

FAULTS = {
    "": NameFault.BLANK,
    "95": NameFault.BLANK,
    "...": NameFault.BLANK,
    "Mitali\u202eneS": NameFault.CHARACTERS,
    "\u2067Mitali\u2069": NameFault.CHARACTERS,
    "Mi\u200btali": NameFault.CHARACTERS,
    "Mi\u200dtali": NameFault.CHARACTERS,
    "\u200dমিতালি": NameFault.CHARACTERS,
    "মিতালি\u200d": NameFault.CHARACTERS,
    "রহমতুল্লাহ্\u200c\u200c": NameFault.CHARACTERS,
    "\u0f0b\u0f0b": NameFault.BLANK,
    "Mitali\U000e0041": NameFault.CHARACTERS,
    "Mitali\ufe0f": NameFault.CHARACTERS,
    "Mitali ✓": NameFault.CHARACTERS,
    "🏛 Mitali": NameFault.CHARACTERS,
    "Mitali ®": NameFault.CHARACTERS,
    "Mitali\u3164": NameFault.CHARACTERS,
    "\u0301Mitali": NameFault.CHARACTERS,
    "M\u0334\u0335\u0336itali": NameFault.CHARACTERS,
    "মি" + "\u0981" * 5: NameFault.CHARACTERS,
    "Митали": NameFault.CHARACTERS,
    "Mitаli": NameFault.CHARACTERS,
    "ⲘITALI": NameFault.CHARACTERS,
    "Mitaলি": NameFault.MIXED_SCRIPTS,
    "মিतালি": NameFault.MIXED_SCRIPTS,
    "Ram-রাম": NameFault.MIXED_SCRIPTS,
    "Flat ৯ or 9": NameFault.MIXED_SCRIPTS,
}


@pytest.mark.row("threat", 22)
@table("name", GOOD)
def test_names_in_the_scripts_of_the_city_stand(name: str) -> None:
    assert find_fault(canonical_name(name)) is None


@pytest.mark.row("threat", 23)
@pytest.mark.row("threat", 22)
@pytest.mark.row("threat", 21)
@pytest.mark.parametrize("name", FAULTS, ids=ascii)
def test_what_hides_paints_over_or_mixes_is_refused(name: str) -> None:
    assert find_fault(canonical_name(name)) == FAULTS[name]


def test_a_name_has_one_spelling() -> None:
    assert canonical_name("  Ｍｉｔａｌｉ\u00a0 Sen\n") == "Mitali Sen"
    assert canonical_name("বিজয\u09bcগড\u09bc") == canonical_name("বিজ\u09dfগ\u09dc")


@given(st.text())
def test_what_is_in_its_one_spelling_stays_so(text: str) -> None:
    """Row 26 of the threats: brought into one spelling once, and then checked."""
    assert canonical_name(canonical_name(text)) == canonical_name(text)


@pytest.mark.costly
@pytest.mark.row("threat", 21)
@given(st.text(), st.characters(categories=["Cf"], exclude_characters="\u200c\u200d"), st.text())
def test_no_format_character_ever_stands_in_a_name(before: str, hidden: str, after: str) -> None:
    assert find_fault(canonical_name(f"{before}a{hidden}b{after}")) is not None


@pytest.mark.costly
@given(st.text(alphabet=st.characters(categories=["L", "M", "N", "P", "S", "Z", "Cf"])))
def test_an_accepted_name_has_plain_letters_and_no_signs(text: str) -> None:
    name = canonical_name(text)
    if find_fault(name) is None:
        assert {unicodedata.category(char)[0] for char in name} <= set("LMNZPC")
        assert {char for char in name if unicodedata.category(char) == "Cf"} <= {"\u200c", "\u200d"}
        assert not set(name) & set('✓✔★☆®™©@#$%*_|<>"`~^=+')
