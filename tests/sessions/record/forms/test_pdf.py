"""The PDF of a record: tagged, with its fonts and the record itself inside, and never anything that runs."""

import base64
import io
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.db import connection
from django.utils import translation

from sessions.chats.calendar.lifecycle.sealing import seal_chat_session
from sessions.log.audit import CLOCK
from sessions.platform import fonts
from sessions.platform.text.labels import GROUND_WORDS
from sessions.record.forms.kept_forms import checkpoint_for_paper
from sessions.record.forms.pdf import render_process, rendering
from sessions.record.forms.pdf.layout import layout_of
from sessions.record.forms.pdf.rendering import PdfBusy, PdfFailed, PdfNotInstalled, render_pdf
from sessions.record.forms.record_facts import json_form
from sessions.record.proof.consistency import newest_published
from sessions.record.proof.notes.checkpoint_words import words_of_root
from tests.factories.evening import Evening, make_evening
from tests.factories.recorded import (
    HARMFUL,
    URDU_4000,
    close,
    record_sealed_early,
    record_with_a_corrected_question,
    record_with_every_outcome,
    sealed,
    with_nothing,
    with_words,
)

pytestmark = pytest.mark.costly

ADDRESS = "https://chat.example.org/records/ward-95-2027-01-02/"


def render(document: dict[str, Any], language: str = "en") -> bytes:
    return render_pdf(document, slug="ward-95-2027-01-02", language=language, address=ADDRESS)


def read(document: dict[str, Any], language: str = "en") -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(render(document, language)))


def fonts_of(pdf: pikepdf.Pdf) -> dict[str, bool]:
    """Whether each font is embedded, by its name without the prefix of the subset."""
    fonts = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/FontName" in item]
    return {
        str(font.FontName).partition("+")[2]: any(f"/FontFile{kind}" in font for kind in ("", "2", "3"))
        for font in fonts
    }


@pytest.mark.long
def test_it_is_tagged_claims_a_standard_and_has_the_record_and_its_fonts_inside(evening: Evening) -> None:
    document = record_with_every_outcome(evening).document
    pdf = read(document)
    assert pdf.Root.MarkInfo.Marked
    assert "/StructTreeRoot" in pdf.Root
    assert str(pdf.Root.Lang) == "en"
    with pdf.open_metadata() as metadata:
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"].startswith("Live chat of Ward 95, ")
    assert list(pdf.attachments) == ["record.json"]
    assert json.loads(pdf.attachments["record.json"].get_file().read_bytes()) == document
    fonts = fonts_of(pdf)
    assert all(fonts.values())
    for family in ("NotoSans-", "HindSiliguri-", "NotoSansArabic-"):
        assert any(name.startswith(family) for name in fonts)


NOTE = "chat.example.org/log\n12\n" + "q83vASNFZ4mrze8BI0VniavN7wEjRWeJq83vASNFZ4k=\n\n— chat.example.org/log AAAA\n"


def test_it_carries_the_newest_checkpoint_as_twelve_words_and_a_qr_code_of_the_whole_note(evening: Evening) -> None:
    document = close(evening).document
    with translation.override("bn"):
        paper = layout_of(document, slug="x", language="bn", address=ADDRESS, checkpoint=NOTE)["paper"]
        assert layout_of(document, slug="x", language="bn", address=ADDRESS)["paper"] is None
    assert paper["words"].split() == words_of_root(base64.b64decode(NOTE.split("\n")[2]))
    assert "১২" in paper["heading"]
    assert "chat.example.org/log/words/" in paper["keep"]
    pdf = pikepdf.open(io.BytesIO(render_pdf(document, slug="x", language="bn", address=ADDRESS, checkpoint=NOTE)))
    figures = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure"]
    assert [str(figure.Alt) for figure in figures] == [paper["alt"]]
    with pdf.open_metadata() as metadata:
        assert metadata["pdfaid:part"] == "3"


