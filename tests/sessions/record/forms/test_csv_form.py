"""The table of a record is safe to open in a spreadsheet, and says all that the record says."""

import csv
import io
from typing import Any

import pytest

from sessions.record.forms.csv_form import HEADER, csv_form
from tests.factories.evening import Evening
from tests.factories.recorded import (
    BENGALI,
    HARMFUL,
    close,
    record_with_corrections,
    record_with_every_outcome,
    sealed,
    with_nothing,
    with_words,
)

pytestmark = pytest.mark.costly


def read(document: dict[str, Any]) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(csv_form(document, slug="ward-95-x").decode("utf-8-sig"), newline="")))


def test_there_is_a_row_for_each_question_in_the_order_of_the_entries(evening: Evening) -> None:
    rows = read(record_with_every_outcome(evening).document)
    assert [row["state"] for row in rows] == [
        *("answered", "on_notice", "not_reached", "merged", "withdrawn", "removed", "declined"),
    ]
    first = rows[0]
    assert (first["text"], first["support"], first["ward"], first["record_state"]) == (BENGALI, "1", "95", "draft")
    assert first["answers"] == "'=The lamp is ordered.\n\nসোমবার থেকে কাজ শুরু।"
    assert first["answered_by"] == "Holder of ward 95"
    assert rows[3]["merged_into"] == rows[2]["receipt"]
    assert (rows[6]["text"], rows[6]["reason"], rows[6]["support"]) == ("", "attack", "")
    assert [int(row["entry"]) for row in rows] == sorted(int(row["entry"]) for row in rows)


def test_a_redacted_question_says_on_what_ground_and_by_whose_authority(evening: Evening) -> None:
    evening.answer()
    (row,) = read(with_nothing(close(evening).document))
    assert (row["text"], row["answers"]) == ("", "")
    assert row["redacted"] == "; ".join(["court_order, =High Court, 12/2027, 2027-02-01"] * 2)


def test_a_redacted_correction_says_so_beside_its_question(evening: Evening) -> None:
    document = record_with_corrections(evening).document
    last = [entry for entry in document["entries"] if entry["type"] == "answer.corrected"][-1]
    last["texts"]["text"] = None
    why = {"ground": "error", "authority": "Clerk, 7", "at": "2027-02-01T00:00:00.000Z"}
    document["redactions"].append({"n": last["n"], "texts": ["text"], **why})
    (row,) = read(document)
    assert (row["answers"], row["redacted"]) == ("", "error, Clerk, 7, 2027-02-01")


def test_the_earlier_words_of_a_corrected_answer_stand_in_their_column(evening: Evening) -> None:
    document = record_with_corrections(evening).document
    (row,) = read(document)
    assert (HEADER[20], row["answers"]) == ("earlier_answers", "Wednesday.")
    earlier = row["earlier_answers"].split("\n\n")
    assert [words.partition("Z: ")[2] for words in earlier] == ["=Monday.", "Tuesday."]
    (row,) = read(with_nothing(document))
    assert [words.partition("Z: ")[2] for words in row["earlier_answers"].split("\n\n")] == ["", ""]


def test_without_a_question_the_header_stands_alone(evening: Evening) -> None:
    document = close(evening).document
    assert csv_form(document, slug="x").decode("utf-8-sig") == ",".join(f'"{name}"' for name in HEADER) + "\r\n"
    assert csv_form(document, slug="x").startswith(b"\xef\xbb\xbf")


def test_a_sealed_record_is_no_draft(evening: Evening) -> None:
    evening.answer()
    assert [row["record_state"] for row in read(sealed(close(evening).document))] == ["sealed"]


def test_each_row_of_a_sealed_record_carries_the_newest_checkpoint(evening: Evening) -> None:
    evening.answer()
    evening.queue()
    document = close(evening).document
    assert [row["checkpoint"] for row in read(document)] == ["", ""]
    document = sealed(document)
    assert [row["checkpoint"] for row in read(document)] == [document["log"]["checkpoint"]] * 2


@pytest.mark.long
@pytest.mark.row("threat", 48)
@pytest.mark.parametrize("text", HARMFUL, ids=range(len(HARMFUL)))
def test_any_words_stay_in_their_cell(evening: Evening, text: str) -> None:
    evening.answer()
    (row,) = read(with_words(close(evening).document, text))
    assert set(row) == set(HEADER)
    assert row["text"].removeprefix("'")[:3] in (text[:3], "\ufffd" + text[1:3])
