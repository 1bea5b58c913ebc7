"""One word in four scripts has the same consonants, however its vowels are spelt."""

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from sessions.platform.text.likeness.consonants import consonants_of, join_doubled
from tests.running.tables import table

ALIKE = [
    ("রাস্তা", "रास्ता", "راستہ", "rasta", "raastaa"),
    ("পানি", "पानी", "پانی", "pani", "paani", "panee"),
    ("ড্রেন", "ड्रेन", "ڈرین", "drain"),
    ("লাইট", "लाइट", "لائٹ", "light"),
    ("স্কুল", "स्कूल", "اسکول", "school", "skul"),
    ("ট্যাক্স", "टैक्स", "ٹیکس", "tax"),
    ("ওয়ার্ড", "वार्ड", "وارڈ", "ward"),
    ("সার্টিফিকেট", "सर्टिफिकेट", "سرٹیفکیٹ", "certificate"),
    ("হাসপাতাল", "hashpatal", "haspatal"),
    ("ডেঙ্গু", "डेंगू", "ڈینگو", "dengue", "dengu"),
    ("পাম্প", "पंप", "पम्प", "پمپ", "pump"),
    ("বাচ্চা", "बच्चा", "بچہ", "baccha", "bachcha", "bacha"),
    ("পিচ", "pitch"),
    ("হকার", "hawker", "hokar"),
    ("মিউটেশন", "mutation"),
    ("বাড়ি", "bari", "baari"),
    ("আষাঢ়", "ashar"),
    ("সড়ক", "sarak"),
    ("सड़क", "सडक", "سڑک", "sadak"),
    ("यह", "یہ", "yeh"),
    ("যাবে", "jabe"),
    ("কয়েক", "koyek"),
    ("লক্ষ্মী", "lokkhi"),
    ("জ্বলে", "jole"),
    ("স্বাস্থ্য", "sastho", "shasthyo"),
    ("हैं", "है", "ہے", "hai"),
    ("ভাড়া", "vara", "bhara"),
    ("জল", "jol", "jôl", "zol"),
]
DIFFERENT = [("জল", "জাম"), ("drain", "train"), ("ward", "card"), ("পুকুর", "কুকুর"), ("park", "bark")]
OTHER_LETTERS = [("95", "95"), ("5টা", "5t"), ("led-", "ld-"), ("дом", "дом"), ("வீடு", "வட")]


@table("spellings", ALIKE)
def test_one_word_has_the_same_consonants_in_every_script(spellings: tuple[str, ...]) -> None:
    assert len({consonants_of(spelling) for spelling in spellings}) == 1, [*map(consonants_of, spellings)]


@table("one, other", DIFFERENT)
def test_words_with_other_consonants_differ(one: str, other: str) -> None:
    assert consonants_of(one) != consonants_of(other)


@table("word, consonants", OTHER_LETTERS)
def test_digits_and_the_letters_of_other_scripts_stay(word: str, consonants: str) -> None:
    assert consonants_of(word) == consonants


@pytest.mark.costly
@given(st.from_regex("[ক-নপ-রলশ-হঅ-উ][ক-নপ-রলশ-হঅ-উা-ূেৈোৌৎংঁ]*", fullmatch=True))
def test_vowel_signs_of_bengali_do_not_matter(word: str) -> None:
    assert consonants_of(word) == consonants_of(regex.sub("[া-ৌ]", "", word))


@pytest.mark.costly
@given(st.text(alphabet="कखगघचछजझटठडढतथदधनपफबभमयरलवशषसहआइओअािीुूेैोौ़ंँ", min_size=1))
def test_the_dot_below_does_not_matter_in_hindi(word: str) -> None:
    assert consonants_of(word) == consonants_of(word.replace("\u093c", ""))


@given(st.text(st.characters()))
def test_every_word_has_consonants_or_none(word: str) -> None:
    consonants = consonants_of(word)
    assert join_doubled(consonants) == consonants
