"""Every address and every command, for a chat that is planned, cancelled, announced, live, over or sealed."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from chatserver.live.timing.throttle import buckets
from chatserver.web.throttle_strangers import PERSONS, STRANGERS
from sessions.chats.calendar.lifecycle.announcing import announce_chat_session
from sessions.chats.calendar.lifecycle.lifecycle import cancel_chat_session, close_chat_session, open_chat_session
from sessions.chats.calendar.lifecycle.sealing import seal_chat_session
from sessions.models import ChatSession, Ward
from tests.chatserver.who_may.table import COMMANDS, RESIDENTS
from tests.factories.evening import Evening, make_evening
from tests.factories.planning_desk import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.costly]

PAGES = (
    "/chat/{id}/",
    "/desk/{id}/",
    "/desk/{id}/appeals/",
    "/desk/{id}/record/",
    "/desk/{id}/reports/",
    "/desk/{id}/rereading/",
    "/floor/{id}/",
    "/wall/{id}/",
    "/planning/chats/{id}/",
    "/api/chat/{id}/events",
    "/api/chat/{id}/events?stream=desk",
    "/calendar/chats/{id}.ics",
)
NOT_UNDERSTOOD = ("unknown_op", "bad_field", "unknown_field", "bad_frame", "internal", "rate_limited")
STATES = [
    "live",
    *(
        pytest.param(state, marks=pytest.mark.slow)
        for state in ("planned", "planned and cancelled", "announced", "cancelled", "closed", "sealed")
    ),
]


@pytest.fixture(autouse=True)
def data_folder(settings: Any, tmp_path: Path) -> None:
    """A data folder of its own: sealing a record makes a key there, and says how long the log is."""
    settings.DATA_DIR = tmp_path


@pytest.fixture
def evening() -> Evening:
    return make_evening()


def chat_in(state: str, ward: Ward) -> ChatSession:
    starts_at = timezone.now() + timedelta(days=3)
    times = {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=1)}
    if state.startswith("planned"):
        chat_session = ChatSession.objects.create(ward=ward, state="planned", planned_on=starts_at.date(), **times)
        if state != "planned":
            cancel_chat_session(chat_session, reason="Rain", by="clerk")
        return chat_session
    chat_session = announce_chat_session(ward, starts_at=starts_at, minutes=60, by="clerk")
    if state == "cancelled":
        cancel_chat_session(chat_session, reason="Rain", by="clerk")
    if state in ("live", "closed", "sealed"):
        open_chat_session(chat_session, by="clerk")
    if state in ("closed", "sealed"):
        close_chat_session(chat_session, by="clerk")
    if state == "sealed":
        seal_chat_session(chat_session, by="clerk")
    return chat_session


def everybody(evening: Evening) -> Iterator[tuple[str, Client]]:
    yield "visitor", Client()
    for who in ("moderator", "councillor", "clerk"):
        yield who, client_of(getattr(evening, who))
    yield "resident", client_of(evening.residents[0])


def may_give(who: str, op: str) -> bool:
    return (RESIDENTS if who == "resident" else who) in COMMANDS[op]


def fields_of(op: str) -> dict[str, Any]:
    """Enough for each command to be understood; the question is none of any chat."""
    question = {"question": str(uuid4())}
    fields: dict[str, dict[str, Any]] = {
        "question.ask": {"text": "When will the drain be cleaned?", "kind": "question"},
        "draft.answered": question,
        "draft.check": {"text": "When will the drain be cleaned?"},
        "question.unmask": {**question, "version": 1, "start": 0},
        "question.reword": {**question, "version": 1, "text": "When are the drains cleaned?"},
        "question.back": {**question, "on": True},
        "report": {**question, "why": "Rude"},
        "question.decline": {**question, "version": 1, "reason": "off_topic", "note": ""},
        "question.merge": {**question, "version": 1, "into": str(uuid4())},
        "question.take_down": {**question, "version": 1, "reason": "attack", "note": ""},
        "report.dismiss": {**question, "version": 1},
        "report.acknowledge": question,
        "question.appeal": question,
        "appeal.decide": {**question, "version": 1, "outcome": "upheld", "note": "It stands."},
        "correction.ask": {**question, "text": "When is the drain cleaned?"},
        "correction.decide": {**question, "version": 1, "outcome": "refused", "note": "It says something else."},
        "decision.reread": {**question, "verdict": "approve"},
        "session.slow": {"minutes": 5},
        "resident.unmute": question,
        "notice.post": {"text": "Soon."},
        "notice.correct": {"notice": 2, "text": "Soon."},
        "question.pass_on": {**question, "version": 1, "on": True},
        "question.note": {**question, "text": "Whose lane is it?"},
        "questions.decline": {"questions": [{**question, "version": 1}], "reason": "already_asked"},
        "questions.merge": {"questions": [{**question, "version": 1}], "into": question["question"]},
        "question.separate": {**question, "version": 1, "note": "Another street"},
        "question.reopen": {**question, "version": 1, "note": "By mistake"},
        "resident.mute": {**question, "minutes": 10},
        "resident.ban": {**question, "days": 7, "reason": "Threats"},
        "question.take": {},
        "question.set_topic": {**question, "version": 1, "topic": "water"},
        "question.defer": {**question, "due_on": "2027-03-01"},
        "owed.answer": {"promise": question["question"], "outcome": "broken", "text": "No money."},
        "answer.give": {**question, "text": "On Monday.", "final": True},
        "answer.correct": {**question, "part": 1, "text": "On Tuesday."},
        "official.call": {**question, "official": str(uuid4())},
        "official.send_back": {**question, "official": str(uuid4())},
        "session.extend": {"minutes": 5},
        "session.cancel": {"reason": "Rain"},
        **{op: {} for op in ("session.open", "session.close")},
        **{f"question.{step}": {**question, "version": 1} for step in ("claim", "release", "approve", "hold", "undo")},
        **{f"question.{step}": question for step in ("withdraw", "return")},
        "answer.finish": question,
    }
    return fields[op]


@pytest.mark.costly
@pytest.mark.parametrize("state", STATES)
def test_no_page_fails(state: str, evening: Evening) -> None:
    close_chat_session(evening.chat_session, by="clerk")
    chat_session = chat_in(state, evening.ward)
    failed = []
    for who, client in everybody(evening):
        client.raise_request_exception = False
        for page in PAGES:
            answer = client.get(page.format(id=chat_session.pk))
            if answer.status_code >= 500:
                failed.append((page, who))
    assert failed == []


@pytest.mark.costly
@pytest.mark.slow
@pytest.mark.parametrize("state", STATES)
def test_no_command_fails(state: str, evening: Evening) -> None:
    close_chat_session(evening.chat_session, by="clerk")
    chat_session = chat_in(state, evening.ward)
    failed = []
    for who, client in everybody(evening):
        client.raise_request_exception = False
        for op in COMMANDS:
            if state != "live" and not may_give(who, op):
                continue  # refused before anybody looks how the chat stands
            buckets._buckets.clear()  # nobody is told to wait here
            STRANGERS.clear()
            PERSONS.clear()
            with transaction.atomic():
                answer = client.post(
                    f"/api/chat/{chat_session.pk}/commands",
                    json.dumps({"type": "cmd", "ref": str(uuid4()), "op": op, **fields_of(op)}),
                    content_type="application/json",
                )
                transaction.set_rollback(True)
            if answer.status_code >= 500 or answer.json().get("code") in NOT_UNDERSTOOD:
                failed.append((op, who, answer.content))
    assert failed == []


def test_a_planned_chat_says_when_it_will_be(evening: Evening) -> None:
    close_chat_session(evening.chat_session, by="clerk")
    page = Client().get(f"/chat/{chat_in('planned', evening.ward).pk}/")
    assert (page.status_code, "This chat is only planned so far." in page.content.decode()) == (200, True)
