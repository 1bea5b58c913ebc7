"""What people wrote about a complaint goes with its question's redacted words; so do these in another chat."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from moderation.matters.appeals import appeal_matter, decide_matter_appeal
from moderation.matters.photos import show_photo
from moderation.matters.removal import take_down_matter
from moderation.matters.replies import approve_reply
from moderation.matters.undoing import decide_matter_later
from moderation.models import MatterAppeal, WaitingMatterDecision
from sessions.chats.calendar.lifecycle.announcing import announce_chat_session
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session, open_chat_session
from sessions.matters.lodging.lodging import NewMatter, lodge
from sessions.matters.redacting import redact_left_matters
from sessions.matters.resolving.clarifying import clarify
from sessions.matters.resolving.clock.next_chat import ask_next_chat
from sessions.matters.steps import lock_matter, take_matter_step
from sessions.models import (
    Matter,
    MatterReply,
    MonthLog,
    MonthRecord,
    Open311Key,
    Open311Post,
    Open311Sending,
    Question,
    Record,
    RedactedEntry,
    Redaction,
)
from sessions.models.matters.transitions import STEPS_BY
from sessions.platform.text.text_input import CleanText
from sessions.record.months.sealing import seal_month
from sessions.record.proof.verifier.verify import verify_document
from sessions.record.redaction.redaction_list import lines_in_database
from sessions.record.redaction.repeating import repeat_redactions
from tests.factories.evening import make_evening
from tests.factories.matters import make_category
from tests.moderation.matters.parts import add_photo, add_reply
from tests.sessions.matters.test_redacting import make_matter
from tests.sessions.record.redaction.conftest import ALL, CANARY, Recorded, make_recorded
from tests.sessions.record.redaction.test_confirming import tables_with

pytestmark = [pytest.mark.django_db, pytest.mark.long]


@pytest.fixture
def recorded() -> Recorded:
    return make_recorded(make_evening())


def write_about(recorded: Recorded, matter: Matter) -> None:
    """A reply that is shown, one that waits, the office's step, a photo, another program's notes."""
    moderator, author = recorded.evening.moderator, recorded.evening.residents[0]
    reply = clarify(matter.pk, f"Still so: {CANARY}", person=author)
    approve_reply(matter.pk, reply.pk, moderator=moderator, version=1, is_confirmed=True)
    step(matter, "acknowledge", text=f"We read: {CANARY}")
    photo = add_photo(matter, f"Seen: {CANARY}")
    show_photo(matter.pk, photo.pk, moderator=moderator, version=seen(matter))
    clarify(matter.pk, f"And again: {CANARY}", person=author)
    Open311Sending.objects.create(matter=matter, receiver="water", due_at=timezone.now(), their_notes=CANARY)
    key = Open311Key.objects.create(name="App", hash="h", made_at=timezone.now())
    Open311Post.objects.create(key=key, matter=matter, token="t", fingerprint="f" * 64, at=timezone.now())


def step(matter: Matter, name: str, **told: Any) -> None:
    with transaction.atomic():
        take_matter_step(lock_matter(matter.pk), name, by=STEPS_BY[name], told=told)


def seen(matter: Matter) -> int:
    return Matter.objects.get(pk=matter.pk).version


def test_replies_steps_photos_and_the_landmark_lose_their_words(recorded: Recorded) -> None:
    matter = make_matter(recorded, from_question=recorded.question, landmark=f"By the door of {CANARY}")
    write_about(recorded, matter)
    before = Matter.objects.get(pk=matter.pk)
    recorded.redact(*ALL)
    assert tables_with("Canary") == tables_with("canary") == []
    after = Matter.objects.get(pk=matter.pk)
    assert (after.state, after.due_on, after.is_acknowledged) == (before.state, before.due_on, before.is_acknowledged)
    assert sorted(MatterReply.objects.values_list("state", flat=True)) == ["declined", "shown"]
    assert Open311Post.objects.get().fingerprint == ""
    page = Client().get(f"/matters/{matter.number}/", headers={"accept-language": "en"}).content.decode()
    assert "The office has taken note of it" in page
    assert "Canary" not in page


def test_an_appeal_and_its_decision_lose_theirs(recorded: Recorded) -> None:
    matter, evening = make_matter(recorded, from_question=recorded.question), recorded.evening
    take_down_matter(
        matter.pk, moderator=evening.moderator, version=seen(matter), reason="attack", note=f"As: {CANARY}"
    )
    appeal_matter(matter.pk, person=evening.residents[0], words=f"But: {CANARY}")
    decide_matter_appeal(
        matter.pk, moderator=evening.second_moderator, version=seen(matter), outcome="upheld", note=f"No: {CANARY}"
    )
    assert "MatterAppeal" in tables_with("Canary")
    recorded.redact(*ALL)
    assert tables_with("Canary") == []
    appeal = MatterAppeal.objects.get()
    assert (appeal.words, appeal.note, appeal.outcome) == ("", "", "upheld")


def test_a_decision_that_waits_to_be_carried_out_goes(recorded: Recorded) -> None:
    evening = recorded.evening
    author = evening.residents[0]
    new = NewMatter(
        ward=evening.ward,
        kind="complaint",
        category=make_category(),
        text=CleanText(CANARY),
        author=author,
        from_question=recorded.question,
    )
    matter = lodge(new)
    decide_matter_later(
        matter.pk,
        moderator=evening.moderator,
        version=1,
        decision="decline",
        fields={"reason": "attack", "note": f"As: {CANARY}"},
    )
    recorded.redact(*ALL)
    assert tables_with("Canary") == []
    assert not WaitingMatterDecision.objects.exists()
    assert Matter.objects.get().state == "waiting"


def test_what_is_written_after_the_redaction_stays_at_each_later_start(recorded: Recorded) -> None:
    matter = make_matter(recorded, from_question=recorded.question)
    recorded.redact(*ALL)
    later = add_reply(Matter.objects.get(pk=matter.pk), "The drain overflows again.")
    step(matter, "acknowledge", text="We have read it.")
    assert redact_left_matters() == 0
    later.refresh_from_db()
    assert later.text == "The drain overflows again."
    assert "We have read it." in Client().get(f"/matters/{matter.number}/").content.decode()


def test_what_older_versions_left_about_it_goes_at_the_next_start(recorded: Recorded) -> None:
    matter = make_matter(recorded)
    write_about(recorded, matter)
    recorded.redact(*ALL)
    Matter.objects.filter(pk=matter.pk).update(from_question=recorded.question, text="", label="", salt="")
    for told in matter.events.select_related("event").filter(event__type="matter.published"):
        told.event.body |= {"text": None, "label": None}
        told.event.save()
    assert tables_with("Canary") != []
    assert redact_left_matters() == 1
    assert tables_with("Canary") == []
    assert redact_left_matters() == 0


def test_the_sealed_month_loses_all_of_them_and_verifies(recorded: Recorded) -> None:
    matter = make_matter(recorded, from_question=recorded.question, landmark=f"By {CANARY}")
    write_about(recorded, matter)
    seal_month(MonthLog.objects.get())
    root = MonthRecord.objects.get().document["tree"]["root"]
    recorded.redact(*ALL)
    assert tables_with("Canary") == []
    document = MonthRecord.objects.get().document
    assert document["tree"]["root"] == root
    assert {name for line in document["redactions"] for name in line["texts"]} == {"text", "label", "landmark", "alt"}


def asked_again(recorded: Recorded, matter: Matter) -> Question:
    """The matter is overdue for long, and so the next chat is asked."""
    chat = announce_chat_session(
        recorded.evening.ward, starts_at=timezone.now() + timedelta(hours=1), minutes=60, by="clerk"
    )
    long_ago = timezone.localdate() - timedelta(days=90)
    Matter.objects.filter(pk=matter.pk).update(due_on=long_ago, first_due_on=long_ago, overdue_stage=2)
    assert ask_next_chat(recorded.evening.ward, timezone.localdate(), at_most=5) != []
    return Question.objects.get(chat_session=chat)


def test_the_question_of_the_next_chat_that_says_the_same_is_redacted_there(recorded: Recorded) -> None:
    matter = make_matter(recorded, from_question=recorded.question)
    again = asked_again(recorded, matter)
    chat = open_chat_session(again.chat_session, by="clerk")
    close_chat_session(chat, by="clerk")
    recorded.redact(*ALL)
    assert tables_with("Canary") == tables_with("canary") == []
    document = Record.objects.get(chat_session=chat).document
    assert [(line["ground"], line["authority"]) for line in document["redactions"]] == [
        ("court_order", "Order 7 of 2027")
    ]
    assert verify_document(json.dumps(document).encode(), None).redacted == 1
    own = Redaction.objects.get(chat_session=chat)
    assert (own.proposed_by, own.decided_by) == (recorded.evening.clerk, recorded.second_clerk)
    assert {line["chat_session"] for line in lines_in_database()} == {
        str(chat.pk),
        str(recorded.evening.chat_session.pk),
    }
    assert repeat_redactions(list(lines_in_database())) == 0


def test_a_chat_that_has_not_begun_loses_it_too(recorded: Recorded) -> None:
    asked_again(recorded, make_matter(recorded, from_question=recorded.question))
    recorded.redact(*ALL)
    assert tables_with("Canary") == []


def test_the_first_question_goes_with_the_one_that_was_asked_again(recorded: Recorded) -> None:
    matter = make_matter(recorded, from_question=recorded.other)
    Matter.objects.filter(pk=matter.pk).update(asked_again_of=recorded.question, text="When will the drain be cleaned?")
    recorded.redact(*ALL)
    assert Question.objects.get(pk=recorded.other.pk).text == ""
    assert RedactedEntry.objects.filter(question=recorded.other).exists()
