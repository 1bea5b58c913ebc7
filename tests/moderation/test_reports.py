"""Reports: the desk sees what each is about, and settles them."""

import pytest

from moderation.reports import dismiss_reports
from sessions.folding.desk_folding import MOST_REPORTS_SHOWN
from sessions.models import Question, Report
from sessions.questions.own_questions import report_question
from sessions.refusals import Refused
from tests.evening import Evening, make_person


def report(evening: Evening, question: Question, *, by: int = 1, why: str = "Rude") -> Question:
    return report_question(evening.chat_session, question.pk, person=evening.residents[by], why=why)


def dismiss(evening: Evening, question: Question, version: int) -> Question:
    return dismiss_reports(evening.chat_session, question.pk, moderator=evening.moderator, version=version)


def test_a_report_says_which_question_it_is_about_and_why_and_when(evening: Evening) -> None:
    question = evening.queue("Is the pond clean?")
    report(evening, question, by=1, why="Names my brother")
    report(evening, question, by=2, why="Rude")
    [card] = evening.desk_state()["questions"]
    assert (card["text"], card["state"], card["reports"]) == ("Is the pond clean?", "queued", 2)
    assert [each["why"] for each in card["reported"]] == ["Names my brother", "Rude"]
    assert [each["at"] for each in card["reported"]] == [event["at"] for event in evening.desk_events()[-2:]]


def test_dismissed_reports_are_gone_and_the_question_stays(evening: Evening) -> None:
    question = evening.queue()
    reported = report(evening, question)
    dismiss(evening, question, reported.version)
    [card] = evening.desk_state()["questions"]
    assert (card["state"], card["reports"], card.get("reported")) == ("queued", 0, None)
    assert [shown["id"] for shown in evening.public_state()["queue"]] == [str(question.pk)]


def test_a_later_report_counts_from_the_beginning(evening: Evening) -> None:
    question = evening.queue()
    dismiss(evening, question, report(evening, question, by=1).version)
    report(evening, question, by=2, why="Still rude")
    [card] = evening.desk_state()["questions"]
    assert (card["reports"], [each["why"] for each in card["reported"]]) == (1, ["Still rude"])


@pytest.mark.row("fault", 27)
def test_nobody_dismisses_a_report_that_they_have_not_seen(evening: Evening) -> None:
    question = evening.queue()
    seen = report(evening, question, by=1)
    report(evening, question, by=2)
    with pytest.raises(Refused) as refusal:
        dismiss(evening, question, seen.version)
    assert refusal.value.code == "stale"
    assert Report.objects.unsettled().count() == 2


def test_where_nothing_is_reported_there_is_nothing_to_dismiss(evening: Evening) -> None:
    question = evening.queue()
    with pytest.raises(Refused) as refusal:
        dismiss(evening, question, question.version)
    assert refusal.value.code == "state"


def test_of_very_many_reports_the_latest_are_shown_and_all_are_counted(evening: Evening) -> None:
    question = evening.queue()
    for number in range(MOST_REPORTS_SHOWN + 3):
        person = make_person(f"reporter {number}", evening.ward)
        report_question(evening.chat_session, question.pk, person=person, why=f"{number}")
    [card] = evening.desk_state()["questions"]
    assert card["reports"] == MOST_REPORTS_SHOWN + 3
    assert [each["why"] for each in card["reported"]] == [str(number) for number in range(3, MOST_REPORTS_SHOWN + 3)]
