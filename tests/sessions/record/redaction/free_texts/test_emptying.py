"""What the clerks ticked is emptied with the redaction: reasons of chats and closed days, and lines about an order."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from sessions.chats.calendar.lifecycle.announcing import announce_chat_session
from sessions.chats.calendar.lifecycle.closed_days import add_closure
from sessions.chats.calendar.lifecycle.dates import cancel_by_clerk
from sessions.chats.calendar.lifecycle.rescheduling import move_chat_session
from sessions.log import log
from sessions.log.folding.folding import fold_public
from sessions.models import Change, ChatSession, Closure, Event, Redaction
from sessions.platform.refusals import Refused
from sessions.record.redaction.confirming import confirm_redaction
from sessions.record.redaction.redactable_words import places_of
from tests.factories.evening import make_ward
from tests.factories.planning_desk import client_of
from tests.sessions.record.redaction.conftest import CANARY, Recorded

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql, pytest.mark.costly]
ENGLISH = {"accept-language": "en"}
REMOVED = "These words were removed."


def later_chat(recorded: Recorded) -> ChatSession:
    starts_at = timezone.now() + timedelta(days=2)
    return announce_chat_session(recorded.evening.ward, starts_at=starts_at, minutes=60, by="clerk")


def move(recorded: Recorded, chat: ChatSession, **because: str) -> ChatSession:
    starts_at, clerk = chat.starts_at + timedelta(days=1), recorded.evening.clerk
    return move_chat_session(chat, starts_at=starts_at, because=because, sequence=chat.sequence, clerk=clerk)


def bodies(chat: ChatSession) -> str:
    rows = Event.objects.filter(stream__chat_session=chat, type__in=("session.moved", "session.cancelled"))
    return json.dumps([row.body for row in rows], ensure_ascii=False)


@pytest.mark.long
def test_why_a_coming_chat_was_moved_goes_from_the_calendar_and_from_its_log(recorded: Recorded) -> None:
    chat = move(recorded, later_chat(recorded), en="A fair.", bn=f"কারণ: {CANARY}")
    chat = move(recorded, chat, en=f"Because: {CANARY}", hi=f"{CANARY}")
    before = log.read_since(chat_session_id=chat.pk, stream="public", seq=0, limit=100)
    sequence = chat.sequence
    recorded.redact("question.queued")
    chat.refresh_from_db()
    assert (chat.move_reasons["en"], chat.sequence > sequence) == (REMOVED, True)
    assert {"Canary" in chat.move_reasons["hi"], chat.move_reasons["hi"] == REMOVED} == {False}
    assert "Canary" not in bodies(chat)
    assert "A fair." in bodies(chat)
    later = log.read_since(chat_session_id=chat.pk, stream="public", seq=len(before))
    assert "Canary" not in json.dumps(fold_public([*before, *later]))
    changes = Change.objects.filter(subject="chat_session", subject_id=str(chat.pk))
    assert "Canary" not in json.dumps([[change.before, change.after] for change in changes])


def test_why_a_chat_was_cancelled_goes(recorded: Recorded) -> None:
    chat = later_chat(recorded)
    cancel_by_clerk(chat, reason=f"Because: {CANARY}", sequence=chat.sequence, clerk=recorded.evening.clerk)
    recorded.redact("question.queued")
    chat.refresh_from_db()
    assert chat.cancelled_reason.startswith(REMOVED)
    assert "Canary" not in chat.cancelled_reason + bodies(chat)
    feed = Client().get("/calendar/ward-95.ics", headers=ENGLISH).content.decode().replace("\r\n ", "")
    assert "Canary" not in feed


def test_closed_days_of_the_city_and_the_chats_of_other_wards_that_they_moved(recorded: Recorded) -> None:
    day, other = date(2027, 1, 26), make_ward(96)
    reasons = {"en": f"Because: {CANARY}", "ur": "یوم جمہوریہ"}
    closure = add_closure(kind="closed", ward=None, from_on=day, to_on=day, reasons=reasons, clerk=None)
    now = timezone.now()
    moved = ChatSession.objects.create(
        ward=other, state="planned", starts_at=now, ends_at=now + timedelta(hours=1), move_reasons=reasons
    )
    recorded.redact("question.queued")
    closure.refresh_from_db()
    moved.refresh_from_db()
    assert closure.reasons == moved.move_reasons == {"en": REMOVED, "ur": "یوم جمہوریہ"}
    [change] = Change.objects.filter(subject="closure")
    assert "Canary" not in json.dumps([change.before, change.after])
    assert set(Redaction.objects.get().elsewhere) == {f"closure:{closure.pk}", f"chat:{moved.pk}"}


@pytest.mark.long
def test_the_line_of_a_rejected_redaction_goes_and_that_of_a_confirmed_one_is_named_as_staying(
    recorded: Recorded,
) -> None:
    confirmed = recorded.redact("answer.corrected")
    rejected = recorded.propose("answer.given", authority="Order 6")
    Redaction.objects.filter(pk=rejected.pk).update(authority=f"Order about {CANARY}", state="rejected")
    Redaction.objects.filter(pk=confirmed.pk).update(authority=f"Order about {CANARY}")
    proposed = recorded.propose("question.queued")
    assert [(place.key, place.empty is not None) for place in places_of(proposed)] == [
        (f"redaction:{confirmed.pk}", False),
        (f"redaction:{rejected.pk}", True),
    ]
    confirm_redaction(proposed.pk, clerk=recorded.second_clerk)
    rejected.refresh_from_db()
    assert rejected.authority.startswith(REMOVED)


def close_day(**reasons: str) -> Closure:
    day = date(2027, 1, 26)
    return Closure.objects.create(kind="closed", from_on=day, to_on=day, reasons=reasons)


def second_client(recorded: Recorded) -> Client:
    return client_of(recorded.second_clerk)


@pytest.mark.costly
def test_on_the_page_each_is_ticked_and_what_is_unticked_stays(recorded: Recorded) -> None:
    kept, emptied = close_day(en=f"One: {CANARY}"), close_day(en=f"Two: {CANARY}")
    proposed, second = recorded.propose("question.queued"), second_client(recorded)
    address = f"/planning/redactions/{proposed.pk}/"
    html = second.get(address, headers=ENGLISH).content.decode()
    keys = [f"closure:{kept.pk}", f"closure:{emptied.pk}"]
    assert [html.count(f'name="empty" value="{key}" checked') for key in keys] == [1, 1]
    assert 'name="empty"' not in client_of(recorded.evening.clerk).get(address, headers=ENGLISH).content.decode()
    second.post(address, {"do": "confirm", "seen": keys, "empty": keys[1]}, headers=ENGLISH)
    kept.refresh_from_db()
    emptied.refresh_from_db()
    assert (kept.reasons, emptied.reasons) == ({"en": f"One: {CANARY}"}, {"en": REMOVED})
    html = second.get(address, headers=ENGLISH).content.decode()
    assert "These texts repeated the words, and were emptied with them:" in html
    assert html.count("Closed days: 26 January 2027") == 1


def test_a_text_that_came_after_the_page_was_read_has_to_be_seen_first(recorded: Recorded) -> None:
    proposed = recorded.propose("question.queued")
    closure: Any = close_day(en=f"New: {CANARY}")
    with pytest.raises(Refused) as refused:
        confirm_redaction(proposed.pk, clerk=recorded.second_clerk, seen=[])
    assert refused.value.code == "stale"
    assert Redaction.objects.get().state == "proposed"
    closure.refresh_from_db()
    assert closure.reasons == {"en": f"New: {CANARY}"}