def test_what_is_printed_of_a_record_has_the_newest_checkpoint(evening: Evening, settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    record = close(evening)
    before = newest_published()
    assert before is not None
    assert checkpoint_for_paper(record.document) == before.note
    other = make_evening(number=96)
    close(other)
    seal_chat_session(other.chat_session, by=CLOCK)
    newest = newest_published()
    assert newest is not None
    assert checkpoint_for_paper(record.document) == newest.note != before.note


@pytest.mark.long
@pytest.mark.row("threat", 51, 52)
@pytest.mark.parametrize("text", HARMFUL, ids=range(len(HARMFUL)))
def test_words_are_drawn_and_nothing_in_it_runs(evening: Evening, text: str) -> None:
    evening.answer()
    pdf = read(with_words(close(evening).document, text))
    actions = {"/JS", "/JavaScript", "/OpenAction", "/AA", "/Launch", "/URI", "/SubmitForm"}
    found = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and actions & set(item.keys())]
    assert found == []
    assert len(pdf.pages) >= (2 if text == URDU_4000 else 1)


def test_it_says_that_a_record_was_sealed_before_its_time_and_why(evening: Evening) -> None:
    document = record_sealed_early(evening, "The election begins.").document
    layout = layout_of(document, slug="x", language="en", address=ADDRESS)
    early = "The operator of this server sealed this record before the time for corrections was over."
    assert layout["facts"][-1] == ("Sealed", f"{early} Reason: The election begins.")
    assert len(read(document).pages) == 1


def test_it_says_that_a_question_was_corrected(evening: Evening) -> None:
    document = record_with_a_corrected_question(evening).document
    parts = layout_of(document, slug="x", language="en", address=ADDRESS)["parts"]
    [question] = [each for part in parts for each in part["questions"]]
    assert [note.partition(" ")[0] for note in question["notes"][1:]] == ["Corrected"]


def test_the_ground_of_a_redaction_is_said_in_words_of_the_reader(evening: Evening) -> None:
    evening.answer()
    document = with_nothing(close(evening).document)
    with translation.override("bn"):
        lines = layout_of(document, slug="x", language="bn", address=ADDRESS)["proof"]["lines"]
        ground = str(GROUND_WORDS["court_order"])
    assert [ground in line for line in lines] == [False, False, True, True]
    assert "court_order" not in "".join(lines)


@pytest.mark.long
def test_the_same_record_gives_the_same_bytes_in_each_language(evening: Evening) -> None:
    document = record_with_every_outcome(evening).document
    assert render(document) == render(document)
    assert render(document, "bn") != render(document)
    assert str(read(document, "bn").Root.Lang) == "bn"


@pytest.mark.long
def test_an_evening_without_a_question_and_one_without_words_can_be_set(evening: Evening) -> None:
    document = record_with_every_outcome(evening).document
    assert len(read(with_nothing(document)).pages) >= 1
    assert len(read(sealed(document)).pages) >= 1


def test_an_evening_without_a_question_can_be_set(evening: Evening) -> None:
    assert len(read(close(evening).document).pages) == 1


def test_a_character_without_a_font_is_replaced_and_the_page_says_so() -> None:
    layout = {"missing": "Some are missing.", "parts": [{"said": ["नाली 漢", "a\u200db\n"]}], "n": 1}
    covered = {*map(ord, "नाली abSomerising."), 0xFFFD}
    shown = render_process.replace_missing(layout, covered)
    assert shown["parts"] == [{"said": ["नाली \ufffd", "a\u200db\n"]}]
    assert shown["missing"] == "Some are missing."
    assert render_process.replace_missing({"missing": "x", "said": "ab"}, {*b"abx"}) == {"missing": None, "said": "ab"}


