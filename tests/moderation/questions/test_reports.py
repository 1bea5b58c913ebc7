"""Reports: the desk sees what each is about, and settles them."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from moderation.questions.reports import acknowledge_reports, dismiss_reports
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.chats.questions.own_questions import report_question
from sessions.log.folding.desk_folding import MOST_REPORTS_SHOWN
from sessions.log.logged_event import wire_time
from sessions.models import Question, Report
from sessions.platform.refusals import Refused
from tests.factories.evening import Evening, make_person
from tests.factories.planning_desk import client_of

pytestmark = pytest.mark.costly


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


@pytest.mark.parametrize(
    ("reason", "hours"), [("other", 7 * 24), ("attack", 7 * 24), ("personal_data", 36), ("threat", 36)]
)
def test_each_report_has_a_clock_and_an_urgent_one_a_shorter(evening: Evening, reason: str, hours: int) -> None:
    question = evening.queue()
    report_question(evening.chat_session, question.pk, person=evening.residents[1], why="Look", reason=reason)
    row = Report.objects.get()
    assert row.acknowledge_by is not None
    assert row.due_at is not None
    assert row.acknowledge_by - row.reported_at == timedelta(hours=24)
    assert row.due_at - row.reported_at == timedelta(hours=hours)
    told = evening.desk_events()[-1]
    assert (told["reported_for"], told["due_at"]) == (reason, wire_time(row.due_at))


def test_a_report_without_a_listed_reason_is_none(evening: Evening) -> None:
    question = evening.queue()
    with pytest.raises(Refused) as refusal:
        report_question(evening.chat_session, question.pk, person=evening.residents[1], why="Look", reason="dislike")
    assert refusal.value.code == "bad_field"


def test_reports_are_acknowledged_once_and_settled_after_the_chat_too(evening: Evening) -> None:
    question = report(evening, evening.queue())
    acknowledge_reports(evening.chat_session, question.pk, moderator=evening.moderator)
    with pytest.raises(Refused) as refusal:
        acknowledge_reports(evening.chat_session, question.pk, moderator=evening.moderator)
    assert refusal.value.code == "state"
    close_chat_session(evening.chat_session, by="clerk")
    question.refresh_from_db()
    dismiss(evening, question, question.version)
    assert Report.objects.unsettled().count() == 0


def test_the_desk_shows_what_is_due_and_what_is_late(evening: Evening) -> None:
    report(evening, evening.queue("Is the pond clean?"), why="Names my brother")
    address = f"/desk/{evening.chat_session.pk}/reports/"
    page = client_of(evening.moderator).get(address, headers={"accept-language": "en"}).content.decode()
    assert "Names my brother" in page
    assert "To acknowledge until" in page
    assert "Overdue since" not in page
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        late = client_of(evening.moderator).get(address, headers={"accept-language": "en"}).content.decode()
    assert "Not acknowledged in time, until" in late
    assert "Overdue since" in late


@pytest.mark.parametrize(
    ("language", "heading", "before_the_date"),
    [
        ("bn", "যেগুলিতে আপত্তি আছে", "আপত্তি জানানো হয়েছে"),
        ("hi", "जिन पर आपत्ति है", "आपत्ति दर्ज हुई"),
        ("ur", "جن پر اعتراض ہے", "اعتراض درج ہوا"),
    ],
)
def test_the_list_of_reported_questions_has_other_words_than_the_day_of_a_report(
    evening: Evening, language: str, heading: str, before_the_date: str
) -> None:
    report(evening, evening.queue())
    client = client_of(evening.moderator)
    client.cookies["language"] = language
    desk = client.get(f"/desk/{evening.chat_session.pk}/").content.decode()
    assert f'id="group-reported-title">{heading} <' in desk
    reports = client.get(f"/desk/{evening.chat_session.pk}/reports/").content.decode()
    assert f'<p class="muted small">{before_the_date} <' in reports
