"""One word for one thing: what chatserver/docs/words.md has replaced comes back in no text."""

import re
from pathlib import Path

import polib
import pytest

from chatserver.assets.translations import LOCALE
from tests.running.tables import table

ENGLISH = {
    "whoever": "a person who …",
    "erase": "delete",
    "erased": "deleted",
    "kept out": "banned",
    "second factor": "two-step verification",
    "take it away": "download",
    "no mobile number": "not a valid mobile number",
    "what becomes of": "what happens to",
    "on the floor now": "being answered now",
    "(?:to|is on|from) the floor": "the answering page",
    "backed": "supported",
    "backings?": "supporting",
    "any more": "no longer",
    "in hand": "selected",
    "keys of the desk": "keyboard shortcuts",
    "room": "chat",
    "declined": "not accepted",
    "on notice": "written answer promised",
    "held apart": "set aside",
}
BENGALI = {
    "পৌর প্রতিনিধি": "কাউন্সিলর",
    "সংঘাত": "তারিখের সমস্যা",
    "কি-বোর্ড": "কিবোর্ড",
    "চাবি": "কোড",
    "দ্বিতীয় প্রমাণ": "দুই ধাপে যাচাই",
    "জানালা": "উইন্ডো",
    "আমাদের দিকে": "আমাদের সিস্টেমে",
    "প্রত্যাখ্যান": "গ্রহণ না করা",
    "প্রত্যাহার": "তুলে নেওয়া",
    "প্রত্যাহৃত": "তুলে নেওয়া",
    "মঞ্চ": "এখন উত্তর চলছে",
    "সংযুক্ত": "সংযোগ আছে",
    "ব্যবহারযোগ্যতা": "সহজ ব্যবহার",
    "অপেক্ষমাণ": "অপেক্ষায়",
    "ভাসিয়ে": "একটানা প্রশ্ন পাঠিয়ে কাজ আটকানো",
    "রাত্রি": "রাত",
    "কোনো": "কোনও",
    "নিচে": "নীচে",
    "দু’": "দু",
    "এক জন": "একজন",
    "এক বার": "একবার",
    "হিসাবে": "হিসেবে",
    "দয়া করে": "অনুগ্রহ করে",
    "কিউআর": "QR",
    "আলোচনা": "উত্তর চলছে",
    "নাকচ": "গ্রহণ না করা",
    "মঞ্জুর": "গ্রহণ করা",
    "অনুমোদন": "গ্রহণ করা",
    "বিরত ": "বন্ধ রাখা",
    "অফিস": "দপ্তর",
    "পুরপ্রতিনিধি": "কাউন্সিলর",
    "ভোটের বিরতি": "নির্বাচনী বিরতি",
    "মধ্যক": "মধ্যমা",
    "মাঝামাঝি": "মধ্যমা",
    "বিকাল": "বিকেল",
    "জোড়া": "যুক্ত করা",
    "জুড়ুন": "যুক্ত করুন",
    "লুকা": "আড়াল করা",
    "যিনি আর নেই": "যিনি এই দপ্তরে আর নেই",
    "যন্ত্রে": "ডিভাইসে",
    "পাসকি": "পাসকী",
    "SMS": "এসএমএস",
    "ব্যক্তিগত নাম": "সাধারণ মানুষের নাম",
    "ব্যবহারকারী নাম": "ব্যবহারকারীর নাম",
    "তাঁর প্রতিনিধি": "তাঁর মনোনীত",
    "বাছাই": "ফিল্টার",
    "নামিয়ে": "ডাউনলোড",
    "মেলবাক্স": "মেলবক্স",
    "পৌঁছায়": "পৌঁছয়",
    "পুরোনো": "পুরনো",
    "গুলো": "গুলি",
    "যেকোন": "যে কোন",
}
HINDI = {
    "प्रश्न": "सवाल",
    "उत्तर": "जवाब",
    "पृष्ठ": "पेज",
    "निर्णय": "फ़ैसला",
    "प्रतीक्षा": "इंतज़ार",
    "अस्वीकार": "स्वीकार न करना",
    "पंक्ति में": "कतार में",
    "अकाउंट": "खाता",
    "सेव ": "सहेजना",
    "निरस्त": "रद्द",
    "लिपिक": "क्लर्क",
    "काउंसलर": "पार्षद",
    "दफ़्तर": "कार्यालय",
    "अभिगम्यता": "सबके लिए आसान उपयोग",
    "ख़": "ख",
    "ग़": "ग",
    "क़": "क",
    "बरो ": "बोरो",
    "चुनावी रोक": "चुनावी विराम",
    "अपने आप": "अपने-आप",
    "अर्धविराम": "सेमीकोलन",
    "अवकाश": "बंदी; छुट्टी",
    "उपकरण": "डिवाइस",
    "कार्य दिवस": "कामकाजी दिन",
    "कार्यदिवस": "कामकाजी दिन",
    "कौन सा": "कौन-सा",
    "मानचित्र": "नक्शा",
    "मध्य दिन": "दिन (माध्यिका)",
    "पदधारी": "पदाधिकारी",
    "पदधारियों": "पदाधिकारियों",
    "पहचान की जगह": "जानी-पहचानी जगह",
    "प्रमाणपत्र": "प्रमाण-पत्र",
    "साथी": "सहकर्मी",
    "साथियों": "सहकर्मियों",
    "सूचना पट": "नोटिस बोर्ड",
    "यदि ": "अगर",
    "SMS": "एसएमएस",
    "ीजिए": "करें, दें",
    "जाइए": "जाएँ",
    "चुनिए": "चुनें",
    "लिखिए": "लिखें",
    "जोड़िए": "जोड़ें",
}
URDU = {
    "موڈریٹر": "ماڈریٹر",
    "براہِ کرم": "براہ کرم",
    "انھ": "انہ",
    "جنھ": "جنہ",
    "ہو گا": "ہوگا",
    r"(?<!\w)پتا(?!\w)": "پتہ",
    "نمبر یا پتہ ملا": "جانچنا; نمبر ملانا is to dial it",
    r"(?:کیج|دیج|کھول|لکھ|دبائ|جائ|پوچھ|رکھ|ہٹائ|بتائ)یے(?!\w)": "کریں, کھولیں: one form of asking",
    "سائن اِن": "سائن ان",
    "SMS": "ایس ایم ایس",
    "رہائشی": "باشندہ",
    "نمائندے (?:کر|بتا|یا)": "کونسلر کے نامزد",
    "شکایات": "شکایتیں",
    "تجاویز": "تجویزیں",
    "پہچان کی جگہ": "جانی پہچانی جگہ",
    "مانگنے وال": "پوچھنے والے; the other is a beggar, too",
    "جس نے درج کیا": "درج کرنے والے, جنہوں نے درج کیا",
    r"ماڈریٹر [^۔]*(?:کرے|دیکھے|پڑھے) گا": "کریں گے",
    r"دکھ(?:ے|تا|تی|تے)(?!\w)": "نظر آنا",
}
ROOT = Path(__file__).parents[2]
PARTS = ("bin", "chatserver", "moderation", "sessions", "templates")
WRITTEN = {".py", ".js", ".css", ".html", ".md", ".typ"}
CATALOGUE = polib.pofile(str(LOCALE / "bn" / "LC_MESSAGES" / "django.po"), encoding="utf-8")
HINDI_CATALOGUE = polib.pofile(str(LOCALE / "hi" / "LC_MESSAGES" / "django.po"), encoding="utf-8")
URDU_CATALOGUE = polib.pofile(str(LOCALE / "ur" / "LC_MESSAGES" / "django.po"), encoding="utf-8")


