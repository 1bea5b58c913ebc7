"""With an answer, the words of its promise go from the lists of later chats, and from what was said of them there."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import QuerySet
from django.test import Client
from django.utils import timezone

from chatserver.management.commands.prepare import redact_again
from sessions.chats.calendar.lifecycle.announcing import announce_chat_session
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session, open_chat_session
from sessions.chats.calendar.lifecycle.sealing import seal_chat_session
from sessions.contract.owed_outcomes import OwedOutcome
from sessions.log.audit import CLOCK
from sessions.log.event_form import tag_of
from sessions.log.events.promises_and_activities import PromiseStepped
from sessions.models import ChatSession, Event, Promise, Record, Redaction
from sessions.promises.owed_block.answering import answer_owed
from sessions.promises.sources.promised import Promised
from sessions.promises.sources.redacted_before import finish_older_redactions
from sessions.promises.sources.ticking import give_promising_answer
from sessions.record.proof.verifier.served_copy import known_keys
from sessions.record.proof.verifier.verify import verify_document
from sessions.record.redaction.after_commit import finish_pending
from sessions.record.redaction.confirming import confirm_redaction
from sessions.record.redaction.proposing import propose_redaction
from sessions.record.redaction.redaction_list import lines_in_database, read_list
from sessions.record.redaction.repeating import repeat_redactions
from sessions.record.transcript_reader import read_transcript
from tests.clients.live_fold import empty, fold
from tests.clients.product_folds import fold_public
from tests.factories.clerks import COURT_ORDER, make_clerk
from tests.factories.evening import Evening, make_evening
from tests.sessions.record.redaction.test_confirming import tables_with
from tests.sessions.record.redaction.test_storage import forget_other_tests, holds_words, spellings

SAID = "The wall of Canary Das goes by Monday."

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]


@pytest.fixture
def evening(settings: Any, tmp_path: Path) -> Evening:
    """A sealed chat with a promise, and a second one, still live, on whose list it stands."""
    settings.DATA_DIR = tmp_path
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = OFF")
    forget_other_tests()
    evening = make_evening()
    question, chat = evening.take(evening.queue()), evening.chat_session
    promised = Promised(said=SAID, due_on=timezone.localdate())
    text = f"Yes. {SAID}"
    give_promising_answer(chat, question.pk, person=evening.councillor, text=text, final=True, promised=promised)
    close_chat_session(chat, by="clock")
    seal_chat_session(chat, by=CLOCK)
    yesterday = timezone.localdate() - timedelta(days=1)
    Promise.objects.update(due_on=yesterday, first_due_on=yesterday)
    later = announce_chat_session(evening.ward, starts_at=timezone.now() + timedelta(days=1), minutes=60, by="clerk")
    evening.chat_session = open_chat_session(later, by="clerk")
    return evening


def speak(evening: Evening) -> None:
    promise, text = Promise.objects.get(), "The wall of Canary Das is gone."
    answer_owed(evening.chat_session, promise.pk, person=evening.councillor, outcome=OwedOutcome.KEPT, text=text)


def seal(evening: Evening) -> None:
    close_chat_session(evening.chat_session, by="clock")
    seal_chat_session(evening.chat_session, by=CLOCK)


def redact_the_answer(evening: Evening) -> Redaction:
    chat = ChatSession.objects.exclude(pk=evening.chat_session.pk).get()
    [given] = [entry["n"] for entry in record_of(chat).document["entries"] if entry["type"] == "answer.given"]
    why = {"authority": "Order 7 of 2027", "clerk": evening.clerk, **COURT_ORDER}
    return confirm_redaction(propose_redaction(chat, {given: ()}, **why).pk, clerk=make_clerk())


def record_of(chat: ChatSession) -> Record:
    return Record.objects.get(chat_session=chat)


def served(evening: Evening) -> bytes:
    return bytes(Client().get(f"/records/{record_of(evening.chat_session).slug}.json").content)


def test_they_are_in_no_byte_of_the_database_and_of_the_data_folder(evening: Evening, tmp_path: Path) -> None:
    speak(evening)
    seal(evening)
    slug = record_of(evening.chat_session).slug
    addresses = [f"/records/{slug}{end}" for end in ("/", ".json", ".akn.xml")]
    assert [address for address in addresses if b"Canary" in Client().get(address).content] == addresses
    assert Client().get(f"/records/{slug}.zip").status_code == 200
    kept = [path for path in tmp_path.rglob("*.zip") if slug in str(path)]
    assert kept
    redact_the_answer(evening)
    assert finish_pending()
    assert not any(path.exists() for path in kept)
    assert tables_with("Canary") == []
    assert not holds_words()
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [path for path in files if any(spelt in path.read_bytes() for spelt in spellings())] == []
    assert [address for address in addresses if b"Canary" in Client().get(address).content] == []


def test_a_tombstone_stands_in_each_place_and_the_root_of_the_sealed_record_holds(evening: Evening) -> None:
    speak(evening)
    seal(evening)
    before = record_of(evening.chat_session).document
    redact_the_answer(evening)
    found = verify_document(served(evening), known_keys())
    assert (found.entries, found.redacted) == (len(before["entries"]) + 2, 2)
    document = record_of(evening.chat_session).document
    entries = document["entries"][: len(before["entries"])]
    assert [each["commitments"] for each in entries] == [each["commitments"] for each in before["entries"]]
    [item] = read_transcript(document).owed
    assert (item.what, item.text, item.outcome) == (None, None, "kept")
    stones: list[Any] = [item.redacted, item.answer_redacted]
    assert [(stone["ground"], stone["authority"]) for stone in stones] == [("court_order", "Order 7 of 2027")] * 2


def test_a_live_list_loses_them_at_once_and_its_record_can_be_verified(evening: Evening) -> None:
    redact_the_answer(evening)
    [item] = evening.public_state()["owed"]
    assert (item["what"], item["redacted"]["ground"]) == (None, "court_order")
    state = empty("public")
    for event in evening.public_events():
        fold("public", state, event)
    assert state["owed"] == fold_public(evening.public_events())["owed"]
    answer_owed(
        evening.chat_session,
        Promise.objects.get().pk,
        person=evening.councillor,
        outcome=OwedOutcome.KEPT,
        text="It is gone.",
    )
    seal(evening)
    assert finish_pending()
    assert verify_document(served(evening), known_keys()).redacted == 1
    assert not holds_words()


def test_each_chat_has_a_redaction_of_its_own_by_the_same_clerks(evening: Evening) -> None:
    first = redact_the_answer(evening)
    carried = Redaction.objects.get(chat_session=evening.chat_session)
    for name in ("state", "ground", "authority", "proposed_by", "decided_by", "decided_at"):
        assert getattr(carried, name) == getattr(first, name), name
    assert [(entry.type, entry.texts) for entry in carried.entries.all()] == [("owed.listed", ["what"])]


def test_what_a_clerk_redacted_by_hand_is_not_redacted_again(evening: Evening) -> None:
    speak(evening)
    seal(evening)
    [said] = [each["n"] for each in record_of(evening.chat_session).document["entries"] if "answered" in each["type"]]
    facts: dict[str, Any] = {"ground": "error", "authority": "The clerk", "clerk": evening.clerk}
    by_hand = propose_redaction(evening.chat_session, {said: ()}, **facts)
    confirm_redaction(by_hand.pk, clerk=make_clerk("third-clerk"))
    redact_the_answer(evening)
    lines = record_of(evening.chat_session).document["redactions"]
    assert [(line["ground"], line["texts"]) for line in lines] == [("error", ["text"]), ("court_order", ["what"])]


def test_what_a_restored_backup_brings_back_is_redacted_again_in_both_chats(evening: Evening, tmp_path: Path) -> None:
    speak(evening)
    seal(evening)
    with transaction.atomic():
        redact_the_answer(evening)
        lines = list(lines_in_database())
        transaction.set_rollback(True)
    assert repeat_redactions(lines) == len(lines) == 5
    assert tables_with("Canary") == []
    assert repeat_redactions(read_list(tmp_path)) == 0
    assert len(read_list(tmp_path)) == len(lines)


def redact_as_older_versions_did(evening: Evening) -> Redaction:
    """Older versions did not look into the ward's log for the lists on which the promise stands."""
    carried = Event.objects.filter(pk__in=list(carries().values_list("pk", flat=True)))
    carried.update(type="promise.unknown")
    redaction = redact_the_answer(evening)
    carried.update(type=tag_of(PromiseStepped))
    return redaction


