"""The pages of owed answers: who sees what, drafts, the look before sending, refusals, and what the public reads."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from sessions.chats.questions.written_answers.answering import give_written_answer
from sessions.chats.questions.written_answers.drafts import save_draft
from sessions.models import Answer, Appointment, Duty, Question, Record, WrittenDraft
from tests.factories.evening import Evening, make_evening, make_person
from tests.factories.planning_desk import client_of, hidden_fields
from tests.factories.written_answers import WRITTEN, move_due_day, owed_question

pytestmark = pytest.mark.costly

ENGLISH = {"accept-language": "en"}


def staff(evening: Evening, duty: str = Duty.DELEGATE) -> Any:
    person = make_person(str(duty), label="D. Das")
    Appointment.objects.create(person=person, duty=duty, ward=evening.ward, from_on=timezone.localdate())
    return person


def get(person: Any, address: str, *, is_proven: bool = True) -> str:
    client = client_of(person, is_proven=is_proven) if person is not None else Client()
    return words_in(client.get(address, headers=ENGLISH).content.decode())


def words_in(page: str) -> str:
    return re.sub(r"\s+", " ", unescape(page))


def post(person: Any, address: str, **given: str) -> Any:
    """Post the form as a browser sends it, with the hidden fields of the page as it stands."""
    client = client_of(person)
    hidden = hidden_fields(client.get(address, headers=ENGLISH).content.decode())
    return client.post(address, hidden | given, headers=ENGLISH)


def page_of(question: Question) -> str:
    return f"/owed/{question.pk}/"


def test_the_holder_reads_what_they_owe_the_first_day_first(evening: Evening) -> None:
    later = evening.queue("Which lamps?")
    first = owed_question(evening, days=3, text="Which drains?")
    Question.objects.filter(pk=later.pk).update(state="on_notice", due_on=timezone.localdate() + timedelta(days=9))
    page = get(evening.councillor, "/owed/")
    assert "<h1>Answers you owe</h1>" in page
    assert page.index("Which drains?") < page.index("Which lamps?")
    assert re.findall(r'data-state="(\w+)">([^<]+)<', page) == [
        ("on_notice", "3 days left"),
        ("on_notice", "9 days left"),
    ]
    assert "Resident, ward 95" in page
    assert "0 supporters" in page
    assert f'href="{page_of(first)}"' in page


@pytest.mark.long
@pytest.mark.parametrize(
    ("days", "words"), [(0, "Due today"), (1, "1 day left"), (-1, "Overdue by 1 day"), (-12, "Overdue by 12 days")]
)
def test_what_is_overdue_says_so_in_red_and_in_words(evening: Evening, days: int, words: str) -> None:
    owed_question(evening, days=days)
    page = get(evening.councillor, "/owed/")
    assert (f'<strong class="error">{words}</strong>' in page) == (days < 0)
    assert words in page
    assert ("1 answer is overdue." in page) == (days < 0)


def test_the_number_owed_stands_in_the_navigation_of_the_holder_and_their_staff(evening: Evening) -> None:
    owed_question(evening)
    for person in (evening.councillor, staff(evening)):
        assert '<a class="masthead__long" href="/owed/">Answers owed: 1</a>' in get(person, "/about/")
    for person in (evening.moderator, evening.residents[0], None):
        assert "/owed/" not in get(person, "/about/")


def test_a_clerk_finds_the_list_in_the_planning(evening: Evening) -> None:
    question = owed_question(evening)
    assert '<a href="/owed/">Answers owed</a>' in get(evening.clerk, "/planning/")
    move_due_day(question, days=-2)
    assert "1 answer is overdue." in get(evening.clerk, "/owed/")


def test_nothing_owed_is_said(evening: Evening) -> None:
    assert "Nothing is owed." in get(evening.councillor, "/owed/")
    assert '<a class="masthead__long" href="/owed/">Answers owed</a>' in get(evening.councillor, "/about/")


def test_a_clerk_only_reads_and_reads_no_draft(evening: Evening) -> None:
    question = owed_question(evening)
    save_draft(evening.chat_session, question.pk, person=evening.councillor, text="Zebra crossing.", seen=0)
    assert "Look at it" in get(evening.clerk, "/owed/")
    page = get(evening.clerk, page_of(question))
    assert ("<textarea" in page, "Zebra" in page) == (False, False)
    for do in ("save", "look", "send"):
        answered = client_of(evening.clerk).post(page_of(question), {"do": do, "text": WRITTEN, "seen": "1"})
        assert answered.status_code == 422
    assert not Answer.objects.exists()


def test_staff_draft_and_the_holder_looks_once_more_and_sends(evening: Evening) -> None:
    question, delegate = owed_question(evening), staff(evening)
    assert post(delegate, page_of(question), text="In March, I think.", do="save").status_code == 302
    assert "A draft was saved on" in get(evening.councillor, "/owed/")
    page = get(evening.councillor, page_of(question))
    assert ("In March, I think.</textarea>" in page, "D. Das" in page) == (True, True)
    look = post(evening.councillor, page_of(question), text=WRITTEN, do="look")
    shown = look.content.decode()
    assert (look.status_code, "Is this your answer?" in shown, WRITTEN in shown) == (200, True, True)
    assert not Answer.objects.exists()
    assert WrittenDraft.objects.get().text == WRITTEN
    client = client_of(evening.councillor)
    sent = client.post(page_of(question), hidden_fields(shown) | {"do": "send"}, headers=ENGLISH)
    assert (sent.status_code, sent.headers["Location"]) == (302, "/owed/")
    assert Answer.objects.get().text == WRITTEN
    assert "Nothing is owed." in get(evening.councillor, "/owed/")


def test_staff_cannot_send(evening: Evening) -> None:
    question, delegate = owed_question(evening), staff(evening, Duty.OFFICIAL)
    page = get(delegate, page_of(question))
    assert ('value="look"' in page, 'value="save"' in page) == (False, True)
    refused = post(delegate, page_of(question), text=WRITTEN, do="send")
    assert refused.status_code == 422
    assert "Only the person who holds the office of this ward can answer." in refused.content.decode()
    assert not Answer.objects.exists()


@pytest.mark.long
@pytest.mark.parametrize("do", ["save", "look", "send"])
def test_words_that_a_colleague_saved_meanwhile_are_shown_beside_ones_own(evening: Evening, do: str) -> None:
    question, delegate = owed_question(evening), staff(evening)
    save_draft(evening.chat_session, question.pk, person=delegate, text="Theirs.", seen=0)
    client = client_of(evening.councillor)
    stale = client.post(page_of(question), {"text": "Mine.", "seen": "0", "do": do}, headers=ENGLISH)
    page = words_in(stale.content.decode())
    assert (stale.status_code, "Somebody else has saved another draft meanwhile." in page) == (422, True)
    assert (">Theirs.</blockquote>" in page, "Mine.</textarea>" in page) == (True, True)
    assert not Answer.objects.exists()
    again = client.post(page_of(question), hidden_fields(page) | {"text": "Mine.", "do": "save"}, headers=ENGLISH)
    assert (again.status_code, WrittenDraft.objects.get().text) == (302, "Mine.")


def test_who_sends_twice_is_told_that_it_has_been_answered(evening: Evening) -> None:
    question = owed_question(evening)
    for expected in (302, 422):
        answered = client_of(evening.councillor).post(
            page_of(question), {"text": WRITTEN, "seen": "0", "do": "send"}, headers=ENGLISH
        )
        assert answered.status_code == expected
    page = words_in(answered.content.decode())
    assert ("That cannot be done with this question now." in page, "Answered in writing on" in page) == (True, True)
    assert Answer.objects.count() == 1


@pytest.mark.long
@pytest.mark.parametrize("text", ["", "   ", "a" * 50_000, "\u202eabc"])
def test_words_that_are_refused_stay_in_the_form(evening: Evening, text: str) -> None:
    question = owed_question(evening)
    answered = post(evening.councillor, page_of(question), text=text, do="look")
    assert answered.status_code == 422
    assert f"{text}</textarea>" in answered.content.decode()


def test_markup_in_an_answer_is_shown_as_it_was_written(evening: Evening) -> None:
    question = owed_question(evening)
    look = post(evening.councillor, page_of(question), text="<b>5 < 6</b>\nsecond line", do="look")
    assert "&lt;b&gt;5 &lt; 6&lt;/b&gt;" in look.content.decode()
    client_of(evening.councillor).post(page_of(question), hidden_fields(look.content.decode()) | {"do": "send"})
    assert Answer.objects.get().text == "<b>5 < 6</b>\nsecond line"


def test_the_holder_corrects_a_slip_and_the_earlier_words_can_be_read(evening: Evening) -> None:
    question = owed_question(evening)
    give_written_answer(evening.chat_session, question.pk, person=evening.councillor, text="In Mai.")
    assert post(evening.councillor, page_of(question), text="In May.", do="correct").status_code == 302
    for person, address in ((evening.councillor, page_of(question)), (None, f"/receipt/{question.receipt}/")):
        page = get(person, address)
        assert ("In May." in page, "In Mai." in page) == (True, True)


@pytest.mark.long
@pytest.mark.row("threat", 47)
def test_a_written_answer_and_its_correction_are_looked_at_twice(evening: Evening) -> None:
    question, call = owed_question(evening), "Call Ramesh on 98300 12345."
    asked = post(evening.councillor, page_of(question), text=call, do="send")
    page = words_in(asked.text)
    assert (asked.status_code, Answer.objects.count()) == (422, 0)
    assert ("This seems to contain a phone number." in page, "Is this your answer?" in page) == (True, True)
    assert '<input type="checkbox" name="confirmed"' in page
    sent = client_of(evening.councillor).post(
        page_of(question), hidden_fields(asked.text) | {"do": "send", "confirmed": "yes"}
    )
    assert (sent.status_code, Answer.objects.get().text) == (302, call)
    corrected = {"text": "Call Ramesh on 98300 12346.", "do": "correct"}
    asked = post(evening.councillor, page_of(question), **corrected)
    assert (asked.status_code, '<input type="checkbox" name="confirmed"' in asked.text) == (422, True)
    assert post(evening.councillor, page_of(question), **corrected, confirmed="yes").status_code == 302


def test_another_wards_question_does_not_exist(evening: Evening) -> None:
    question = owed_question(evening)
    elsewhere = make_evening(number=96, is_live=False)
    for person in (elsewhere.councillor,):
        assert client_of(person).get(page_of(question)).status_code == 404
        assert "Nothing is owed." in get(person, "/owed/")


@pytest.mark.row("threat", 11)
def test_nobody_else_enters(evening: Evening) -> None:
    question = owed_question(evening)
    for address in ("/owed/", page_of(question)):
        for person in (evening.moderator, evening.residents[0]):
            assert client_of(person).get(address).status_code == 403
        assert Client().get(address).headers["Location"].startswith("/sign-in/")
        unproven = client_of(evening.councillor, is_proven=False).get(address)
        assert unproven.headers["Location"].startswith("/second-factor/")


def test_everybody_reads_what_a_ward_owes_and_what_is_overdue(evening: Evening) -> None:
    question = owed_question(evening, text="Which drains?")
    page = get(None, "/wards/95/")
    assert ('id="owed"' in page, "14 days left" in page, "Which drains?" in page) == (True, True, True)
    move_due_day(question, days=-3)
    slug = Record.objects.get().slug
    assert "Overdue by 3 days" in get(None, "/wards/95/")
    assert "Overdue by 3 days" in get(None, f"/receipt/{question.receipt}/")
    assert "answers owed: 1" in get(None, "/records/")
    assert "1 overdue" in get(None, "/records/")
    assert "Written answer promised" in get(None, f"/records/{slug}/")


def test_the_answer_stands_in_the_record_with_its_day(evening: Evening) -> None:
    question = owed_question(evening)
    give_written_answer(evening.chat_session, question.pk, person=evening.councillor, text=WRITTEN)
    slug = Record.objects.get().slug
    today = timezone.localdate()
    shown = f"Answered in writing on {today.day} {today:%B %Y}"
    for address in (f"/records/{slug}/", f"/receipt/{question.receipt}/"):
        page = get(None, address)
        assert (WRITTEN in page, shown in page, "Written answer by:" in page) == (True, True, False)
    assert 'id="owed"' not in get(None, "/wards/95/")
    assert "answers owed" not in get(None, "/records/")


def test_the_room_that_is_over_shows_what_is_owed_and_then_the_answer(evening: Evening) -> None:
    question = owed_question(evening)
    address = f"/chat/{evening.chat_session.pk}/"
    assert "A written answer is owed by" in get(None, address)
    give_written_answer(evening.chat_session, question.pk, person=evening.councillor, text=WRITTEN)
    page = get(None, address).split('id="words"')[0]
    assert (WRITTEN in page, "A written answer is owed by" in page) == (True, False)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_as_many_queries_for_many(evening: Evening, rows: int, django_assert_num_queries: Any) -> None:
    for _number in range(rows - 1):
        question = evening.queue()
        Question.objects.filter(pk=question.pk).update(state="on_notice", due_on=timezone.localdate())
    owed_question(evening)
    client = client_of(evening.councillor)
    client.get("/owed/")
    with django_assert_num_queries(10):
        client.get("/owed/")


def test_the_person_who_asked_finds_the_answer_on_their_own_page(evening: Evening) -> None:
    question = owed_question(evening)
    assert "14 days left" not in get(evening.residents[0], "/me/")
    assert "Written answer by:" in get(evening.residents[0], "/me/")
    give_written_answer(evening.chat_session, question.pk, person=evening.councillor, text=WRITTEN)
    page = get(evening.residents[0], "/me/")
    assert ("Answered in writing on" in page, f'href="/receipt/{question.receipt}/">Read the answer' in page) == (
        True,
    ) * 2


def test_the_news_of_the_ward_tell_that_it_was_answered_without_a_word_of_it(evening: Evening) -> None:
    question = owed_question(evening)
    before = Client().get("/feeds/ward-95.atom").content.decode()
    give_written_answer(evening.chat_session, question.pk, person=evening.councillor, text=WRITTEN)
    after = Client().get("/feeds/ward-95.atom").content.decode()
    assert ("was answered in writing" in before, "was answered in writing" in after) == (False, True)
    assert (f"/q/{question.receipt}/" in after, "culvert" in after) == (True, False)
    assert Client().get("/feeds/ward-95.atom").content.decode() == after
