"""A conversation by account and by receipt: the whole history, further words, a verdict, withdrawing; and guessing."""

import logging
from html import unescape
from typing import Any

import pytest
from django.test import Client

from chatserver.accounts.limits.guessing import PER_PERSON
from sessions.models import MatterReply
from tests.factories.matters import WardOffice

pytestmark = pytest.mark.costly

RECEIPT = "/matters/receipt/"


def page_of(response: Any) -> str:
    return unescape(response.content.decode())


def test_the_receipt_opens_what_is_not_public_yet_and_stands_in_no_address(
    office: WardOffice, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    matter = office.lodge("Only its author knows this.")
    with caplog.at_level(logging.DEBUG):
        response = client.post(RECEIPT, {"code": f"{matter.receipt[:5].lower()} {matter.receipt[5:]}"})
    assert response.status_code == 200
    assert "Only its author knows this." in page_of(response)
    assert response.headers["Cache-Control"].startswith("max-age=0")
    assert matter.receipt not in caplog.text
    assert not client.cookies.get("sessionid")
    assert f'action="{RECEIPT}"' in page_of(response)


@pytest.mark.long
@pytest.mark.usefixtures("standing_clock")
def test_a_wrong_receipt_finds_nothing_and_guessing_is_limited(office: WardOffice, client: Client) -> None:
    matter = office.lodge()
    client.force_login(office.neighbours[0])
    assert {client.post(RECEIPT, {"code": "00000000000"}).status_code for _ in range(PER_PERSON)} == {404}
    refused = client.post(RECEIPT, {"code": matter.receipt})
    assert (refused.status_code, matter.text in page_of(refused)) == (429, False)
    assert int(refused["Retry-After"]) > 0
    assert client.get(RECEIPT).status_code == 200


def test_words_are_added_by_receipt_within_limits_and_wait_for_a_moderator(office: WardOffice, client: Client) -> None:
    matter = office.publish()
    given = {"code": matter.receipt, "do": "add"}
    for number in range(3):
        assert client.post(RECEIPT, {**given, "text": f"More {number}"}).status_code == 200
    refused = client.post(RECEIPT, {**given, "text": "Too much"})
    assert (refused.status_code, "Too much" in page_of(refused)) == (422, True)
    assert [each.state for each in MatterReply.objects.all()] == ["waiting"] * 3


def test_the_author_says_that_it_is_half_done(office: WardOffice, client: Client) -> None:
    matter = office.publish()
    office.step(matter, "claim_done", text="Done.")
    response = client.post(RECEIPT, {"code": matter.receipt, "do": "verdict", "verdict": "half", "text": ""})
    matter.refresh_from_db()
    assert (response.status_code, matter.state) == (200, "half_done")


def test_by_account_it_is_withdrawn_and_nobody_else_finds_the_page(office: WardOffice, client: Client) -> None:
    matter = office.lodge()
    address = f"/me/matters/{matter.number}/"
    assert client.get(address)["Location"].startswith("/sign-in/?next=")
    client.force_login(office.neighbours[0])
    assert client.get(address).status_code == 404
    client.force_login(office.resident)
    assert matter.number in page_of(client.get("/me/"))
    assert client.post(address, {"do": "withdraw"}).status_code == 302
    matter.refresh_from_db()
    assert matter.state == "withdrawn"
    assert client.post(address, {"do": "withdraw"}).status_code == 422
    assert client.get(f"/me/matters/95%20{matter.year}%20{matter.serial}/")["Location"] == address


def test_a_question_of_the_office_is_answered(office: WardOffice, client: Client) -> None:
    matter = office.publish()
    matter.clock_stopped_on = matter.clock_from
    matter.save()
    client.force_login(office.resident)
    assert "Your answer to the office" in page_of(client.get(f"/me/matters/{matter.number}/"))
    client.post(f"/me/matters/{matter.number}/", {"do": "add", "text": "It is at number 12."})
    matter.refresh_from_db()
    assert (matter.clock_stopped_on, matter.replies.count()) == (None, 1)
