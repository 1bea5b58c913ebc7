"""What stands in a sentence of the other direction keeps its order."""

import re
from pathlib import Path

import polib
import pytest
from django.utils.translation import override

from chatserver.assets.translations import FORMS, LOCALE, compile_translations, isolate_variables
from sessions.platform.text.digits import digits
from sessions.platform.text.direction.isolating import isolate, isolate_address
from sessions.platform.text.direction.marks import are_right_to_left, has_right_to_left, isolate_placeholders
from tests.running.tables import table


def test_what_a_reader_from_right_to_left_gets_is_isolated_and_nothing_else_is() -> None:
    with override("ur"):
        assert isolate_address("https://x.in/r") == "\u2068https://x.in/r \u2069"
        assert (isolate("12-11-2026"), isolate(""), digits("12-11-2026")) == (
            "\u206812-11-2026\u2069",
            "",
            "\u2068۱۲-۱۱-۲۰۲۶\u2069",
        )
    with override("en"):
        assert isolate_address("https://x.in/r") == "https://x.in/r"
        assert (isolate("12-11-2026"), isolate("محمد رفیق"), digits("12-11-2026")) == (
            "12-11-2026",
            "\u2068محمد رفیق\u2069",
            "12-11-2026",
        )


@table(
    ("sentence", "isolated"),
    [
        ("وارڈ {number}", "وارڈ \u2068{number}\u2069"),
        ("%(day)s سے %(end)s", "\u2068%(day)s\u2069 سے \u2068%(end)s\u2069"),
        ("\u2068{name}\u2069 پڑھ رہے ہیں", "\u2068{name}\u2069 پڑھ رہے ہیں"),
        ("پتہ: {link}", "پتہ: \u2068{link} \u2069"),
        ("جیسے 95-P-2027-12۔", "جیسے \u206895-P-2027-12\u2069۔"),
        ("لکھیں: 2027-01-31", "لکھیں: \u20682027-01-31\u2069"),
        ("PDF/A-3a اور %(a)s", "PDF/A-3a اور \u2068%(a)s\u2069"),
        ("۱۰۰ %% {n}", "۱۰۰ %% \u2068{n}\u2069"),
    ],
)
def test_the_placeholders_and_codes_of_a_translation_are_isolated(sentence: str, isolated: str) -> None:
    assert (isolate_placeholders(sentence), isolate_placeholders(isolated)) == (isolated, isolated)


def test_only_a_catalogue_that_is_written_right_to_left_is_changed(tmp_path: Path) -> None:
    for folder, text in (("xx", "گھر {n}"), ("yy", "house {n}")):
        place = tmp_path / folder / "LC_MESSAGES"
        place.mkdir(parents=True)
        catalogue = polib.POFile()
        catalogue.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
        catalogue.append(polib.POEntry(msgid="house {n}", msgid_plural="houses {n}", msgstr_plural={0: text, 1: text}))
        catalogue.append(polib.POEntry(msgid="a", msgstr=text))
        catalogue.save(str(place / "django.po"))
    compile_translations(tmp_path)
    made = {each: polib.mofile(str(tmp_path / each / "LC_MESSAGES" / "django.mo")) for each in ("xx", "yy")}
    assert [entry.msgstr_plural or entry.msgstr for entry in made["xx"]] == [
        "گھر \u2068{n}\u2069",
        {0: "گھر \u2068{n}\u2069", 1: "گھر \u2068{n}\u2069"},
    ]
    assert "\u2068" not in str(made["yy"])


@pytest.mark.costly
def test_each_sentence_of_urdu_isolates_what_is_put_into_it() -> None:
    """Mails, text messages, feeds and pages: whatever takes its words from the catalogue."""
    catalogue = polib.pofile(str(LOCALE / "ur" / "LC_MESSAGES" / "django.po"), encoding="utf-8")
    isolate_variables(catalogue)
    bare = re.compile(r"(?<!\u2068)(?:\{(\w+)\}|%\((\w+)\)s)|(?:\{(\w+)\}|%\((\w+)\)s)(?! ?\u2069)")
    entries = [entry for entry in catalogue if entry.msgctxt not in FORMS]
    texts = [text for entry in entries for text in (entry.msgstr, *entry.msgstr_plural.values())]
    assert are_right_to_left(texts)
    assert [text for text in texts if bare.search(text)] == []


def test_letters_and_not_digits_tell_the_direction() -> None:
    assert [has_right_to_left(text) for text in ("گھر", "שלום", "house", "ঘর", "۱۲۳", "")] == [True, True, *[False] * 4]