def guides_in(language: str) -> list[str]:
    """The guides that are translated, as they are served under /docs/; what is typed as shown is taken out."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "chatserver/docs" / language).glob("*.md"))]
    return [re.sub("^```.*?^```$|`[^`]*`", "", text, flags=re.MULTILINE | re.DOTALL) for text in texts]


@pytest.mark.costly
@table(("old", "new"), ENGLISH.items())
def test_no_english_text_has_the_old_word(old: str, new: str) -> None:
    texts = [text for entry in CATALOGUE for text in (entry.msgid, entry.msgid_plural)]
    assert (new, [text for text in texts if re.search(rf"\b{old}\b", text, re.IGNORECASE)]) == (new, [])


@pytest.mark.costly
def test_the_pages_and_the_code_say_who_in_plain_words() -> None:
    """But where they name the word that they do without, and where residents of the demo speak."""
    paths = [ROOT / "README.md", *(path for top in PARTS for path in (ROOT / top).rglob("*"))]
    texts = {path: path.read_text(encoding="utf-8") for path in paths if path.suffix in WRITTEN}
    wrong = {
        f"{path.relative_to(ROOT)}: {found}"
        for path, text in texts.items()
        if path.parent.name != "migrations"
        for found in re.findall(r"(?<!“)\b(?:whoever|whosoever|anymore)\b.{0,40}", text, re.IGNORECASE)
    }
    assert wrong == set()
    assert len(texts) > 1500


@pytest.mark.costly
@table(("old", "new"), BENGALI.items())
def test_no_bengali_text_has_the_old_word(old: str, new: str) -> None:
    """Names of holidays are what they are."""
    entries = [entry for entry in CATALOGUE if entry.msgctxt != "holiday"]
    texts = [text for entry in entries for text in (entry.msgstr, *entry.msgstr_plural.values())]
    assert (new, [text for text in (*texts, *guides_in("bn")) if old in text]) == (new, [])


@table(("other", "term"), HINDI.items())
def test_no_hindi_text_has_another_word_than_the_term(other: str, term: str) -> None:
    """The word for an answer is that for the north, too."""
    entries = [entry for entry in HINDI_CATALOGUE if "north" not in entry.msgid]
    texts = [text for entry in entries for text in (entry.msgstr, *entry.msgstr_plural.values())]
    assert (term, [text for text in (*texts, *guides_in("hi")) if other in text]) == (term, [])


def test_the_hindi_word_for_paper_is_not_used_for_pages_on_a_screen() -> None:
    entries = [entry for entry in HINDI_CATALOGUE if "page" in entry.msgid.lower() and "sheet" not in entry.msgid]
    assert [entry.msgid for entry in entries if re.search("पन्न[ाेों]", entry.msgstr)] == []


@table(("other", "term"), URDU.items())
def test_no_urdu_text_has_another_spelling_than_the_term(other: str, term: str) -> None:
    texts = [text for entry in URDU_CATALOGUE for text in (entry.msgstr, *entry.msgstr_plural.values())]
    assert (term, [text for text in (*texts, *guides_in("ur")) if re.search(other, text)]) == (term, [])


def test_urdu_quotations_open_on_the_right() -> None:
    """Neither mark is mirrored by Unicode: the one that looks like 99 opens what is read from right to left."""
    texts = [text for entry in URDU_CATALOGUE for text in (entry.msgstr, *entry.msgstr_plural.values())]
    marks = {text: re.sub("[^“”]", "", text) for text in (*texts, *guides_in("ur"))}
    assert [text for text, found in marks.items() if found != "”“" * (len(found) // 2)] == []


def test_a_number_and_what_counts_it_stand_together() -> None:
    texts = [text for entry in CATALOGUE for text in (entry.msgstr, *entry.msgstr_plural.values())]
    assert [text for text in texts if re.search(r"(?:[০-৯}]|\)s|\)d) টি\b", text)] == []


def test_a_number_in_a_bengali_text_is_put_in_as_words_so_that_it_has_bengali_digits() -> None:
    texts = [text for entry in CATALOGUE for text in (entry.msgstr, *entry.msgstr_plural.values())]
    assert [text for text in texts if re.search(r"%\(\w+\)d|%d", text)] == []
