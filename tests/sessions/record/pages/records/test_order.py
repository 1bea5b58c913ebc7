"""The page that shows how an evening's questions were taken, and the same evening under other orders."""

import re
from typing import Any

import pytest
from django.test import Client

from moderation.questions.removal import take_down_question
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.chats.questions.floor import give_answer, take_question
from sessions.chats.questions.own_questions import back_question
from sessions.contract.overrides import OverrideReason
from sessions.models import Question
from sessions.platform.exports.rendered_files import rendered_folder
from tests.factories.evening import Evening

pytestmark = [pytest.mark.django_db, pytest.mark.costly]
ENGLISH = {"accept-language": "en"}


def play(evening: Evening) -> list[Question]:
    """The most supported question is taken first, then the last by an override, and one is not reached."""
    questions = [evening.queue(text, by=by) for by, text in enumerate(("Drains?", "Lamps?", "Parks?"))]
    back_question(evening.chat_session, questions[1].pk, person=evening.residents[0], on=True)
    for named in (None, questions[2].pk):
        question = take_question(evening.chat_session, named, person=evening.moderator, reason=OverrideReason.URGENT)
        give_answer(evening.chat_session, question.pk, person=evening.councillor, text="Yes.", final=True)
    close_chat_session(evening.chat_session, by="clerk")
    return questions


def shown(client: Client, evening: Evening) -> str:
    address = f"/records/{evening.chat_session.record.slug}/order/"
    return client.get(address, headers=ENGLISH).content.decode()


def lists_on(html: str) -> list[list[str]]:
    return [re.findall(r'class="question__text"[^>]*>([^<]*)<', part) for part in html.split("<ol")[1:]]


def test_what_happened_stands_beside_other_orders(client: Client, evening: Evening) -> None:
    play(evening)
    happened, rule, support, time, _lot = lists_on(shown(client, evening))
    assert happened == ["Lamps?", "Parks?"]
    assert (rule, support, time) == (["Lamps?", "Drains?"], ["Lamps?", "Drains?"], ["Drains?", "Lamps?"])


def kept_of(slug: str) -> list[tuple[str, int]]:
    """The names of the kept orders, and when each was written."""
    return [(path.name, path.stat().st_mtime_ns) for path in (rendered_folder() / slug).glob("*.orders.json")]


@pytest.mark.row("threat", 43)
def test_the_orders_are_computed_once_and_again_once_the_record_has_changed(client: Client, evening: Evening) -> None:
    """A full evening takes seconds, in which no other page of a stranger would run."""
    play(evening)
    record = evening.chat_session.record
    first = lists_on(shown(client, evening))
    [computed] = kept_of(record.slug)
    assert lists_on(shown(client, evening)) == first
    assert kept_of(record.slug) == [computed]
    record.document["entries"] = record.document["entries"][:-1]
    record.save()
    shown(client, evening)
    [again] = kept_of(record.slug)
    assert again[0] != computed[0]
    assert "Drains" not in (rendered_folder() / record.slug / again[0]).read_text()


def test_what_was_taken_down_keeps_its_turn_without_its_words(client: Client, evening: Evening) -> None:
    """One is taken down after its answer, the next while it is being answered; from then on no order can take them."""
    questions = [evening.queue(text, by=by) for by, text in enumerate(("Drains?", "Lamps?", "Parks?"))]
    back_question(evening.chat_session, questions[2].pk, person=evening.residents[0], on=True)
    for is_answered in (True, False):
        question = take_question(evening.chat_session, None, person=evening.moderator)
        if is_answered:
            give_answer(evening.chat_session, question.pk, person=evening.councillor, text="Yes.", final=True)
        question.refresh_from_db()
        seen: dict[str, Any] = {"version": question.version, "reason": "attack", "note": ""}
        take_down_question(evening.chat_session, question.pk, moderator=evening.moderator, **seen)
    evening.take()
    close_chat_session(evening.chat_session, by="clerk")
    html = shown(client, evening)
    assert "every question was taken in the declared order" in html
    happened, rule, support, time, _lot = lists_on(html)
    gone = "These words were removed."
    assert happened == rule == support == [gone, gone, "Lamps?"]
    assert time == [gone, "Lamps?"]
    assert ("Parks?" in html, "Drains?" in html) == (False, False)


def test_an_override_is_shown_with_its_reason_here_and_in_the_record(client: Client, evening: Evening) -> None:
    play(evening)
    record = client.get(f"/records/{evening.chat_session.record.slug}/", headers=ENGLISH).content.decode()
    for page in (shown(client, evening), record):
        assert page.count("Taken before its turn: It is urgent") == 1


def test_the_page_says_whether_the_record_keeps_the_order(client: Client, evening: Evening) -> None:
    play(evening)
    assert "every question was taken in the declared order" in shown(client, evening)
    record = evening.chat_session.record
    for entry in record.document["entries"]:
        entry["data"].pop("override", None)
    record.save()
    assert "it differs from the declared order" in shown(client, evening)


def test_an_evening_without_a_question_is_shown(client: Client, evening: Evening) -> None:
    close_chat_session(evening.chat_session, by="clerk")
    assert "No question was taken." in shown(client, evening)


def test_an_override_stands_in_the_room(client: Client, evening: Evening) -> None:
    evening.queue("Drains?", by=0)
    take_question(
        evening.chat_session, evening.queue(by=1).pk, person=evening.councillor, reason=OverrideReason.GUEST_HERE
    )
    room = client.get(f"/chat/{evening.chat_session.pk}/", headers=ENGLISH).content.decode()
    assert 'data-part="how">Taken before its turn: The official for it is here now<' in room
    assert ("fair-3" in room, "Every fifth place is drawn by lot." in room) == (True, True)
