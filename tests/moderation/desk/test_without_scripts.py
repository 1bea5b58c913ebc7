"""The desk by plain forms alone: a decision, its undoing, a claim, copies declined together, and slow mode."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.chats.questions.own_questions import report_question
from sessions.contract.desk_times import UNDO_SECONDS
from sessions.contract.limits import MAX_SLOW_MINUTES
from sessions.models import ChatSession, Question
from tests.factories.evening import Evening
from tests.factories.planning_desk import client_of, hidden_fields

pytestmark = pytest.mark.costly

ENGLISH = {"accept-language": "en"}


class Page:
    """The desk as one moderator's browser shows it without scripts."""

    def __init__(self, evening: Evening, person: Any) -> None:
        self.client: Client = client_of(person)
        self.address = f"/desk/{evening.chat_session.pk}/"
        self.html = ""
        self.visit()

    def visit(self, query: str = "") -> None:
        self.html = self.client.get(self.address + query, headers=ENGLISH).content.decode()

    def submit(self, op: str, **chosen: Any) -> None:
        """Send the first form for a command as it is shown, with what was chosen in it, and follow the redirection."""
        forms = re.findall(r"<form\b.*?</form>", self.shown(), re.DOTALL)
        form = next(each for each in forms if f'name="op" value="{op}"' in each)
        action, back = re.search(r'action="([^"]+)"', form), re.search(r'name="next" value="([^"]+)"', form)
        assert action is not None
        assert back is not None
        fields = hidden_fields(form) | {"next": back[1]} | chosen
        answer = self.client.post(action[1], fields, headers=ENGLISH, follow=True)
        assert answer.status_code == 200
        self.html = answer.content.decode()

    def shown(self) -> str:
        """Without what is hidden and without templates."""
        html = re.sub(r"<template.*?</template>", "", self.html, flags=re.DOTALL)
        return re.sub(r"<(section|form)\b[^>]* hidden>.*?</\1>", "", html, flags=re.DOTALL)

    def undoing(self) -> str:
        found = re.search(r'<section[^>]*id="undoing"[^>]*>.*?</section>', self.shown(), re.DOTALL)
        return found[0] if found else ""


@pytest.mark.long
def test_a_decision_is_undone_by_its_button_while_the_page_says_for_how_long(evening: Evening) -> None:
    question = evening.ask("Is the pump mended?")
    page = Page(evening, evening.moderator)
    page.submit("question.approve")
    assert f"Accepted: can be undone for {UNDO_SECONDS} seconds" in page.undoing()
    assert "Is the pump mended?" in page.undoing()
    assert Page(evening, evening.second_moderator).undoing() == ""
    page.submit("question.undo")
    assert page.undoing() == ""
    assert standing_of(question) == ("waiting", None)
    page.visit(f"?question={question.pk}")
    page.submit("question.decline", reason="off_topic")
    assert "Not accepted: can be undone" in page.undoing()


def test_after_ten_seconds_the_button_is_gone(evening: Evening) -> None:
    evening.ask()
    page = Page(evening, evening.moderator)
    page.submit("question.hold")
    with time_machine.travel(timezone.now() + timedelta(seconds=UNDO_SECONDS + 1)):
        later = Page(evening, evening.moderator)
        assert later.undoing() == ""


def test_copies_are_ticked_and_declined_together(evening: Evening) -> None:
    copies = [evening.ask(f"COPY {number}: the lamp is out.", by=number) for number in range(2)]
    page = Page(evening, evening.moderator)
    ticked = [f"{each.pk}:{each.version}" for each in copies]
    assert [value for value in ticked if f'form="bulk-form" name="questions" value="{value}"' in page.shown()] == ticked
    page.submit("questions.decline", questions=ticked, reason="already_asked")
    assert page.undoing().count("Not accepted: can be undone") == 2


def test_slow_mode_is_set_and_ended(evening: Evening) -> None:
    page = Page(evening, evening.moderator)
    for minutes in (5, 0):
        page.submit("session.slow", minutes=minutes)
        assert ChatSession.objects.get(pk=evening.chat_session.pk).slow_minutes == minutes
        assert (
            f'name="minutes" type="number" inputmode="numeric" min="0" max="{MAX_SLOW_MINUTES}" value="{minutes}"'
            in page.html
        )


def test_after_the_end_only_what_is_still_allowed_is_offered(evening: Evening) -> None:
    call, answered = evening.ask("Please call 98765 43210."), evening.answer()
    evening.ask("Please call, 98765 43210!", by=1)
    report_question(evening.chat_session, answered.pk, person=evening.residents[1], why="It names my neighbour.")
    asked_for = [f"?question={each.pk}" for each in (call, answered)]
    decisions = {"question.approve", "questions.decline", "questions.merge", "question.unmask"}
    assert decisions <= ops_of(evening, *asked_for)
    close_chat_session(evening.chat_session, by="clerk")
    assert ops_of(evening, *asked_for) == {"report.dismiss"}
    page = Page(evening, evening.moderator)
    assert 'name="questions"' not in page.shown()
    assert "Notes to colleagues" not in page.shown()
    page.visit(asked_for[1])
    page.submit("report.dismiss")
    assert "report.dismiss" not in ops_of(evening, asked_for[1])


def ops_of(evening: Evening, *queries: str) -> set[str]:
    """The commands of all forms that a moderator is shown at these addresses of the desk."""
    page, found = Page(evening, evening.moderator), set[str]()
    for query in queries:
        page.visit(query)
        found.update(re.findall(r'name="op" value="([^"]+)"', page.shown()))
    return found


def standing_of(question: Question) -> tuple[str, object]:
    question.refresh_from_db()
    return question.state, question.pending
