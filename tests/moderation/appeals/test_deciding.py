"""Appeals: once, to another moderator, before a deadline; and what an overturned decision leads to."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from moderation.appeals.deciding import decide_appeal
from moderation.appeals.verdict import AppealVerdict
from moderation.questions.removal import take_down_question
from moderation.questions.screening import decline_question
from sessions.chats.calendar.lifecycle.announcing import announce_chat_session
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.chats.questions.appeals import appeal
from sessions.city.people.permissions import STAFF_OPS
from sessions.models import Appeal, Question
from sessions.platform.refusals import Refused
from tests.factories.evening import Evening

pytestmark = pytest.mark.costly

ENGLISH = {"accept-language": "en"}


def declined(evening: Evening, text: str = "Why is my neighbour's wall there?") -> Question:
    question = evening.ask(text)
    return decline_question(
        evening.chat_session,
        question.pk,
        moderator=evening.moderator,
        version=1,
        reason="private_dispute",
        note="Ask the office",
    )


def appealed(evening: Evening, text: str = "Why is my neighbour's wall there?") -> Question:
    question = declined(evening, text)
    return appeal(evening.chat_session, question.pk, person=evening.residents[0], words="It is on the public road")


def decide(evening: Evening, question: Question, outcome: str = "overturned", *, by: int = 1) -> Question:
    moderator = (evening.moderator, evening.second_moderator)[by]
    return decide_appeal(
        evening.chat_session,
        question.pk,
        moderator=moderator,
        version=question.version,
        verdict=AppealVerdict(outcome, "The road is public."),
    )


def code_of(refusal: "pytest.ExceptionInfo[Refused]") -> str:
    return refusal.value.code


def test_an_appeal_waits_for_seven_days_and_is_told_to_the_desk_and_the_author(evening: Evening) -> None:
    question = appealed(evening)
    made = evening.desk_events()[-1]
    assert (made["type"], made["words"], made["reason"], made["note"]) == (
        "appeal.made",
        "It is on the public road",
        "private_dispute",
        "Ask the office",
    )
    row = Appeal.objects.get(question=question)
    assert row.due_at - row.made_at == timedelta(days=7)
    assert "appeal" not in str(evening.public_events())


def test_an_author_appeals_once_and_only_about_their_own_refused_question(evening: Evening) -> None:
    question = appealed(evening)
    queued = evening.queue("A public one?")
    for chosen, person, code in (
        (question, 0, "appealed"),
        (question, 1, "not_found"),
        (queued, 0, "state"),
    ):
        with pytest.raises(Refused) as refusal:
            appeal(evening.chat_session, chosen.pk, person=evening.residents[person])
        assert code_of(refusal) == code


def test_the_first_moderator_may_not_decide_and_nobody_who_answers_may(evening: Evening) -> None:
    question = appealed(evening)
    with pytest.raises(Refused) as refusal:
        decide(evening, question, by=0)
    assert code_of(refusal) == "own_decision"
    assert [duty for duty, ops in STAFF_OPS.items() if "appeal.decide" in ops] == ["moderator"]


def test_an_overturned_refusal_goes_to_the_queue_while_the_chat_is_open(evening: Evening) -> None:
    question = decide(evening, appealed(evening))
    assert (question.state, question.appeal) == ("queued", "overturned")
    assert [card["id"] for card in evening.public_state()["queue"]] == [str(question.pk)]
    assert [event["type"] for event in evening.desk_events()][-3:] == [
        "appeal.decided",
        "question.reopened",
        "question.approved",
    ]
    [card] = evening.desk_state()["questions"]
    assert (card["state"], card["version"]) == ("queued", question.version)


def test_an_upheld_refusal_stands_and_is_not_decided_twice(evening: Evening) -> None:
    question = decide(evening, appealed(evening), "upheld")
    assert (question.state, question.reason, question.appeal) == ("declined", "private_dispute", "upheld")
    with pytest.raises(Refused) as refusal:
        decide(evening, question)
    assert code_of(refusal) == "state"


def test_what_was_taken_down_stays_down_and_can_be_asked_again(evening: Evening, client: Client) -> None:
    question = evening.queue("Who is the thief of lane 3?")
    taken = take_down_question(
        evening.chat_session,
        question.pk,
        moderator=evening.moderator,
        version=question.version,
        reason="attack",
        note="",
    )
    taken = appeal(evening.chat_session, taken.pk, person=evening.residents[0])
    taken = decide(evening, taken)
    assert (taken.state, taken.appeal) == ("removed", "overturned")
    client.force_login(evening.residents[0])
    page = client.get(f"/receipt/{taken.receipt}/", headers=ENGLISH).content.decode()
    assert f"/chat/{evening.chat_session.pk}/?rephrase={taken.pk}#ask" in page


def test_after_the_evening_an_appeal_is_decided_and_the_words_are_offered_for_the_next_chat(
    evening: Evening, client: Client
) -> None:
    question = declined(evening)
    close_chat_session(evening.chat_session, by="clerk")
    question = appeal(evening.chat_session, question.pk, person=evening.residents[0])
    before = evening.public_events()
    question = decide(evening, question)
    assert (question.state, question.appeal) == ("declined", "overturned")
    assert evening.public_events() == before
    client.force_login(evening.residents[0])
    page = client.get("/me/", headers=ENGLISH).content.decode()
    assert "The decision was overturned." in page
    assert "The road is public." in page
    assert f"/my-chat/again/{question.pk}/" in page
    assert client.get(f"/my-chat/again/{question.pk}/")["Location"] == "/my-chat/"
    tomorrow = timezone.now() + timedelta(days=1)
    following = announce_chat_session(evening.ward, starts_at=tomorrow, minutes=60, by="clerk")
    there = client.get(f"/my-chat/again/{question.pk}/")["Location"]
    assert there == f"/chat/{following.pk}/?rephrase={question.pk}#ask"


def test_the_ledger_shows_an_overdue_appeal_and_then_its_outcome(evening: Evening, client: Client) -> None:
    question = appealed(evening)
    close_chat_session(evening.chat_session, by="clerk")
    assert [row["appeal"] for row in client.get("/ledger.json").json()["decisions"]] == ["waiting", "waiting"]
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        listed = client.get("/ledger.json").json()["decisions"]
        assert [(row["decision"], row["appeal"]) for row in listed] == [
            ("appealed", "overdue"),
            ("declined", "overdue"),
        ]
        assert listed[0]["by"] is None
        assert "overdue since" in client.get("/ledger/", headers=ENGLISH).content.decode()
        decide(evening, question, "upheld")
        listed = client.get("/ledger.json").json()["decisions"]
    assert [(row["decision"], row["appeal"], row["reason"]) for row in listed] == [
        ("appeal_decided", "upheld", "private_dispute"),
        ("appealed", "upheld", "private_dispute"),
        ("declined", "upheld", "private_dispute"),
    ]
    text = str(listed)
    assert "The road is public" not in text
    assert "public road" not in text


def test_an_author_appeals_in_one_tap_on_their_own_page(evening: Evening, client: Client) -> None:
    question = declined(evening)
    client.force_login(evening.residents[0])
    page = client.get("/me/", headers=ENGLISH).content.decode()
    assert 'value="question.appeal"' in page
    sent = {"op": "question.appeal", "question": str(question.pk), "words": "", "next": "/me/"}
    assert client.post(f"/chat/{evening.chat_session.pk}/do/", sent).status_code == 302
    after = client.get("/me/", headers=ENGLISH).content.decode()
    assert "Another moderator decides until" in after
    assert 'value="question.appeal"' not in after
