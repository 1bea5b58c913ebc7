"""One's own question first: its place, its answer, and what to do when it was not accepted."""

import re
from datetime import date
from typing import Any

import pytest

from moderation.questions.screening import decline_question
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.chats.questions.floor import defer_question, give_answer
from sessions.chats.questions.own_questions import back_question
from tests.factories.evening import Evening, make_evening
from tests.factories.planning_desk import client_of

pytestmark = pytest.mark.costly

PROMISES = [
    ("en", "It could not be answered at once. A written answer is owed by 15 December 2099."),
    ("bn", "তখনই উত্তর দেওয়া যায়নি। ১৫ ডিসেম্বর ২০৯৯-এর মধ্যে লিখিত উত্তর দেওয়ার কথা।"),
]


def yours(evening: Evening, query: str = "", *, language: str = "en") -> str:
    client = client_of(evening.residents[0])
    client.cookies["language"] = language
    html = client.get(f"/chat/{evening.chat_session.pk}/{query}").content.decode()
    return html.partition('id="yours"')[2].partition("</section>")[0]


def places(html: str) -> list[str]:
    return re.findall(r'data-part="place">([^<]*)<', html)


def test_a_question_in_the_queue_says_its_place_and_its_support(evening: Evening) -> None:
    theirs = evening.queue("Theirs", by=1)
    mine = evening.queue("Mine", by=0)
    assert places(yours(evening)) == ["2nd of 2 in the queue · first-time asker · supported by 0"]
    assert places(yours(evening, language="bn")) == [
        "সারিতে ২টির মধ্যে ২ নম্বরে · এখানে প্রথমবার প্রশ্ন করছেন · ০ জন সমর্থন করেছেন"
    ]
    back_question(evening.chat_session, mine.pk, person=evening.residents[2], on=True)
    assert places(yours(evening)) == ["You are next. · first-time asker · supported by 1"]
    evening.take(theirs)
    assert places(yours(evening)) == ["You are next. · first-time asker · supported by 1"]


def test_a_policy_can_keep_the_numbers_of_supporters_from_the_pages(settings: Any, db: None) -> None:
    settings.QUEUE_ORDER = "fair-1-quiet"
    evening = make_evening()
    evening.queue("Mine", by=0)
    assert places(yours(evening)) == ["You are next. · first-time asker"]
    for page in (f"/chat/{evening.chat_session.pk}/", f"/wall/{evening.chat_session.pk}/"):
        assert 'data-support="hidden"' in client_of(evening.residents[0]).get(page).content.decode()


def test_what_was_answered_stands_with_its_answer_on_ones_own_card(evening: Evening) -> None:
    mine = evening.queue("Mine", by=0)
    evening.take(mine)
    assert places(yours(evening)) == []
    give_answer(evening.chat_session, mine.pk, person=evening.councillor, text="On Monday.", final=True)
    assert "On Monday." in yours(evening)


@pytest.mark.parametrize(("language", "promise"), PROMISES)
def test_a_promise_names_its_day_on_ones_own_card(evening: Evening, language: str, promise: str) -> None:
    mine = evening.take(evening.queue("Mine", by=0))
    defer_question(evening.chat_session, mine.pk, person=evening.councillor, due_on=date(2099, 12, 15))
    assert f'data-part="explanation">{promise}<' in yours(evening, language=language)


def test_what_was_not_accepted_can_be_put_in_other_words_without_scripts(evening: Evening) -> None:
    mine = evening.ask("Qwertz?", kind="complaint")
    options: dict[str, Any] = {"moderator": evening.moderator, "version": 1, "reason": "not_understandable", "note": ""}
    decline_question(evening.chat_session, mine.pk, **options)
    link = f'href="?rephrase={mine.pk}#ask">'
    assert link in yours(evening)
    client = client_of(evening.residents[0])
    html = client.get(f"/chat/{evening.chat_session.pk}/?rephrase={mine.pk}").content.decode()
    assert ">Qwertz?</textarea>" in html
    assert 'value="complaint" checked' in html
    other = client_of(evening.residents[1]).get(f"/chat/{evening.chat_session.pk}/?rephrase={mine.pk}")
    assert "Qwertz" not in other.content.decode()
    close_chat_session(evening.chat_session, by="clerk")
    assert link not in yours(evening)


def test_what_comes_next_stands_above_what_is_newer_and_what_was_withdrawn_below(evening: Evening) -> None:
    for text in ("First", "Second", "Third"):
        evening.queue(text, by=0)
    client = client_of(evening.residents[0])
    second = evening.public_state()["queue"][1]["id"]
    client.post(f"/chat/{evening.chat_session.pk}/do/", {"op": "question.withdraw", "question": second})
    shown = re.findall(r'data-part="text"[^>]*>([^<]*)<', yours(evening))
    assert shown == ["First", "Third", "Second"]
    assert "Withdrawn" in yours(evening)
