"""Whether a promise was kept: by account on its page, and by the receipt of a suggestion."""

import logging
from html import unescape
from typing import Any

import pytest
from django.test import Client

from chatserver.accounts.limits.guessing import PER_PERSON
from sessions.models import Matter, Promise, PromiseKind, PromiseState, PromiseVerdict
from sessions.promises.keeping.verdict_form import verdict_context
from tests.factories.asked_promises import asked_promise
from tests.factories.matters import WardOffice
from tests.factories.promises import promise_of, promise_step

pytestmark = pytest.mark.costly

RECEIPT = "/promises/receipt/"
BUTTONS = ('value="kept"', 'value="not"', 'value="later"')


def page_of(response: Any) -> str:
    return unescape(response.content.decode())


def claimed(office: WardOffice, **fields: Any) -> Promise:
    return promise_step(asked_promise(office, **fields), "claim", text="It is clean.")


def suggested(office: WardOffice) -> tuple[Promise, str]:
    matter = office.publish(kind="suggestion", author=None)
    promise = promise_step(promise_of(office, kind=PromiseKind.SUGGESTION, matter=matter), "claim")
    return promise, matter.receipt


@pytest.mark.long
def test_who_asked_has_three_buttons_and_answers_once(office: WardOffice, client: Client) -> None:
    promise = claimed(office)
    address = f"/promises/{promise.number}/verdict/"
    client.force_login(office.resident)
    page = page_of(client.get(address, headers={"accept-language": "en"}))
    assert all(each in page for each in BUTTONS)
    assert client.post(address, {"verdict": "later"}).status_code == 302
    assert not PromiseVerdict.objects.exists()
    assert client.post(address, {"verdict": "maybe"}).status_code == 422
    assert client.post(address, {"verdict": "kept"}).status_code == 302
    thanked = page_of(client.get(address, headers={"accept-language": "en"}))
    assert "Thank you. Your answer is saved." in thanked
    assert "already" not in thanked, "as if somebody else had been faster"
    again = client.post(address, {"verdict": "not"}, headers={"accept-language": "en"})
    assert (again.status_code, "This has been answered already" in page_of(again)) == (422, True)
    promise.refresh_from_db()
    assert promise.state == PromiseState.KEPT


def test_the_promises_own_page_asks_who_asked(office: WardOffice, client: Client) -> None:
    promise = claimed(office)
    assert "Those who asked for it" in page_of(
        client.get(f"/promises/{promise.number}/", headers={"accept-language": "en"})
    )
    client.force_login(office.resident)
    page = page_of(client.get(f"/promises/{promise.number}/"))
    assert f'action="/promises/{promise.number}/verdict/"' in page
    assert all(each in page for each in BUTTONS)


def test_others_read_who_can_say_it_and_a_visitor_signs_in_first(office: WardOffice, client: Client) -> None:
    address = f"/promises/{claimed(office).number}/verdict/"
    page = page_of(client.get(address, headers={"accept-language": "en"}))
    assert "Those who asked for it" in page
    assert not any(each in page for each in BUTTONS)
    assert client.post(address, {"verdict": "kept"})["Location"] == f"/sign-in/?next={address}"
    client.force_login(office.neighbours[0])
    assert client.post(address, {"verdict": "kept"}).status_code == 422
    assert not PromiseVerdict.objects.exists()


def test_its_number_is_read_as_people_write_it(office: WardOffice, client: Client) -> None:
    promise = claimed(office)
    found = client.get("/promises/৯৫-p-" + promise.number.removeprefix("95-P-") + "/verdict/")
    assert found["Location"] == f"/promises/{promise.number}/verdict/"
    assert client.get("/promises/95-P-2027-999/verdict/").status_code == 404
    assert client.get("/promises/nothing/verdict/").status_code == 404


def test_a_supporter_who_has_answered_is_thanked(office: WardOffice, client: Client) -> None:
    promise = claimed(office, by=office.neighbours)
    client.force_login(office.neighbours[0])
    client.post(f"/promises/{promise.number}/verdict/", {"verdict": "not"})
    form = verdict_context(promise, office.neighbours[0])["verdict_form"]
    assert (form.may_answer, form.has_answered) == (False, True)
    assert verdict_context(promise, office.neighbours[1])["verdict_form"].may_answer
    assert not verdict_context(promise, office.councillor)["verdict_form"].may_answer
    assert verdict_context(promise_of(office), office.resident) == {"verdict_form": None}


def test_by_the_receipt_of_a_suggestion_which_stands_in_no_address(
    office: WardOffice, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    promise, receipt = suggested(office)
    with caplog.at_level(logging.DEBUG):
        page = page_of(client.post(RECEIPT, {"code": receipt}))
        answered = client.post(RECEIPT, {"code": receipt, "number": promise.number, "verdict": "not"})
    assert all(each in page for each in BUTTONS)
    assert answered.status_code == 200
    assert receipt not in caplog.text
    assert not client.cookies.get("sessionid")
    promise.refresh_from_db()
    assert promise.state == PromiseState.DISPUTED


def test_from_the_conversation_about_a_suggestion_one_comes_to_its_promise(office: WardOffice, client: Client) -> None:
    promise, receipt = suggested(office)
    page = page_of(client.post("/matters/receipt/", {"code": receipt}))
    assert f'action="{RECEIPT}"' in page
    Matter.objects.update(author=office.resident)
    client.force_login(office.resident)
    assert promise.matter is not None
    own = page_of(client.get(f"/me/matters/{promise.matter.number}/"))
    assert f'href="/promises/{promise.number}/verdict/"' in own


def test_a_receipt_opens_no_other_promise_and_a_questions_opens_none(office: WardOffice, client: Client) -> None:
    _own, receipt = suggested(office)
    other = claimed(office)
    assert other.question is not None
    client.post(RECEIPT, {"code": receipt, "number": other.number, "verdict": "kept"})
    of_question = client.post(
        RECEIPT,
        {"code": other.question.receipt, "number": other.number, "verdict": "kept"},
        headers={"accept-language": "en"},
    )
    assert (of_question.status_code, "Sign in with the account" in page_of(of_question)) == (404, True)
    assert not PromiseVerdict.objects.exists()


@pytest.mark.long
@pytest.mark.usefixtures("standing_clock")
def test_guessing_receipts_is_limited(office: WardOffice, client: Client) -> None:
    _promise, receipt = suggested(office)
    client.force_login(office.neighbours[0])
    assert {client.post(RECEIPT, {"code": "00000000000"}).status_code for _ in range(PER_PERSON)} == {404}
    assert client.post(RECEIPT, {"code": receipt}).status_code == 429
