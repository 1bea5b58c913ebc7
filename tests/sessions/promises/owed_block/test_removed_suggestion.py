"""With a suggestion that a moderator removes, the words of its promise go from the lists of chats, and of records."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from moderation.matters.removal import take_down_matter
from sessions.chats.calendar.lifecycle.announcing import announce_chat_session
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session, open_chat_session
from sessions.chats.calendar.lifecycle.sealing import seal_chat_session
from sessions.contract.owed_outcomes import OwedOutcome
from sessions.log.audit import CLOCK
from sessions.matters.resolving.suggestion_steps import accept
from sessions.models import ChatSession, Matter, Promise, Record
from sessions.promises.owed_block.answering import answer_owed
from sessions.record.proof.verifier.served_copy import known_keys
from sessions.record.proof.verifier.verify import verify_document
from sessions.record.redaction.after_commit import finish_pending
from sessions.record.redaction.redaction_list import read_list
from sessions.record.transcript_reader import read_transcript
from tests.clients.product_folds import fold_public
from tests.factories.evening import events_of
from tests.factories.matters import WardOffice, make_ward_office
from tests.factories.planning_desk import client_of, words_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.costly]

ENGLISH = {"accept-language": "en"}


@pytest.fixture
def office(settings: Any, tmp_path: Path) -> WardOffice:
    settings.DATA_DIR = tmp_path
    return make_ward_office()


@pytest.fixture
def chat(office: WardOffice) -> ChatSession:
    """A live one, on whose list an accepted suggestion stands."""
    matter = office.publish("A bench for Canary Das.", kind="suggestion")
    day = timezone.localdate() + timedelta(days=3)
    accept(matter.pk, person=office.councillor, version=matter.version, text="Yes.", planned_on=day)
    yesterday = timezone.localdate() - timedelta(days=1)
    Promise.objects.update(due_on=yesterday, first_due_on=yesterday)
    later = announce_chat_session(office.ward, starts_at=timezone.now() + timedelta(days=1), minutes=60, by="clerk")
    return open_chat_session(later, by="clerk")


def remove(office: WardOffice) -> Matter:
    matter = Matter.objects.get()
    return take_down_matter(matter.pk, moderator=office.moderator, version=matter.version, reason="attack")


def speak_and_seal(office: WardOffice, chat: ChatSession) -> Record:
    said: dict[str, Any] = {"outcome": OwedOutcome.KEPT, "text": "The bench of Canary Das stands."}
    answer_owed(chat, Promise.objects.get().pk, person=office.councillor, **said)
    close_chat_session(chat, by="clock")
    seal_chat_session(chat, by=CLOCK)
    return Record.objects.get()


@pytest.mark.long
def test_a_sealed_record_holds_tombstones_instead_and_its_root_stays(
    office: WardOffice, chat: ChatSession, tmp_path: Path
) -> None:
    before = speak_and_seal(office, chat)
    pages = [f"/records/{before.slug}{end}" for end in ("/", ".json", ".akn.xml", ".csv")]
    assert b"Canary" in Client().get(pages[0]).content
    number = remove(office).number
    assert [page for page in pages if b"Canary" in Client().get(page).content] == []
    document = Record.objects.get().document
    known = before.document["entries"]
    assert [each["commitments"] for each in document["entries"][: len(known)]] == [
        each["commitments"] for each in known
    ]
    [item] = read_transcript(document).owed
    stones: list[Any] = [item.redacted, item.answer_redacted]
    assert (item.what, item.text) == (None, None)
    assert [(stone["ground"], stone["authority"]) for stone in stones] == [("moderated", f"moderator, {number}")] * 2
    served = bytes(Client().get(pages[1]).content)
    assert verify_document(served, known_keys()).redacted == 2
    assert finish_pending()
    assert [line["ground"] for line in read_list(tmp_path)] == ["moderated"] * 2


def test_a_live_list_loses_them_at_once(office: WardOffice, chat: ChatSession) -> None:
    [item] = fold_public(events_of(chat.pk, "public"))["owed"]
    assert item["what"] == "A bench for Canary Das."
    remove(office)
    [item] = fold_public(events_of(chat.pk, "public"))["owed"]
    assert (item["what"], item["redacted"]["ground"], item["now"]["state"]) == (None, "moderated", "lapsed")


@pytest.mark.long
def test_everybody_and_the_clerks_read_who_removed_them(office: WardOffice, chat: ChatSession) -> None:
    record = speak_and_seal(office, chat)
    remove(office)
    said = "Ground: Removed by a moderator. By order of: moderator, 95-"
    assert said in words_of(Client().get("/records/redactions/", headers=ENGLISH).content.decode())
    assert said in words_of(Client().get(f"/records/{record.slug}/", headers=ENGLISH).content.decode())
    clerk = client_of(office.clerk)
    changes = words_of(clerk.get("/planning/changes/", headers=ENGLISH).content.decode())
    assert "Moderator" in changes
    redaction = chat.redactions.get()
    page = words_of(clerk.get(f"/planning/redactions/{redaction.pk}/", headers=ENGLISH).content.decode())
    assert "with a suggestion that a moderator removed" in page
    assert "The operator of the server" not in changes + page


def test_no_clerk_gives_this_ground(office: WardOffice, chat: ChatSession) -> None:
    record = speak_and_seal(office, chat)
    [listed] = [entry["n"] for entry in record.document["entries"] if entry["type"] == "owed.listed"]
    page = client_of(office.clerk).get(f"/planning/redactions/new/{chat.pk}/?entry={listed}", headers=ENGLISH)
    assert 'value="court_order"' in page.content.decode()
    assert 'value="moderated"' not in page.content.decode()
