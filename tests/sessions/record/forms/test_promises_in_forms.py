"""Each form of a record says which promises are in it, by their numbers, and what became of them since."""

import csv
import io
import json
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.chats.calendar.lifecycle.sealing import seal_chat_session
from sessions.log.audit import CLOCK
from sessions.models import Promise, PromiseKind, Record
from sessions.promises.sources.promised import Promised
from sessions.promises.sources.ticking import give_promising_answer
from sessions.record.forms.csv_form import HEADER, csv_form
from sessions.record.forms.html_file import html_file
from sessions.record.forms.pdf.layout import layout_of
from sessions.record.forms.pdf.rendering import render_pdf
from tests.factories.evening import Evening
from tests.factories.promises import promise_step
from tests.factories.recorded import with_nothing
from tests.factories.written_answers import put_on_notice
from tests.sessions.promises.sources.test_ticking import in_days
from tests.sessions.record.forms.test_akoma_ntoso import AKN
from tests.sessions.record.forms.test_akoma_ntoso import read as read_debate

pytestmark = pytest.mark.costly

SAID, PROOF = "=The wall goes by Monday.", "Look at\nthe wall."
EARLIER_HEADER = (
    *("record", "record_state", "ward", "entry", "receipt", "kind", "state", "text", "asked_by", "asked_at"),
    *("taken_at", "support", "answers", "answered_by", "answered_at", "due_on", "reason", "merged_into", "root"),
    *("redacted", "earlier_answers"),
)


@pytest.fixture
def promises(evening: Evening) -> dict[str, Promise]:
    """One from an answer, claimed and disputed since; a written answer, for which a new day was named since."""
    question = evening.take(evening.queue())
    promised = Promised(said=SAID, due_on=in_days(9))
    chat, text = evening.chat_session, f"Yes. {SAID}"
    give_promising_answer(chat, question.pk, person=evening.councillor, text=text, final=True, promised=promised)
    put_on_notice(evening)
    close_chat_session(chat, by="clock")
    seal_chat_session(chat, by=CLOCK)
    found = {each.kind: each for each in Promise.objects.all()}
    promise_step(found[PromiseKind.ACT], "claim", text=PROOF)
    promise_step(found[PromiseKind.ACT], "dispute")
    promise_step(found[PromiseKind.ANSWER], "overdue")
    return found


def document() -> dict[str, Any]:
    found: dict[str, Any] = Record.objects.get().document
    return found


def test_the_table_has_them_in_its_last_columns_before_the_checkpoint(promises: dict[str, Promise]) -> None:
    act, written = promises[PromiseKind.ACT], promises[PromiseKind.ANSWER]
    assert HEADER[: len(EARLIER_HEADER)] == EARLIER_HEADER
    assert HEADER[len(EARLIER_HEADER) :] == (
        *("promises", "promise_states", "promise_due_on", "promise_words", "promise_steps", "checkpoint"),
    )
    raw = csv_form(document(), slug="x").decode("utf-8-sig")
    first, second = csv.DictReader(io.StringIO(raw, newline=""))
    assert (first["promises"], first["promise_states"], first["promise_words"]) == (act.number, "disputed", f"'{SAID}")
    assert first["promise_due_on"] == in_days(9).isoformat()
    steps = [line.split(" ", 2) for line in first["promise_steps"].split("\n")]
    assert [number for number, _at, _rest in steps] == [act.number] * 3
    assert [rest.partition(" 20")[0] for _number, _at, rest in steps] == [
        "made made",
        "claim claimed_kept",
        "dispute disputed",
    ]
    assert steps[1][2].endswith(": Look at the wall.")
    assert (second["promises"], second["promise_states"], second["promise_words"]) == (written.number, "made", "")
    assert second["promise_steps"].startswith(f"{written.number} ")


@pytest.mark.long
def test_the_debate_is_valid_and_has_them(promises: dict[str, Promise]) -> None:
    act, written = promises[PromiseKind.ACT], promises[PromiseKind.ANSWER]
    tree = read_debate(document())
    scenes = {each.get("eId"): " ".join("".join(each.itertext()).split()) for each in tree.iterfind(".//a:scene", AKN)}
    head = scenes[f"promise-{act.number}"]
    assert head == f"Promise {act.number}, by {in_days(9).isoformat()}; now: Not kept, say those who asked. {SAID}"
    assert scenes[f"promise-{act.number}-step-1"].endswith("Kept, says the office. Look at the wall.")
    assert scenes[f"promise-{act.number}-step-2"].endswith("Not kept, say those who asked.")
    assert scenes[f"promise-{written.number}"].endswith("A written answer.")
    read_debate(with_nothing(document()))


@pytest.mark.long
def test_the_page_and_the_html_file_have_them(promises: dict[str, Promise]) -> None:
    written = promises[PromiseKind.ANSWER]
    page = Client().get(f"/records/{Record.objects.get().slug}/").content.decode()
    file = html_file(document(), slug="x", address="https://chat.example.org/records/x/").decode()
    for shown in (page, file):
        for promise in promises.values():
            assert f'id="p-{promise.number}"' in shown
        _before, _id, after = shown.partition(f'id="p-{written.number}"')
        assert "Written answer." in after.partition("</div>")[0]
        assert "These words were removed." not in shown


@pytest.mark.long
@pytest.mark.parametrize("language", ["en", "ur"])
def test_the_pdf_has_them(promises: dict[str, Promise], language: str) -> None:
    with translation.override(language):
        parts = layout_of(document(), slug="x", language=language, address="https://x/")["parts"]
    answered, owed = (part["questions"][0] for part in parts[:2])
    (promise,) = answered["answers"][0]["promises"]
    assert promise["said"]["lines"] == [SAID]
    assert [each["said"] and each["said"]["lines"] for each in promise["steps"]] == [PROOF.split("\n"), None]
    (written,) = owed["promises"]
    assert (written["said"], len(written["steps"])) == (None, 1)
    pdf = render_pdf(document(), slug="x", language=language, address="https://x/")
    assert pdf.startswith(b"%PDF")


def test_the_json_has_each_step_with_the_number(promises: dict[str, Promise]) -> None:
    slug = Record.objects.get().slug
    entries = json.loads(Client().get(f"/records/{slug}.json").content)["entries"]
    noted = [each["data"] for each in entries if each["type"] == "promise.noted"]
    act, written = promises[PromiseKind.ACT], promises[PromiseKind.ANSWER]
    assert [(each["number"], each["step"]) for each in noted] == [
        *((act.number, "made"), (act.number, "claim"), (act.number, "dispute")),
        (written.number, "overdue"),
    ]
