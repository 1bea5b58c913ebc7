"""Reasons of staff in a record, why its chat was moved and why it was sealed early, are redacted as its other words."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.chats.calendar.lifecycle.sealing import seal_chat_session
from sessions.log import log
from sessions.log.folding.folding import fold_public
from sessions.log.removed_words import without_texts
from sessions.log.steps.locks import lock_chat_session
from sessions.models import ChatSession, Event, Record, RecordText, Redaction
from sessions.platform.refusals import Refused
from sessions.record.committed_texts import commit_texts
from sessions.record.compile import compile_document, refresh_record
from sessions.record.proof.states import with_draft_or_states
from sessions.record.proof.verifier.served_copy import known_keys
from sessions.record.proof.verifier.verify import Verified, verify_document
from sessions.record.redaction.confirming import confirm_redaction
from sessions.record.redaction.leaves import append_missing_leaves
from sessions.record.redaction.proposing import propose_redaction
from sessions.record.redaction.redactable_words import places_of
from sessions.record.redaction.redaction_list import lines_in_database
from sessions.record.redaction.repeating import repeat_redactions
from sessions.record.sealing.live_checkpoints import commit_live_entries
from sessions.record.transcript_reader import events_of
from tests.factories.evening import make_evening
from tests.factories.sealed_record import forget_checkpoints, seal
from tests.sessions.record.redaction.conftest import CANARY, Recorded, make_recorded

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]
REMOVED = "These words were removed."
WHY = f"Because: {CANARY}"


@pytest.fixture
def recorded(settings: Any, tmp_path: Path) -> Recorded:
    settings.DATA_DIR = tmp_path
    return make_recorded(make_evening())


def move(recorded: Recorded, **reasons: str) -> Event:
    """Move the chat as if the evening itself had been moved for these reasons, which its draft then says."""
    event = say_that_it_moved(recorded.evening.chat_session, **reasons)
    forget_checkpoints()
    refresh_record(recorded.evening.chat_session)
    return event


def say_that_it_moved(chat: ChatSession, **reasons: str) -> Event:
    event = Event.objects.get(stream__chat_session=chat, type="session.opened")
    ends_at = event.body["ends_at"]
    body = {"starts_at": ends_at, "ends_at": ends_at, "waits": False}
    body["because"] = {code: reasons.get(code, "") for code in ("en", "bn")}
    body |= {"reasons": reasons} if set(reasons) - {"en", "bn"} else {}
    Event.objects.filter(pk=event.pk).update(type="session.moved", body=body)
    ChatSession.objects.filter(pk=chat.pk).update(move_reasons=reasons)
    return event


def entry_of(record: Record, kind: str) -> dict[str, Any]:
    found: dict[str, Any] = next(each for each in record.document["entries"] if each["type"] == kind)
    return found


def verified(record: Record) -> Verified:
    return verify_document(Client().get(f"/records/{record.slug}.json").content, known_keys())


def public_words(recorded: Recorded) -> str:
    events = log.read_since(chat_session_id=recorded.evening.chat_session.pk, stream="public", seq=0)
    return json.dumps([fold_public(events), [each.as_wire() for each in events]], ensure_ascii=False)


def test_a_record_has_a_commitment_to_each_of_them_and_gives_the_same_event_again(recorded: Recorded) -> None:
    move(recorded, en="A fair.", hi="मेला।", bn="মেলা।")
    entry = entry_of(recorded.record, "session.moved")
    assert {name: text["value"] for name, text in entry["texts"].items()} == {
        "because_en": "A fair.",
        "because_bn": "মেলা।",
        "because_hi": "मेला।",
    }
    assert not {"because", "reasons"} & entry["data"].keys()
    [logged] = log.read_since(chat_session_id=recorded.evening.chat_session.pk, stream="public", seq=1, limit=1)
    assert events_of(recorded.record.document)[1].as_wire() == logged.as_wire()
    assert logged.type == "session.moved"


@pytest.mark.costly
def test_why_a_chat_was_moved_goes_from_its_sealed_record_and_the_root_still_holds(recorded: Recorded) -> None:
    move(recorded, en=WHY, ur="میلہ")
    seal_chat_session(recorded.evening.chat_session, by="clock")
    before = recorded.record.document
    proposed = recorded.propose("question.queued")
    assert [(place.key, place.empty is not None) for place in places_of(proposed)] == [
        (f"chat:{recorded.evening.chat_session.pk}", True)
    ]
    confirm_redaction(proposed.pk, clerk=recorded.second_clerk)
    record = recorded.record
    entry = entry_of(record, "session.moved")
    assert (entry["texts"]["because_en"], entry["texts"]["because_ur"]["value"]) == (None, "میلہ")
    assert entry["commitments"] == entry_of(Record(document=before), "session.moved")["commitments"]
    assert record.document["states"][0]["root"] == before["tree"]["root"]
    assert verified(record).redacted == 2
    assert "Because: Does Canary" not in public_words(recorded) + json.dumps(record.document)
    assert RecordText.objects.get(field="because_en").salt is None
    grounds = Redaction.objects.values_list("ground", "authority", "proposed_by", "decided_by")
    assert len(grounds) == 2
    assert len(set(grounds)) == 1


def test_why_it_was_sealed_early_is_named_and_goes(recorded: Recorded) -> None:
    seal_chat_session(recorded.evening.chat_session, by="clerk:1", reason=WHY)
    proposed = recorded.propose("question.queued")
    assert [place.key for place in places_of(proposed)] == [f"chat:{recorded.evening.chat_session.pk}"]
    confirm_redaction(proposed.pk, clerk=recorded.second_clerk)
    entry = entry_of(recorded.record, "session.sealed")
    assert (entry["data"]["early_by"], entry["texts"]) == ("clerk", {"reason": None})
    assert verified(recorded.record).redacted == 2
    assert WHY not in public_words(recorded)


def test_what_a_clerk_does_not_tick_stays_in_the_record(recorded: Recorded) -> None:
    seal_chat_session(recorded.evening.chat_session, by="clerk:1", reason=WHY)
    proposed = recorded.propose("question.queued")
    seen = [place.key for place in places_of(proposed)]
    confirm_redaction(proposed.pk, clerk=recorded.second_clerk, seen=seen, kept=seen)
    assert entry_of(recorded.record, "session.sealed")["texts"]["reason"]["value"] == WHY
    assert verified(recorded.record).redacted == 1


@pytest.mark.costly
def test_a_draft_gets_a_tombstone_for_it_as_well(recorded: Recorded) -> None:
    event = move(recorded, en=WHY)
    RecordText.objects.filter(seq=event.seq).delete()  # the draft was made before reasons had commitments
    forget_checkpoints()
    recorded.redact("question.queued")
    assert entry_of(recorded.record, "session.moved")["texts"] == {"because_en": None}
    assert "because_en" in [name for line in recorded.record.document["redactions"] for name in line["texts"]]
    seal_chat_session(recorded.evening.chat_session, by="clock")
    assert verified(recorded.record).redacted == 2


def test_a_clerk_can_choose_the_entry_itself(recorded: Recorded) -> None:
    event = move(recorded, en="Mr Roy of flat 9 died.")
    seal_chat_session(recorded.evening.chat_session, by="clock")
    proposed = propose_redaction(
        recorded.evening.chat_session,
        {event.seq - 1: ()},
        ground="personal_data",
        authority="The office",
        clerk=recorded.evening.clerk,
    )
    confirm_redaction(proposed.pk, clerk=recorded.second_clerk)
    assert entry_of(recorded.record, "session.moved")["texts"] == {"because_en": None}
    assert ChatSession.objects.get(pk=recorded.evening.chat_session.pk).move_reasons == {"en": REMOVED}
    assert verified(recorded.record).redacted == 1


@pytest.mark.costly
def test_in_a_live_chat_that_is_committed_to_it_leaves_a_tombstone(recorded: Recorded) -> None:
    live = make_evening(number=96)
    ChatSession.objects.filter(pk=live.chat_session.pk).update(ward=recorded.evening.ward)
    say_that_it_moved(live.chat_session, en=WHY)
    with transaction.atomic():
        assert commit_live_entries(lock_chat_session(live.chat_session.pk)) is not None
    recorded.redact("question.queued")
    bodies = Event.objects.filter(stream__chat_session=live.chat_session).values_list("body", flat=True)
    assert "Canary" not in json.dumps(list(bodies))
    close_chat_session(live.chat_session, by="clerk")
    record = Record.objects.get(chat_session=live.chat_session)
    assert entry_of(record, "session.moved")["texts"] == {"because_en": None}
    append_missing_leaves()  # as the clock does
    assert verified(record).redacted == 1
    seal_chat_session(live.chat_session, by="clock")
    record.refresh_from_db()
    assert verified(record).exit_code() == 0


@pytest.mark.costly
def test_a_restored_copy_is_emptied_there_again(recorded: Recorded) -> None:
    event = move(recorded, en=WHY)
    before = dict(Event.objects.get(pk=event.pk).body)
    recorded.redact("question.queued")
    lines = list(lines_in_database())
    Redaction.objects.all().delete()
    Event.objects.filter(pk=event.pk).update(body=before)
    assert repeat_redactions(lines) == 2
    assert "Canary" not in json.dumps(Event.objects.get(pk=event.pk).body)


def test_who_reconnects_is_not_given_them_any_longer(recorded: Recorded) -> None:
    move(recorded, en=WHY)
    [logged] = log.read_since(chat_session_id=recorded.evening.chat_session.pk, stream="public", seq=1, limit=1)
    assert "Canary" not in json.dumps(without_texts(logged, ["because_en"]).as_wire())


def seal_as_before(recorded: Recorded) -> Record:
    """Seal as versions did that had no commitments to reasons: these stand in the data of their entries."""
    chat, record = recorded.evening.chat_session, recorded.record
    events = log.read_since(chat_session_id=chat.pk, stream="public", seq=0)
    RecordText.objects.filter(field__startswith="because").delete()
    forget_checkpoints()
    committed = commit_texts(chat, events, sealed_until=events[-1].seq)
    document = compile_document(events, committed)
    record.document = with_draft_or_states(document, slug=record.slug, correct_until=None)
    record.sealed_at = timezone.now()
    ChatSession.objects.filter(pk=chat.pk).update(state="sealed")
    return seal(record)


def test_a_record_that_was_sealed_before_keeps_its_form_grows_and_says_what_stays(recorded: Recorded) -> None:
    move(recorded, en=WHY)
    before = seal_as_before(recorded)
    assert entry_of(before, "session.moved")["data"]["because"] == {"en": WHY, "bn": ""}
    assert verified(before).redacted == 0
    proposed = recorded.propose("question.queued")
    chat = recorded.evening.chat_session
    places = places_of(proposed)
    assert [(place.key, place.empty is not None) for place in places] == [
        (f"chat:{chat.pk}", True),
        (f"record:{before.slug}", False),
    ]
    assert "sealed before" in places[1].left
    confirm_redaction(proposed.pk, clerk=recorded.second_clerk)
    assert ChatSession.objects.get(pk=chat.pk).move_reasons == {"en": REMOVED}
    assert entry_of(recorded.record, "session.moved") == entry_of(before, "session.moved")
    assert verified(recorded.record).redacted == 1


def test_an_order_may_repeat_no_word_of_the_record_as_it_stays_for_good(recorded: Recorded) -> None:
    with pytest.raises(Refused) as refused:
        recorded.propose("answer.given", authority="Order 7, as to: when will the drain be cleaned?")
    assert refused.value.code == "bad_field"
    assert recorded.propose("answer.given", authority="Order 7, as to the drain").pk