def test_without_any_of_the_fonts_it_is_set_in_what_is_there(evening: Evening, monkeypatch: pytest.MonkeyPatch) -> None:
    evening.answer()
    pdf = set_without_fonts(close(evening).document, monkeypatch)
    assert all(name.startswith("Libertinus") for name in fonts_of(pdf))


def test_long_words_without_a_font_stay_on_the_paper(evening: Evening, monkeypatch: pytest.MonkeyPatch) -> None:
    """Signs between which no line may be broken would run off the page as one line."""
    evening.answer()
    document = with_words(close(evening).document, URDU_4000)
    assert len(set_without_fonts(document, monkeypatch).pages) >= 3


def set_without_fonts(document: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> pikepdf.Pdf:
    job = json.dumps(
        {
            "layout": layout_of(document, slug="x", language="en", address=ADDRESS),
            "document": json_form(document).decode(),
            "timestamp": 0,
            "seconds": 60,
        }
    )
    written = io.BytesIO()
    monkeypatch.setattr(fonts, "FONT_PACKAGES", ("no_such_font",))
    monkeypatch.setattr(sys, "stdin", io.StringIO(job))
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written))
    monkeypatch.setattr(os, "nice", lambda _by: 0)
    monkeypatch.setattr(signal, "alarm", lambda _seconds: 0)
    assert render_process.main() == 0
    return pikepdf.open(io.BytesIO(written.getvalue()))


def test_what_the_standards_refuse_is_set_without_their_claim(evening: Evening) -> None:
    evening.answer()
    document = with_words(close(evening).document, "漢字")
    layout = layout_of(document, slug="x", language="en", address=ADDRESS) | {"missing": None}
    folders = fonts.find_font_folders()
    pdf = pikepdf.open(io.BytesIO(render_process.typeset(layout, document="{}", timestamp=0, font_folders=folders)))
    assert "pdfaid" not in str(pdf.open_metadata())
    assert list(pdf.attachments) == ["record.json"]


class EndedProcess:
    """A program in place of the renderer, which ends as it says."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, code: str, seconds: int = 60) -> None:
        monkeypatch.setattr(rendering, "COMMAND", [sys.executable, "-c", code])
        monkeypatch.setattr(rendering, "SECONDS", seconds)


@pytest.mark.long
@pytest.mark.parametrize(
    ("code", "fault", "reason"),
    [
        ("raise SystemExit(3)", PdfNotInstalled, ""),
        ("import sys; sys.stderr.write('no glyph'); raise SystemExit(4)", PdfFailed, "no glyph"),
        ("import os; os.kill(os.getpid(), 9)", PdfFailed, "its process ended with -9"),
        ("import sys; sys.stdout.write('%PDF-1.7 half'); raise SystemExit(1)", PdfFailed, "its process ended with 1"),
        ("import time; time.sleep(60)", PdfFailed, "it took more than 1 s"),
    ],
)
def test_a_renderer_that_fails_gives_no_pdf(
    evening: Evening, monkeypatch: pytest.MonkeyPatch, code: str, fault: type[Exception], reason: str
) -> None:
    document = close(evening).document
    EndedProcess(monkeypatch, code, 1 if "sleep" in code else 60)
    with pytest.raises(fault) as caught:
        render(document)
    assert type(caught.value) is fault
    assert str(caught.value) == reason


def test_while_others_are_made_it_says_so(evening: Evening, monkeypatch: pytest.MonkeyPatch) -> None:
    document = close(evening).document
    monkeypatch.setattr(rendering, "WAIT_S", 0.01)
    with rendering.turns, pytest.raises(PdfBusy):
        render(document)
    assert render(document).startswith(b"%PDF-")


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_while_one_is_made_others_have_the_connection(evening: Evening, monkeypatch: pytest.MonkeyPatch) -> None:
    document = close(evening).document
    monkeypatch.setattr(rendering, "WAIT_S", 0)
    with rendering.turns, pytest.raises(PdfBusy):
        render(document)
    assert (connection.connection is None) == (connection.vendor == "postgresql")
