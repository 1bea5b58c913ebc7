"""A clerk proposes from the record, another one confirms; everybody reads the tombstone and the public list."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from sessions.models import Redaction
from tests.factories.planning_desk import client_of
from tests.sessions.record.redaction.conftest import CANARY, Recorded

pytestmark = pytest.mark.costly

ENGLISH = {"accept-language": "en"}
ORDER = {"ground": "court_order", "order": "WPA 7 of 2026", "order_on": "2026-01-05"}


@pytest.fixture
def clerks(recorded: Recorded) -> tuple[Client, Client]:
    return client_of(recorded.evening.clerk), client_of(recorded.second_clerk)


def read(client: Client, address: str) -> str:
    answer = client.get(address, headers=ENGLISH)
    assert answer.status_code == 200, address
    return answer.content.decode()


def propose(client: Client, recorded: Recorded, **given: Any) -> Any:
    record = read(client, f"/records/{recorded.record.slug}/")
    [address] = re.findall(rf'href="(/planning/redactions/new/[^"]+{recorded.question.receipt})"', record)
    boxes = re.findall(r'name="entries" value="([^"]+)"', read(client, address))
    facts = {"entries": boxes, "authority": "Order 7 of 2027", **ORDER}
    return client.post(address, facts | given, headers=ENGLISH)


@pytest.mark.long
def test_two_clerks_redact_a_question_with_its_answers(recorded: Recorded, clerks: tuple[Client, Client]) -> None:
    first, second = clerks
    assert propose(first, recorded).status_code == 302
    redaction = Redaction.objects.get()
    assert "Waiting for a second clerk" in read(second, "/planning/redactions/")
    address = f"/planning/redactions/{redaction.pk}/"
    assert "Another clerk has to confirm it." in read(first, address)
    assert CANARY in read(second, address)
    second.post(address, {"do": "confirm"}, headers=ENGLISH)
    assert "The words are destroyed." in read(second, address)
    for page in PUBLIC_PAGES:
        shown = read(Client(), page.format(slug=recorded.record.slug, receipt=recorded.question.receipt))
        assert "Canary" not in shown


PUBLIC_PAGES = (
    "/records/{slug}/",
    "/records/{slug}.json",
    "/records/{slug}/order/",
    "/records/?q=canary&ward=95",
    "/records/redactions/",
    "/records/redactions.json",
    "/receipt/{receipt}/",
)


def test_the_tombstone_says_ground_authority_and_day(recorded: Recorded) -> None:
    recorded.redact("question.queued", "answer.given")
    page = read(Client(), f"/records/{recorded.record.slug}/")
    told = "These words were redacted on [^.]+. Ground: A court’s order. By order of: Order 7"
    assert len(re.findall(told, page)) == 2
    assert "2 entries of this record are redacted." in page
    assert "/planning/redactions/new/" not in page


@pytest.mark.long
def test_the_receipt_says_so_and_has_no_words_for_the_author_either(recorded: Recorded) -> None:
    recorded.redact("question.queued")
    author = client_of(recorded.question.author)
    page = read(author, f"/receipt/{recorded.question.receipt}/")
    assert "These words were redacted on" in page
    assert "Prove what you asked" not in page
    assert "Canary" not in read(author, "/me/")


def test_the_public_list_holds_who_ordered_it_and_no_words(recorded: Recorded) -> None:
    [n] = recorded.numbers_of("question.queued")
    recorded.redact("question.queued")
    listed = json.loads(read(Client(), "/records/redactions.json"))
    [line] = listed["redactions"]
    assert (line["record"], line["n"], line["texts"]) == (recorded.record.slug, n, ["text", "label"])
    assert (line["ground"], line["authority"]) == ("court_order", "Order 7 of 2027")


@pytest.mark.long
def test_a_second_decision_is_told_that_another_clerk_was_first(
    recorded: Recorded, clerks: tuple[Client, Client]
) -> None:
    first, second = clerks
    propose(first, recorded)
    address = f"/planning/redactions/{Redaction.objects.get().pk}/"
    second.post(address, {"do": "reject", "note": "Nothing personal."}, headers=ENGLISH)
    answer = second.post(address, {"do": "confirm"}, headers=ENGLISH, follow=True)
    assert "Another clerk has decided about this redaction already." in answer.content.decode()
    assert Redaction.objects.get().state == "rejected"
    assert "Nothing personal." in read(first, "/planning/changes/")


@pytest.mark.long
def test_an_authority_with_personal_data_needs_a_second_look(recorded: Recorded, clerks: tuple[Client, Client]) -> None:
    answer = propose(clerks[0], recorded, authority="Call 98300 12345")
    assert answer.status_code == 422
    assert Redaction.objects.count() == 0
