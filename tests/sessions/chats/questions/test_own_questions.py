"""Asking, withdrawing, backing and reporting."""

from datetime import timedelta

import pytest
from django.utils import timezone

from moderation.questions.mutes import mute_resident
from moderation.questions.screening import decline_question
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.chats.questions.own_questions import back_question, report_question, withdraw_question
from sessions.log.queries import support_counts
from sessions.models import Backing, Question, Report
from sessions.platform.refusals import Refused
from tests.factories.evening import Evening, make_evening, own_questions

pytestmark = pytest.mark.costly


def test_a_question_waits_for_the_desk_and_the_room_hears_nothing(evening: Evening) -> None:
    before = evening.public_events()
    question = evening.ask("When will the drain be cleaned?")
    assert (question.state, question.version, question.label) == ("waiting", 1, "Resident, ward 95")
    assert evening.public_events() == before
    assert evening.desk_state()["questions"][0]["text"] == "When will the drain be cleaned?"


def test_questions_can_be_asked_from_the_announcement_on(db: None) -> None:
    evening = make_evening(is_live=False)
    assert evening.ask().state == "waiting"


def test_nothing_is_asked_after_the_close(evening: Evening) -> None:
    close_chat_session(evening.chat_session, by="clerk")
    with pytest.raises(Refused) as refusal:
        evening.ask()
    assert refusal.value.code == "closed"
    assert Question.objects.count() == 0


def test_a_muted_resident_cannot_ask_until_the_mute_ends(evening: Evening) -> None:
    question = evening.ask()
    mute_resident(evening.chat_session, question.pk, moderator=evening.moderator, minutes=10)
    with pytest.raises(Refused) as refusal:
        evening.ask("Again?")
    assert refusal.value.code == "muted"
    assert 0 < (refusal.value.after_ms or 0) <= 600_000
    evening.chat_session.mutes.update(until=timezone.now() - timedelta(seconds=1))
    assert evening.ask("Again?").state == "waiting"


def test_withdrawing_a_waiting_question_leaves_no_trace_in_the_room(evening: Evening) -> None:
    question = evening.ask()
    before = evening.public_events()
    withdraw_question(evening.chat_session, question.pk, person=evening.residents[0])
    assert evening.public_events() == before
    assert evening.desk_state()["questions"][0]["state"] == "withdrawn"


def test_withdrawing_a_queued_question_takes_it_out_of_the_queue(evening: Evening) -> None:
    question = evening.queue()
    withdraw_question(evening.chat_session, question.pk, person=evening.residents[0])
    assert evening.public_state()["queue"] == []


def test_nobody_withdraws_another_persons_question(evening: Evening) -> None:
    question = evening.ask(by=0)
    with pytest.raises(Refused) as refusal:
        withdraw_question(evening.chat_session, question.pk, person=evening.residents[1])
    assert refusal.value.code == "not_found"


def test_backing_counts_each_person_once(evening: Evening) -> None:
    question = evening.queue(by=0)
    for person in (evening.residents[1], evening.residents[1], evening.residents[2]):
        back_question(evening.chat_session, question.pk, person=person, on=True)
    assert support_counts(evening.chat_session.pk).backing == {str(question.pk): 2}
    back_question(evening.chat_session, question.pk, person=evening.residents[1], on=False)
    back_question(evening.chat_session, question.pk, person=evening.residents[1], on=False)
    assert support_counts(evening.chat_session.pk).backing == {str(question.pk): 1}
    assert Backing.objects.count() == 1


def test_nobody_backs_their_own_question(evening: Evening) -> None:
    question = evening.queue(by=0)
    with pytest.raises(Refused) as refusal:
        back_question(evening.chat_session, question.pk, person=evening.residents[0], on=True)
    assert refusal.value.code == "own_question"


def test_a_question_that_waits_cannot_be_backed_and_is_as_if_it_did_not_exist(evening: Evening) -> None:
    question = evening.ask(by=0)
    with pytest.raises(Refused) as refusal:
        back_question(evening.chat_session, question.pk, person=evening.residents[1], on=True)
    assert refusal.value.code == "not_found"


def test_a_question_on_the_floor_cannot_be_backed_any_more(evening: Evening) -> None:
    question = evening.queue(by=0)
    evening.take()
    with pytest.raises(Refused) as refusal:
        back_question(evening.chat_session, question.pk, person=evening.residents[1], on=True)
    assert (refusal.value.code, refusal.value.facts["state"]) == ("state", "on_floor")


def test_a_report_reaches_the_desk_once_per_person(evening: Evening) -> None:
    question = evening.queue(by=0)
    for _time in range(2):
        report_question(evening.chat_session, question.pk, person=evening.residents[1], why="It names my neighbour.")
    card = evening.desk_state()["questions"][0]
    assert (card["reports"], card["version"]) == (1, 3)


@pytest.mark.row("threat", 38)
def test_one_person_starts_only_so_many_clocks_of_reports(evening: Evening, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sessions.chats.questions.own_questions.MAX_UNSETTLED_REPORTS", 3)
    questions = [evening.queue() for _each in range(4)]

    def report(question: Question) -> None:
        report_question(evening.chat_session, question.pk, person=evening.residents[1], why="It names my neighbour.")

    for question in questions[:3]:
        report(question)
    report(questions[0])  # one that they have reported is none more
    with pytest.raises(Refused) as refused:
        report(questions[3])
    assert refused.value.code == "too_many_waiting"
    Report.objects.filter(question=questions[0]).update(settled_at=timezone.now())
    report(questions[3])
    assert Report.objects.count() == 4


def test_an_author_sees_the_reason_of_a_refusal(evening: Evening) -> None:
    question = evening.ask()
    decline_question(
        evening.chat_session, question.pk, moderator=evening.moderator, version=1, reason="campaign", note="No slogans."
    )
    own = own_questions(evening.residents[0].pk, evening.chat_session.pk)
    assert [(card["state"], card["reason"], card["note"]) for card in own] == [("declined", "campaign", "No slogans.")]
