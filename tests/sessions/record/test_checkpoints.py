"""From the close on, nobody changes an entry of an evening: the log has its draft, and the seal compares them all."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from moderation.questions.removal import take_down_question
from moderation.questions.screening import decline_question
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.chats.calendar.lifecycle.sealing import seal_chat_session
from sessions.chats.questions.answer_corrections import correct_answer, parts_given_by
from sessions.log import log
from sessions.log.audit import CLOCK
from sessions.log.steps.locks import lock_chat_session
from sessions.models import (
    Answer,
    ChatSession,
    Event,
    LogLeaf,
    Question,
    Record,
    RecordCheckpoint,
    RecordText,
)
from sessions.platform.text.commitments import commitment, new_salt
from sessions.record.committed_texts import commit_texts
from sessions.record.compile import compile_document
from sessions.record.proof import private_keys
from sessions.record.proof.log_refused import LogRefused
from sessions.record.proof.states import EntryChangedError
from sessions.record.proof.verifier import verify
from sessions.record.proof.verifier.served_copy import known_keys
from sessions.record.sealing.live_checkpoints import commit_live_entries
from sessions.tick import tick
from tests.factories.evening import Evening
from tests.factories.sealed_record import forget_checkpoints
from tests.sessions.record.sealing.test_sealing import LATER
from tests.sessions.record.test_publishing import close_interrupted

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]
NEW = "No lamps will be put up there."


def commit_now(evening: Evening) -> RecordCheckpoint:
    row = commit_live_entries(lock_chat_session(evening.chat_session.pk))
    assert row is not None
    return row


def hold(evening: Evening) -> Record:
    """An evening with an answer and a refusal, two checkpoints while it is live, and its draft."""
    evening.queue("Why is the lane dark?")
    commit_now(evening)
    evening.answer()
    refused = evening.ask("Insult!", by=1)
    seen: dict[str, Any] = {"moderator": evening.moderator, "version": 1, "reason": "private_dispute", "note": ""}
    decline_question(evening.chat_session, refused.pk, **seen)
    commit_now(evening)
    close_chat_session(evening.chat_session, by="clerk")
    return Record.objects.get()


@pytest.fixture
def draft(evening: Evening) -> Record:
    return hold(evening)


def correct(evening: Evening, text: str) -> None:
    [part] = parts_given_by(evening.councillor, evening.chat_session.pk)
    question = Answer.objects.get().question_id
    correct_answer(evening.chat_session, question, person=evening.councillor, part=part, text=text)


def served() -> bytes:
    return Client().get(f"/records/{Record.objects.get().slug}.json").content


def verified() -> verify.Verified:
    return verify.verify_document(served(), known_keys())


def failure() -> str:
    with pytest.raises(verify.Failed) as failed:
        verified()
    return str(failed.value)


def rewrite_answer() -> int:
    """Change an answer by SQL: the event, the answer, a new salt and commitment. Returns the entry."""
    row = Event.objects.get(type="answer.given")
    row.body["text"] = NEW
    row.save()
    Answer.objects.update(text=NEW)
    salt = new_salt()
    texts = RecordText.objects.filter(seq=row.seq, field="text")
    assert texts.update(salt=salt, commitment=commitment(salt, NEW)) == 1
    return row.seq - 1


def rewrite_reason() -> int:
    for row in Event.objects.filter(type="question.declined"):
        row.body["reason"] = "campaign"
        row.save()
    Question.objects.filter(state="declined").update(reason="campaign")
    return Event.objects.get(type="question.declined", stream__name="public").seq - 1


def rewrite_draft(rewritten: int) -> None:
    """What the download is made of, too: entry, tree and all."""
    record = Record.objects.get()
    events = log.read_since(chat_session_id=record.chat_session_id, stream="public", seq=0)
    compiled = compile_document(events, commit_texts(record.chat_session, events, sealed_until=events[-1].seq))
    assert compiled["entries"][rewritten] != record.document["entries"][rewritten]
    record.document |= compiled
    record.save()


@pytest.mark.costly
def test_the_draft_is_in_the_log_in_the_transaction_of_the_close(evening: Evening) -> None:
    evening.answer()
    number = 1
    while close_interrupted(evening, number):
        assert (ChatSession.objects.get().state, LogLeaf.objects.count()) == ("live", 0)
        number += 1
    assert number > 20
    document = json.loads(served())
    leaf = json.loads(LogLeaf.objects.get().data)
    closed = document["entries"][-1]
    assert closed["type"] == "session.closed"
    assert leaf == {
        "draft": document["slug"],
        "root": document["tree"]["root"],
        "size": len(document["entries"]),
        "closed_at": document["drafts"][0]["closed_at"],
    }
    seen = verified()
    assert seen.checkpoint is not None
    assert (seen.exit_code(), seen.is_draft, seen.checkpoint.is_signed) == (4, True, True)
    assert seen.line().startswith("draft, not sealed: ")


def test_draft_correction_and_seal_each_extend_the_one_before(evening: Evening, draft: Record) -> None:
    sizes = [draft.document["tree"]["size"]]
    correct(evening, "In May.")
    assert verified().exit_code() == verify.DRAFT
    sizes.append(Record.objects.get().document["tree"]["size"])
    seal_chat_session(evening.chat_session, by=CLOCK)
    document, seen = json.loads(served()), verified()
    assert seen.exit_code() == verify.OK
    assert [each["size"] for each in document["drafts"]] == sizes == [sizes[0], sizes[0] + 1]
    [live] = document["live"]
    origin, size, _root = live["checkpoint"].split("\n")[:3]
    assert origin.endswith(f"/log/chat/{evening.chat_session.pk}")
    trees = [(int(size), document["log"]["live"][0]), *zip(sizes, document["log"]["drafts"], strict=True)]
    assert all(len(proof["consistency"]) for _size, proof in trees)
    told = f"{size} while the chat was live, {sizes[0]} when the chat closed, {sizes[1]} after its close."
    assert seen.notes()[0] == f"Entries that were committed to before it was sealed: {told}"
    correct(evening, "In June.")
    assert verified().exit_code() == verify.OK


@pytest.mark.row("threat", 54)
@pytest.mark.parametrize("rewrite", [rewrite_answer, rewrite_reason])
def test_what_is_rewritten_after_the_close_is_never_sealed(
    evening: Evening, draft: Record, rewrite: Callable[[], int]
) -> None:
    n = rewrite()
    with pytest.raises(
        EntryChangedError, match=f"^entry {n} of the record is not what was committed to in the evening"
    ):
        seal_chat_session(evening.chat_session, by=CLOCK)
    with pytest.raises(CommandError, match=f"^Nothing was sealed: entry {n} of the record"):
        call_command("seal_record", draft.slug, now=True)
    with pytest.raises(EntryChangedError):
        correct(evening, "In May.")
    assert Record.objects.get().document == draft.document
    rewrite_draft(n)
    assert failure().startswith(f"entry {n}: it is not the entry that was committed to ")


@pytest.mark.parametrize("rewrite", [rewrite_answer, rewrite_reason])
def test_a_rewritten_evening_without_its_leaves_is_narrowed_down_by_its_checkpoints(
    evening: Evening, draft: Record, rewrite: Callable[[], int]
) -> None:
    n = rewrite()
    rewrite_draft(n)
    for row in RecordCheckpoint.objects.all():
        RecordCheckpoint.objects.filter(pk=row.pk).update(leaves=b"\0" * len(bytes(row.leaves)))
    with pytest.raises(EntryChangedError, match=r"^one of the entries ([0-9]+) to ([0-9]+) of the record is not "):
        seal_chat_session(evening.chat_session, by=CLOCK)
    assert failure().startswith("one of the entries ")


@pytest.mark.row("threat", 54)
def test_the_clock_does_not_seal_it_and_neither_do_checkpoints_help_that_were_deleted(
    evening: Evening, draft: Record
) -> None:
    n = rewrite_answer()
    with pytest.raises(ExceptionGroup) as failed:
        tick(timezone.now() + LATER)
    assert f"entry {n} of the record" in str(failed.value.exceptions[0])
    RecordCheckpoint.objects.all().delete()
    with pytest.raises(EntryChangedError, match=f"^entry {n} of the record is not "):
        seal_chat_session(evening.chat_session, by=CLOCK)
    rewrite_draft(n)
    with pytest.raises(EntryChangedError, match=r"^one of the entries 0 to [0-9]+ of the record is not "):
        seal_chat_session(evening.chat_session, by=CLOCK)
    assert ChatSession.objects.get().state == "closed"


def test_words_alone_that_were_changed_are_not_sealed(evening: Evening, draft: Record) -> None:
    row = Event.objects.get(type="answer.given")
    row.body["text"] = NEW
    row.save()
    with pytest.raises(EntryChangedError, match=f"^entry {row.seq - 1} of the record has another text"):
        seal_chat_session(evening.chat_session, by=CLOCK)


def test_a_leaf_or_a_note_that_was_changed_with_it_is_found(evening: Evening, draft: Record) -> None:
    rows = RecordCheckpoint.objects.filter(closed_at__isnull=False)
    root, note = rows.get().root, rows.get().note
    for changed, found in (
        ({"root": "A" * 43 + "="}, "is not the one that was signed"),
        ({"root": root, "note": note.replace("\n", "x\n", 1)}, "is not the one that was signed"),
        ({"note": note[:-1]}, "was changed: This is no signed note"),
        ({"root": "A" * 43 + "=", "note": ""}, "the draft that is kept of it is not leaf 0 of the log"),
    ):
        rows.update(**changed)
        with pytest.raises(EntryChangedError, match=found):
            seal_chat_session(evening.chat_session, by=CLOCK)


@pytest.mark.row("threat", 54)
def test_an_evening_that_was_rewritten_while_it_was_live_closes_and_shows_it(evening: Evening) -> None:
    evening.answer()
    commit_now(evening)
    n = rewrite_answer()
    close_chat_session(evening.chat_session, by="clerk")
    assert failure() == f"entry {n}: it is not the entry that was committed to while the chat was live"
    with pytest.raises(EntryChangedError, match=f"^entry {n} "):
        seal_chat_session(evening.chat_session, by=CLOCK)


def test_a_log_that_cannot_be_signed_keeps_no_chat_from_closing(
    evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    evening.answer()

    def refuse() -> None:
        raise LogRefused("The key of the log cannot be written.")

    with monkeypatch.context() as broken:
        broken.setattr("sessions.record.proof.signing.make_private", refuse)
        broken.setattr("sessions.record.proof.signing.unused_private", lambda: None)
        close_chat_session(evening.chat_session, by="clerk")
        correct(evening, "In May.")
        assert tick() == []
    document = json.loads(served())
    assert (LogLeaf.objects.count(), "log" in document, "drafts" in document) == (0, False, False)
    assert (verified().exit_code(), verified().checkpoint) == (verify.DRAFT, None)
    assert tick() == [f"logged the draft {document['slug']}"]
    assert tick() == []
    assert [each["index"] for each in json.loads(served())["drafts"]] == [0, 1]
    assert verified().checkpoint is not None
    assert private_keys.unused_private() is not None


def test_a_record_of_before_says_that_it_was_not_committed_to(evening: Evening, draft: Record) -> None:
    forget_checkpoints()
    draft.document = {name: value for name, value in draft.document.items() if name not in ("drafts", "live")}
    draft.save()
    assert verified().exit_code() == verify.DRAFT
    seal_chat_session(evening.chat_session, by=CLOCK)
    seen = verified()
    assert seen.exit_code() == verify.OK
    assert seen.notes()[0].startswith("It was not committed before it was sealed")


def test_words_that_are_removed_after_they_were_committed_to_leave_one_commitment(evening: Evening) -> None:
    question = evening.queue("CANARY")
    commit_now(evening)
    question.refresh_from_db()
    seen: dict[str, Any] = {"moderator": evening.moderator, "version": question.version, "reason": "attack"}
    take_down_question(evening.chat_session, question.pk, **seen, note="")
    commit_now(evening)
    close_chat_session(evening.chat_session, by="clerk")
    entries = json.loads(served())["entries"]
    [queued] = [each for each in entries if each["type"] == "question.queued"]
    [removed] = [each for each in entries if each["type"] == "question.removed"]
    assert queued["texts"] == {"text": None, "label": None}
    told = {each["field"]: each["commitment"] for each in removed["data"]["words"]}
    assert told == queued["commitments"]
    assert verified().exit_code() == verify.DRAFT
    seal_chat_session(evening.chat_session, by=CLOCK)
    assert (verified().exit_code(), verified().removed) == (verify.OK, 1)


def test_words_that_are_gone_without_a_removal_are_found(evening: Evening, draft: Record) -> None:
    document = json.loads(served())
    answer = next(each for each in document["entries"] if each["type"] == "answer.given")
    answer["texts"]["text"] = None
    with pytest.raises(verify.Failed, match="the text text is gone"):
        verify.verify_document(json.dumps(document).encode(), known_keys())


def test_a_checkpoint_that_somebody_kept_is_compared(evening: Evening, draft: Record, tmp_path: Any) -> None:
    note, file = tmp_path / "kept.txt", tmp_path / "record.json"
    note.write_text(RecordCheckpoint.objects.first().note)  # type: ignore[union-attr]
    seal_chat_session(evening.chat_session, by=CLOCK)
    file.write_bytes(served())
    keys = known_keys()
    assert verify.verify_path(file, keys=keys, beside=verify.Beside(checkpoint=str(note))).exit_code() == verify.OK
    origin, size, *rest = note.read_text().split("\n")
    note.write_text("\n".join((origin, str(int(size) + 1), *rest)))
    with pytest.raises(verify.Failed, match=r"^the signature of .* does not hold$"):
        verify.verify_path(file, keys=keys, beside=verify.Beside(checkpoint=str(note)))
