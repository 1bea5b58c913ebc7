"""With records in the folder, what promises quote and become is compared with what the records say."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.chats.calendar.lifecycle.sealing import seal_chat_session
from sessions.log.audit import CLOCK
from sessions.models import Event, MonthText, Promise, Record
from sessions.promises.sources.merging import merge
from sessions.promises.sources.promised import Promised
from sessions.promises.sources.ticking import give_promising_answer
from sessions.record.months.sealing import seal_due_months
from sessions.record.redaction.confirming import confirm_redaction
from sessions.record.redaction.proposing import propose_redaction
from tests.factories.clerks import COURT_ORDER, make_clerk
from tests.factories.evening import Evening, make_evening
from tests.factories.matters import on_day
from tests.factories.promises import promise_step
from tests.sessions.promises.test_verify_promises import verify

pytestmark = pytest.mark.long

MONTHS = ("ward-95-2027-03", "ward-95-2027-04")
FIGURES, RECORD = "figures-2027.json", "record.json"
KEPT, JOINED, REDACTED = "The culvert is wide by May.", "The culvert is wide by June.", "Canary’s wall goes by May."


@dataclass
class Lived:
    """Three promises of one evening: the first claimed in the month after, the second joined with it."""

    evening: Evening
    promises: dict[str, Promise]

    def sealed(self) -> "Lived":
        """The months are over."""
        with on_day(date(2027, 5, 9)):
            seal_due_months(timezone.now())
        return self

    def redact(self) -> None:
        record = Record.objects.get()
        entries = record.document["entries"]
        (n,) = (each["n"] for each in entries if REDACTED in str(each["texts"]) and each["type"] == "answer.given")
        with on_day(date(2027, 5, 8)):
            facts: dict[str, Any] = {"authority": "Order 7", "clerk": self.evening.clerk, **COURT_ORDER}
            redaction = propose_redaction(self.evening.chat_session, {n: ()}, **facts)
            confirm_redaction(redaction.pk, clerk=make_clerk())

    def downloads(self, folder: Path) -> Path:
        folder.mkdir()
        with on_day(date(2027, 5, 9)):
            client = Client()
            slug = Record.objects.get().slug
            addresses = {f"{slug}.json": f"/wards/95/log/{slug[8:]}.json" for slug in MONTHS}
            addresses |= {"keys.json": "/log/keys.json", RECORD: f"/records/{slug}.json"}
            for name, address in {FIGURES: "/promises/figures/2027.json", **addresses}.items():
                (folder / name).write_bytes(client.get(address).content)
        return folder


@pytest.fixture
def lived(db: None, settings: Any, tmp_path: Path) -> Lived:
    settings.DATA_DIR = tmp_path
    promises = {}
    with on_day(date(2027, 3, 2)):
        evening = make_evening()
        for said in (KEPT, JOINED, REDACTED):
            question = evening.take(evening.queue())
            promised = Promised(said=said, due_on=date(2027, 3, 20))
            chat, text = evening.chat_session, f"Yes. {said}"
            give_promising_answer(
                chat, question.pk, person=evening.councillor, text=text, final=True, promised=promised
            )
            promises[said] = Promise.objects.get(said=said)
        close_chat_session(chat, by="clock")
        seal_chat_session(chat, by=CLOCK)
    with on_day(date(2027, 4, 3)):
        promise_step(promises[KEPT], "claim", text="Look at it.")
        joined = Promise.objects.get(said=JOINED)
        merge(joined.pk, into=promises[KEPT].number, person=evening.councillor, version=joined.version)
    return Lived(evening, promises)


def test_an_untouched_folder_with_a_joined_promise_verifies(lived: Lived, tmp_path: Path) -> None:
    code, said = verify(lived.sealed().downloads(tmp_path / "d"))
    assert code == 0, said
    assert "2 months and 1 records verify." in said
    assert "ward 95, 2027, merged: 1 recomputed, 1 published" in said
    assert "DIFFERS" not in said


@pytest.mark.parametrize("is_before", [True, False], ids=["before the months are sealed", "after"])
def test_redacted_words_are_no_fault_and_it_is_said_which_cannot_be_compared(
    lived: Lived, tmp_path: Path, *, is_before: bool
) -> None:
    if is_before:
        lived.redact()
    lived.sealed()
    if not is_before:
        lived.redact()
    folder = lived.downloads(tmp_path / "d")
    assert b"Canary" not in b"".join(each.read_bytes() for each in folder.iterdir())
    code, said = verify(folder)
    assert code == 0, said
    assert "DIFFERS" not in said


def test_an_earlier_download_of_a_month_beside_a_redacted_record_is_named(lived: Lived, tmp_path: Path) -> None:
    before = lived.sealed().downloads(tmp_path / "before")
    lived.redact()
    folder = lived.downloads(tmp_path / "d")
    shutil.copy(before / f"{MONTHS[0]}.json", folder)
    code, said = verify(folder)
    assert code == 0, said
    number = lived.promises[REDACTED].number
    assert f"{number}: the words cannot be compared, because the answer was redacted." in said


def _seal_other_words(lived: Lived, type: str, **body: Any) -> None:
    """Seal other words, as a server would do that seals what was never said."""
    event = Event.objects.get(type=type, body__number=lived.promises[KEPT].number, stream__chat_session=None)
    event.body |= body
    event.save()
    MonthText.objects.filter(month_log=event.stream.month_log, seq=event.seq).delete()  # or it would not be sealed


def test_words_that_the_answer_does_not_have_are_a_fault(lived: Lived, tmp_path: Path) -> None:
    _seal_other_words(lived, "promise.made", said="The culvert is wide by Mai.")
    code, said = verify(lived.sealed().downloads(tmp_path / "d"))
    number = lived.promises[KEPT].number
    assert code == 1
    assert f"DIFFERS  {number}: the quoted words do not stand in the answer, as its record here has it." in said
    assert said.endswith("Records and months differ.")


def test_words_of_another_questions_answer_are_a_fault(lived: Lived, tmp_path: Path) -> None:
    _seal_other_words(lived, "promise.made", question=str(lived.promises[JOINED].question_id))
    code, said = verify(lived.sealed().downloads(tmp_path / "d"))
    assert (code, "DIFFERS  95-P-2027-1: the quoted words" in said) == (1, True)


def test_another_state_in_the_months_than_in_the_record_is_a_fault(lived: Lived, tmp_path: Path) -> None:
    _seal_other_words(lived, "promise.stepped", state="kept", step="keep")
    code, said = verify(lived.sealed().downloads(tmp_path / "d"))
    assert code == 1
    assert (
        "DIFFERS  95-P-2027-1: record.json tells the step claim to claimed_kept, and ward-95-2027-04 does not" in said
    )


def test_the_records_are_optional(lived: Lived, tmp_path: Path) -> None:
    _seal_other_words(lived, "promise.made", said="Never said.")
    folder = lived.sealed().downloads(tmp_path / "d")
    (folder / RECORD).unlink()
    assert verify(folder)[0] == 0


def _flip_quoted_words(folder: Path) -> str:
    _replace(folder / f"{MONTHS[0]}.json", KEPT, KEPT.replace("May", "Maz"))
    return f"{MONTHS[0]}.json does not verify: entry 1: the text said does not fit its commitment"


def _flip_the_answer(folder: Path) -> str:
    _replace(folder / RECORD, f"Yes. {KEPT}", f"Yes. {KEPT.replace('May', 'Maz')}")
    return "record.json does not verify: entry "


def _drop_a_promise(folder: Path) -> str:
    _edit(folder / f"{MONTHS[0]}.json", lambda document: document["entries"].pop(2))
    return f"{MONTHS[0]}.json does not verify: "


def _drop_the_last_promise(folder: Path) -> str:
    _edit(folder / f"{MONTHS[0]}.json", lambda document: document["entries"].pop())
    return f"{MONTHS[0]}.json does not verify: "


def _double_a_promise(folder: Path) -> str:
    _edit(folder / f"{MONTHS[0]}.json", lambda document: document["entries"].insert(2, document["entries"][1]))
    return f"{MONTHS[0]}.json does not verify: entry 2"


def _change_a_state(folder: Path) -> str:
    _replace(folder / f"{MONTHS[1]}.json", '"claimed_kept"', '"kept"')
    return f"{MONTHS[1]}.json does not verify: entry 1"


def _wrong_signature(folder: Path) -> str:
    """The last byte but one of the note is of the signature."""

    def change(document: Any) -> None:
        note = document["log"]["checkpoint"].rstrip("\n")
        end = len(note) - 6
        other = "A" if note[end] != "A" else "B"
        document["log"]["checkpoint"] = f"{note[:end]}{other}{note[end + 1 :]}\n"

    _edit(folder / f"{MONTHS[1]}.json", change)
    return f"{MONTHS[1]}.json does not verify: "


def _drop_a_month(folder: Path) -> str:
    (folder / f"{MONTHS[1]}.json").unlink()
    return f"{MONTHS[1]} is missing"


def _drop_a_month_and_the_figures(folder: Path) -> str:
    """A step between two others is missed by its version."""
    (folder / FIGURES).unlink()
    (folder / RECORD).unlink()
    (folder / f"{MONTHS[0]}.json").unlink()
    return "A month is missing: nothing here tells how 95-P-2027-1 began."


def _a_row_twice(folder: Path) -> str:
    def change(document: Any) -> None:
        document["figures"].insert(0, document["figures"][0] | {"kept": 3})

    _edit(folder / FIGURES, change)
    return f"{FIGURES} is damaged"


def _a_row_of_another_year(folder: Path) -> str:
    _edit(folder / FIGURES, lambda document: document["figures"][0].update(year=2026))
    return f"{FIGURES} is damaged"


SPOILS: list[Callable[[Path], str]] = [
    _flip_quoted_words,
    _flip_the_answer,
    _drop_a_promise,
    _drop_the_last_promise,
    _double_a_promise,
    _change_a_state,
    _wrong_signature,
    _drop_a_month,
    _drop_a_month_and_the_figures,
    _a_row_twice,
    _a_row_of_another_year,
]


def test_each_change_of_a_file_is_found_and_named(lived: Lived, tmp_path: Path) -> None:
    whole = lived.sealed().downloads(tmp_path / "whole")
    for spoil in SPOILS:
        folder = shutil.copytree(whole, tmp_path / spoil.__name__)
        words = spoil(folder)
        code, said = verify(folder)
        assert (spoil.__name__, code) == (spoil.__name__, 2), said
        assert words in said


def test_a_changed_figure_is_found_and_named(lived: Lived, tmp_path: Path) -> None:
    folder = lived.sealed().downloads(tmp_path / "d")
    _edit(folder / FIGURES, lambda document: document["figures"][0].update(claimed=2))
    code, said = verify(folder)
    assert (code, "DIFFERS  all wards, 2027, claimed: 1 recomputed, 2 published" in said) == (1, True)


def test_a_month_left_out_between_two_is_seen_by_the_versions(lived: Lived, tmp_path: Path) -> None:
    with on_day(date(2027, 5, 2)):
        promise_step(lived.promises[KEPT], "dispute")
    with on_day(date(2027, 6, 9)):
        seal_due_months(timezone.now())
        folder = tmp_path / "d"
        folder.mkdir()
        for month in ("2027-03", "2027-05"):
            (folder / f"{month}.json").write_bytes(Client().get(f"/wards/95/log/{month}.json").content)
    code, said = verify(folder)
    assert code == 2, said
    assert "A month is missing or stands twice: version 2 of 95-P-2027-1 is expected, and 3 follows." in said


def _replace(path: Path, old: str, new: str) -> None:
    raw = path.read_bytes()
    assert old.encode() in raw
    path.write_bytes(raw.replace(old.encode(), new.encode()))


def _edit(path: Path, change: Callable[[Any], object]) -> None:
    document = json.loads(path.read_bytes())
    change(document)
    path.write_text(json.dumps(document, ensure_ascii=False))
