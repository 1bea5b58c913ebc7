"""What load_demo leaves in an empty database, and what it tells about it."""

from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from chatserver.accounts.models import Installation, User
from chatserver.demo.load import load_demo
from moderation.models import Decision
from sessions.city.people import access
from sessions.city.people.second_factor import is_proven
from sessions.log import log
from sessions.matters.deadlines import closed_days_of
from sessions.matters.working_days import add_working_days
from sessions.models import (
    Activity,
    Change,
    ChatSession,
    ChatSessionState,
    Matter,
    Office,
    Promise,
    PromiseState,
    QuestionState,
    Record,
    Ward,
)
from sessions.promises.sources.proposals import CONFIRM_WORKING_DAYS
from tests.clients.product_folds import fold_desk, fold_public

BASE_URL = "http://127.0.0.1:8000"

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def sheet(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, Any]]:
    """Loaded once; what a test changes is gone after it, and all of it after the last."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load_demo(base_url=BASE_URL)
        transaction.set_rollback(True)


@pytest.fixture
def live(sheet: dict[str, Any]) -> ChatSession:
    return ChatSession.objects.get(pk=sheet["chat_session"])


def wire_events(chat_session: ChatSession, stream: str) -> list[dict[str, Any]]:
    events = log.read_since(chat_session_id=chat_session.pk, stream=stream, seq=0, limit=10_000)
    return [event.as_wire() for event in events]


@pytest.mark.long
def test_the_sheet_is_the_contract(sheet: dict[str, Any]) -> None:
    assert sorted(sheet) == [
        "base_url",
        "chat_session",
        "clerk",
        "councillor",
        "moderators",
        "official",
        "owing",
        "residents",
        "ward",
    ]
    assert (sheet["base_url"], sheet["ward"]) == (BASE_URL, 95)
    assert (len(sheet["residents"]), len(sheet["moderators"])) == (5, 2)
    staff = [sheet[duty] for duty in ("councillor", "official", "owing", "clerk")]
    people = [*sheet["residents"], *sheet["moderators"], *staff]
    assert all(sorted(person) == ["name", "sign_in"] for person in people)
    assert all(person["sign_in"].startswith(f"{BASE_URL}/demo/sign-in/") for person in people)
    assert len({person["sign_in"] for person in people}) == 11


@pytest.mark.long
def test_somebody_owes_an_answer_of_an_earlier_evening(sheet: dict[str, Any]) -> None:
    client = Client(headers={"host": "127.0.0.1", "accept-language": "en"})
    client.get(urlsplit(sheet["owing"]["sign_in"]).path)
    page = client.get("/owed/").content.decode()
    assert ("How much was spent on roads" in page, "21 days left" in page, "Write the answer" in page) == (True,) * 3


@pytest.mark.long
def test_the_offices_work_is_there_in_four_languages_with_pictures(sheet: dict[str, Any]) -> None:
    pages = {
        language: Client(headers={"accept-language": language}).get("/activities/").content.decode()
        for language in ("en", "bn", "hi", "ur")
    }
    titles = {"en": "The drain by the primary school", "bn": "প্রাথমিক স্কুলের", "hi": "प्राइमरी स्कूल", "ur": "پرائمری اسکول"}
    assert all(titles[language] in page for language, page in pages.items())
    assert "photos__pair" in Client().get(f"/activities/{Activity.objects.earliest('serial').number}/").content.decode()


@pytest.mark.long
def test_each_link_signs_in_somebody_who_may_do_what_the_sheet_says(sheet: dict[str, Any], live: ChatSession) -> None:
    expected = [
        *((person, "room", "resident") for person in sheet["residents"]),
        *((person, "desk", "moderator") for person in sheet["moderators"]),
        (sheet["councillor"], "desk", "councillor"),
        (sheet["official"], "desk", "official"),
        (sheet["clerk"], "desk", "clerk"),
    ]
    roles = []
    for person, door, _role in expected:
        client = Client(headers={"host": "127.0.0.1"})
        assert client.get(urlsplit(person["sign_in"]).path).status_code == 302
        account_id = int(client.session["_auth_user_id"])
        proof = is_proven(client.session)
        admitted = access.admit(account_id=account_id, chat_session_id=live.pk, door=door, is_proven=proof)
        roles.append(admitted.role)
    assert roles == [role for _person, _door, role in expected]


@pytest.mark.long
def test_names_are_those_that_are_shown(sheet: dict[str, Any]) -> None:
    assert [person["name"] for person in sheet["residents"]] == [
        "A mother from Bijoygarh",
        "রিকশাচালক, বিজয়গড়",
        "A retired teacher",
        "Grocer near the market",
        "Resident, ward 95",
    ]
    assert sheet["councillor"]["name"] == "Shiuli Roddur (demo)"


def test_the_database_knows_that_it_is_a_demo(sheet: dict[str, Any]) -> None:
    assert Installation.is_demo()


def test_twelve_wards_have_twelve_offices(sheet: dict[str, Any]) -> None:
    assert Ward.objects.count() == 12
    assert Office.objects.held_on(timezone.localdate()).count() == 12


def test_the_chat_of_ward_95_is_live_and_has_every_kind_of_question(live: ChatSession) -> None:
    assert (live.ward.number, live.state) == (95, ChatSessionState.LIVE)
    assert 85 <= (live.ends_at - timezone.now()).total_seconds() / 60 <= 90
    states = set(live.questions.values_list("state", flat=True))
    later = {QuestionState.ON_FLOOR, QuestionState.ON_NOTICE, QuestionState.WITHDRAWN, QuestionState.REMOVED}
    assert states == set(QuestionState) - later


@pytest.mark.long
def test_the_floor_is_free_for_the_person_who_plays_the_councillor(live: ChatSession) -> None:
    assert live.questions.on_floor().count() == 0
    assert live.questions.queued().count() >= 3


def test_other_wards_have_chats_to_come_and_one_that_was_cancelled(live: ChatSession) -> None:
    states = list(ChatSession.objects.exclude(ward__number__in=(95, 98)).values_list("state", flat=True))
    assert states.count(ChatSessionState.SCHEDULED) == 4
    assert states.count(ChatSessionState.CANCELLED) == 1


def test_the_evening_that_is_over_has_a_full_record(sheet: dict[str, Any]) -> None:
    record = Record.objects.get()
    assert record.chat_session.ward.number == 98
    types = {entry["type"] for entry in record.document["entries"]}
    assert types >= {
        "head",
        "question.queued",
        "question.merged",
        "question.declined",
        "answer.given",
        "question.answered",
        "question.on_notice",
        "session.closed",
    }


@pytest.mark.parametrize("ward", [95, 98])
def test_the_tables_hold_nothing_that_the_log_does_not_tell(sheet: dict[str, Any], ward: int) -> None:
    chat_session = ChatSession.objects.get(ward__number=ward, schedule=None)
    desk = {
        card["id"]: (card["state"], card["version"])
        for card in fold_desk(wire_events(chat_session, "desk"))["questions"]
    }
    assert desk == {str(row.pk): (row.state, row.version) for row in chat_session.questions.all()}
    public = fold_public(wire_events(chat_session, "public"))
    shown = {card["id"] for card in (*public["queue"], *public["answered"])}
    assert shown == {str(row.pk) for row in chat_session.questions.public()}
    assert {card["id"] for card in public["answered"] if card["answers"]} == {
        str(row.pk) for row in chat_session.questions.exclude(answers=None)
    }


def test_every_decision_of_the_moderators_stands_in_the_ledger(live: ChatSession) -> None:
    screened = live.questions.exclude(state=QuestionState.WAITING)
    assert Decision.objects.filter(question__chat_session=live).count() == screened.count()


def test_there_are_thirty_more_residents_for_the_play(sheet: dict[str, Any]) -> None:
    assert User.objects.filter(ward__number=95).count() == 35
    assert not User.objects.exclude(password__startswith="!").exists()


def test_every_ward_has_a_rule_and_one_weekend_is_closed(sheet: dict[str, Any]) -> None:
    planned = ChatSession.objects.filter(state=ChatSessionState.PLANNED).select_related("ward", "schedule")
    assert {chat_session.ward.number for chat_session in planned} == {ward.number for ward in Ward.objects.all()}
    assert any(chat_session.is_moved for chat_session in planned)
    assert {change.person for change in Change.objects.filter(subject="schedule")} == {
        User.objects.get(username="demo-clerk")
    }


def test_complaints_and_suggestions_are_as_far_as_their_script_says(sheet: dict[str, Any]) -> None:
    states = Counter(Matter.objects.values_list("state", flat=True))
    assert states == Counter(["waiting", "in_progress", "claimed_done", "open", "open", "under_review", "transferred"])
    assert Matter.objects.get(category__slug="drains").support == 4


def test_there_are_promises_in_several_states_with_the_words_of_their_answers(sheet: dict[str, Any]) -> None:
    promises = list(Promise.objects.select_related("answer"))
    states = {promise.state for promise in promises}
    assert states >= {PromiseState.PROPOSED, PromiseState.MADE, PromiseState.CLAIMED_KEPT, PromiseState.KEPT}
    [proposed] = [promise for promise in promises if promise.state == PromiseState.PROPOSED]
    assert proposed.proposed_at is not None
    on = timezone.localdate(proposed.proposed_at)
    assert proposed.confirm_by == add_working_days(on, CONFIRM_WORKING_DAYS, closed_days_of(proposed.ward))
    for promise in promises:
        if promise.answer is not None and promise.said:
            assert promise.said_from is not None
            assert promise.answer.text[promise.said_from :].startswith(promise.said)
