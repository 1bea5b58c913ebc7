"""A person's own page and the receipts: words only where they are public, or the reader's own."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from moderation.questions.screening import approve_question, decline_question, hold_question, merge_question
from sessions.chats.calendar.lifecycle.announcing import announce_chat_session
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.chats.questions.floor import give_answer
from sessions.chats.questions.own_questions import withdraw_question
from sessions.models import Question, Record
from sessions.tick import tick
from tests.factories.evening import Evening, make_evening

pytestmark = [pytest.mark.django_db, pytest.mark.costly]
ENGLISH = {"accept-language": "en"}
CANARY = "Canary of mine"


def decline(evening: Evening, receipt_of: Any) -> None:
    decline_question(
        evening.chat_session,
        receipt_of.pk,
        moderator=evening.moderator,
        version=1,
        reason="off_topic",
        note="Canary in the note",
    )


def bring_to(state: str, evening: Evening) -> Any:
    """A question of the first resident in that state, the way it really gets there."""
    chat_session, moderator = evening.chat_session, evening.moderator
    question = evening.ask(CANARY)
    if state == "held":
        hold_question(chat_session, question.pk, moderator=moderator, version=1)
    elif state == "declined":
        decline(evening, question)
    elif state == "merged":
        target = evening.queue("Another", by=1)
        merge_question(chat_session, question.pk, moderator=moderator, into=target.pk, version=1)
    elif state not in ("waiting", "withdrawn"):
        approve_question(chat_session, question.pk, moderator=moderator, version=1)
    if state == "withdrawn":
        withdraw_question(chat_session, question.pk, person=evening.residents[0])
    if state in ("on_floor", "answered"):
        evening.take(question)
    if state == "answered":
        give_answer(chat_session, question.pk, person=evening.councillor, text="The answer.", final=True)
    question.refresh_from_db()
    assert question.state == state
    return question


@pytest.mark.long
@pytest.mark.parametrize("state", ["waiting", "held", "declined", "merged", "withdrawn"])
def test_hidden_words_are_shown_to_their_author_alone(client: Client, evening: Evening, state: str) -> None:
    question = bring_to(state, evening)
    address = f"/receipt/{question.receipt}/"
    assert "Canary" not in client.get(address).content.decode()
    client.force_login(evening.residents[1])
    assert "Canary" not in client.get(address).content.decode()
    client.force_login(evening.residents[0])
    assert CANARY in client.get(address).content.decode()


def test_words_that_were_in_the_queue_stay_readable_after_they_left_it(client: Client, evening: Evening) -> None:
    question = bring_to("queued", evening)
    withdraw_question(evening.chat_session, question.pk, person=evening.residents[0])
    close_chat_session(evening.chat_session, by="clerk")
    page = client.get(f"/receipt/{question.receipt}/").content.decode()
    record = client.get(f"/records/{Record.objects.get().slug}/").content.decode()
    assert CANARY in page
    assert f'id="q-{question.receipt}"' in record
    assert CANARY in record


@pytest.mark.parametrize("state", ["waiting", "held"])
def test_after_the_close_nobody_is_told_that_somebody_will_read_it(
    client: Client, evening: Evening, state: str
) -> None:
    """The record names it, without its words."""
    question = bring_to(state, evening)
    close_chat_session(evening.chat_session, by="clerk")
    client.force_login(evening.residents[0])
    pages = {address: client.get(address).content.decode() for address in (f"/receipt/{question.receipt}/", "/me/")}
    assert all("the chat ended before" in page.lower() for page in pages.values())
    record = f"/records/{Record.objects.get().slug}/"
    assert f'href="{record}#q-{question.receipt}"' in pages[f"/receipt/{question.receipt}/"]
    assert "See it in the record" not in pages["/me/"]
    shown = client.get(record).content.decode()
    assert (f'id="q-{question.receipt}"' in shown, "Canary" in shown) == (True, False)


def test_a_question_that_nobody_read_and_its_second_asking_lead_to_each_other(client: Client, evening: Evening) -> None:
    question = bring_to("waiting", evening)
    close_chat_session(evening.chat_session, by="clerk")
    announce_chat_session(evening.ward, starts_at=timezone.now() + timedelta(hours=30), minutes=60, by="clerk")
    tick()
    again = Question.objects.get(carried_from=question)
    for each, other in ((question, again), (again, question)):
        page = client.get(f"/receipt/{each.receipt}/").content.decode()
        assert f'href="/receipt/{other.receipt}/"' in page
    client.force_login(evening.residents[0])
    page = client.get("/me/", headers=ENGLISH).content.decode()
    told = re.findall(r"<b>([^<]+:)</b> <a class=\"receipt-code card__link\" href=\"/receipt/(\w+)/\">", page)
    assert told == [
        ("Not read in the chat before:", question.receipt),
        ("Asked again in the next chat:", again.receipt),
    ]


def test_a_question_joined_before_it_was_public_has_its_line_in_the_record(client: Client, evening: Evening) -> None:
    question = bring_to("merged", evening)
    close_chat_session(evening.chat_session, by="clerk")
    page = client.get(f"/receipt/{question.receipt}/").content.decode()
    record = client.get(f"/records/{Record.objects.get().slug}/").content.decode()
    assert f"#q-{question.receipt}" in page
    assert f'id="q-{question.receipt}"' in record
    assert "Canary" not in record


@pytest.mark.parametrize("state", ["queued", "on_floor", "answered"])
def test_public_words_are_shown_to_everybody(client: Client, evening: Evening, state: str) -> None:
    question = bring_to(state, evening)
    page = client.get(f"/receipt/{question.receipt}/").content.decode()
    assert CANARY in page
    assert ("The answer." in page) == (state == "answered")


def test_the_receipt_of_a_refused_question_shows_the_reason_to_everybody(client: Client, evening: Evening) -> None:
    question = bring_to("declined", evening)
    page = client.get(f"/receipt/{question.receipt}/", headers=ENGLISH).content.decode()
    assert "Not about the ward or the borough" in page


def test_a_receipt_leads_to_the_record_once_there_is_one(client: Client, evening: Evening) -> None:
    question = bring_to("answered", evening)
    close_chat_session(evening.chat_session, by="clerk")
    page = client.get(f"/receipt/{question.receipt}/").content.decode()
    assert f'/records/{evening.chat_session.record.slug}/#q-{question.receipt}"' in page


def test_a_receipt_is_found_however_it_is_written(client: Client, evening: Evening) -> None:
    receipt = evening.ask().receipt
    for page in (
        client.get("/receipt/", {"code": f" {receipt[:5].lower()} {receipt[5:]} "}),
        client.get(f"/receipt/{receipt.lower()}/"),
    ):
        assert (page.status_code, page["Location"]) == (302, f"/receipt/{receipt}/")


@pytest.mark.parametrize("address", ["/receipt/0000000000/", "/receipt/nonsense/"])
def test_an_unknown_receipt_says_so_and_offers_the_form(client: Client, address: str) -> None:
    page = client.get(address, headers=ENGLISH)
    assert page.status_code == 404
    assert "There is no question with this code." in page.content.decode()


def test_a_code_that_cannot_be_one_is_answered_beside_the_field(client: Client) -> None:
    page = client.get("/receipt/", {"code": "<b>"}, headers=ENGLISH).content.decode()
    assert 'value="&lt;b&gt;"' in page
    assert 'aria-invalid="true"' in page


def test_signed_out_the_page_says_how_to_sign_in(client: Client) -> None:
    page = client.get("/me/", headers=ENGLISH)
    assert page.status_code == 200
    assert "/sign-in/?next=/me/" in page.content.decode()


def test_ones_own_questions_stand_with_receipt_state_reason_and_note(client: Client, evening: Evening) -> None:
    mine, theirs = bring_to("declined", evening), evening.ask("Canary of theirs", by=1)
    client.force_login(evening.residents[0])
    page = client.get("/me/", headers=ENGLISH).content.decode()
    for shown in (mine.receipt, CANARY, "Not accepted", "Not about the ward or the borough", "Canary in the note"):
        assert shown in page
    assert theirs.text not in page


def test_a_question_can_be_withdrawn_from_the_own_page_until_it_is_taken(client: Client, evening: Evening) -> None:
    question = bring_to("queued", evening)
    client.force_login(evening.residents[0])
    fields = {"op": "question.withdraw", "question": str(question.pk), "next": "/me/"}
    page = client.get("/me/").content.decode()
    assert 'value="question.withdraw"' in page
    assert f'<span class="sr-only" lang="und">: {question.text}</span>' in page  # it is named by them
    assert client.post(f"/chat/{evening.chat_session.pk}/do/", fields)["Location"] == "/me/"
    question.refresh_from_db()
    assert question.state == "withdrawn"
    assert 'value="question.withdraw"' not in client.get("/me/").content.decode()


@pytest.mark.usefixtures("few_ask_for_many")
@pytest.mark.parametrize("rows", [1, 3])
def test_the_own_page_takes_a_fixed_number_of_queries(
    client: Client, rows: int, django_assert_num_queries: Any
) -> None:
    evening = make_evening()
    for index in range(rows):
        evening.ask(f"Question {index}")
        evening.ask(f"Question {index}b")
    client.force_login(evening.residents[0])
    with django_assert_num_queries(11):
        client.get("/me/")


def test_label_and_language_are_saved_and_the_page_follows(client: Client, evening: Evening) -> None:
    person = evening.residents[0]
    client.force_login(person)
    page = client.post("/me/", {"label": "  শ্যামল   দাস ", "language": "bn"})
    person.refresh_from_db()
    assert (page.status_code, person.label, person.language) == (302, "শ্যামল দাস", "bn")
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "bn"
    assert '<html lang="bn"' in client.get("/me/").content.decode()


def test_an_empty_label_is_allowed(client: Client, evening: Evening) -> None:
    person = evening.residents[0]
    person.label = "Mita"
    person.save()
    client.force_login(person)
    client.post("/me/", {"label": " ", "language": "en"})
    person.refresh_from_db()
    assert person.label == ""


@pytest.mark.parametrize("label", ["x" * 41, "abc\u202edef", "কা" * 41])
def test_a_bad_label_is_refused_beside_its_field_and_kept(client: Client, evening: Evening, label: str) -> None:
    client.force_login(evening.residents[0])
    page = client.post("/me/", {"label": label, "language": "en"})
    assert page.status_code == 422
    assert 'id="label-error"' in page.content.decode()


def test_forty_bengali_syllables_fit(client: Client, evening: Evening) -> None:
    person = evening.residents[0]
    client.force_login(person)
    assert client.post("/me/", {"label": "ক" * 40, "language": "bn"}).status_code == 302


def test_an_unknown_language_is_refused(client: Client, evening: Evening) -> None:
    client.force_login(evening.residents[0])
    assert client.post("/me/", {"label": "", "language": "xx"}).status_code == 422