def carries() -> QuerySet[Event]:
    return Event.objects.filter(type=tag_of(PromiseStepped), body__step="carry")


def test_what_an_older_version_left_on_lists_is_redacted_at_the_next_start(evening: Evening, tmp_path: Path) -> None:
    speak(evening)
    seal(evening)
    before = record_of(evening.chat_session).document
    first = redact_as_older_versions_did(evening)
    assert finish_pending()
    assert b"Canary" in served(evening)
    redact_again()
    assert tables_with("Canary") == []
    assert not holds_words()
    found = verify_document(served(evening), known_keys())
    assert (found.entries, found.redacted) == (len(before["entries"]) + 2, 2)
    carried = Redaction.objects.get(chat_session=evening.chat_session)
    for name in ("state", "ground", "authority", "proposed_by", "decided_by", "decided_at"):
        assert getattr(carried, name) == getattr(first, name), name
    assert carried.cleaned_at is not None
    public = Client().get("/records/redactions.json").json()["redactions"]
    assert sorted(line["texts"] for line in public if line["record"] == later_slug(evening)) == [["text"], ["what"]]
    assert len(read_list(tmp_path)) == len(public) == 5


def later_slug(evening: Evening) -> str:
    return str(record_of(evening.chat_session).slug)


def test_a_second_start_changes_nothing(evening: Evening) -> None:
    redact_as_older_versions_did(evening)
    assert finish_older_redactions() == 1
    answer_owed(
        evening.chat_session,
        Promise.objects.get().pk,
        person=evening.councillor,
        outcome=OwedOutcome.KEPT,
        text="Said later.",
    )
    logged, made = evening.public_events(), Redaction.objects.count()
    assert finish_older_redactions() == 0
    assert (evening.public_events(), Redaction.objects.count()) == (logged, made)
    assert Promise.objects.get().proof == "Said later."


def test_a_start_leaves_alone_what_no_redaction_is_about(evening: Evening) -> None:
    speak(evening)
    seal(evening)
    before = served(evening)
    assert finish_older_redactions() == 0
    assert served(evening) == before
