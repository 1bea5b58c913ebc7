"""The office's promises: what is owed by its day, what is to be adopted, and the forms of the steps."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from sessions.models import Promise, PromiseState
from sessions.promises.keeping import office_steps
from tests.factories.asked_promises import asked_promise
from tests.factories.matters import WardOffice, make_ward_office
from tests.factories.planning_desk import client_of
from tests.factories.promises import promise_of, promise_step

pytestmark = pytest.mark.costly

ENGLISH = {"accept-language": "en"}
WORDS = "The drain was cleaned on Friday."


@pytest.fixture
def desk(office: WardOffice) -> Client:
    return client_of(office.official)


def page_of(response: Any) -> str:
    return unescape(response.content.decode())


def take(desk: Client, promise: Promise, do: str, **fields: Any) -> Any:
    given = {"do": do, "version": promise.version, "text": WORDS} | fields
    return desk.post(f"/office/promises/{promise.number}/", given, headers=ENGLISH)


def forms_in(page: str) -> list[str]:
    return re.findall(r'name="do" value="(\w+)"', page)


def test_the_list_has_the_first_due_first_and_what_is_to_be_adopted_apart(office: WardOffice, desk: Client) -> None:
    today = timezone.localdate()
    late, soon, heir, claimed, ended = (
        promise_of(office, f"Promise {each}.", due_on=today + timedelta(days=days))
        for each, days in enumerate((-3, 5, 1, 2, 2))
    )
    promise_of(make_ward_office(96), "Of another ward.")
    Promise.objects.filter(pk=heir.pk).update(is_to_adopt=True)
    promise_step(claimed, "claim")
    promise_step(ended, "break")
    page = page_of(desk.get("/office/promises/", headers=ENGLISH))
    assert re.findall(r'id="p-([^"]+)"', page) == [each.number for each in (heir, late, soon, claimed)]
    assert ("Overdue by 3 days" in page, "Of another ward." in page) == (True, False)
    front = page_of(desk.get("/office/", headers=ENGLISH))
    assert "Promises of your office: 3 to be kept, 1 overdue" in front


def test_a_step_is_taken_and_is_said(office: WardOffice, desk: Client) -> None:
    promise = asked_promise(office)
    page = page_of(desk.get(f"/office/promises/{promise.number}/", headers=ENGLISH))
    assert forms_in(page) == ["kept", "new_day", "broken"]
    public = f"/promises/{promise.number}/"
    assert f'href="{public}"' in page
    assert Client().get(public).status_code == 200
    assert take(desk, promise, "kept").status_code == 302
    promise.refresh_from_db()
    assert (promise.state, promise.proof) == (PromiseState.CLAIMED_KEPT, WORDS)
    assert forms_in(page_of(desk.get(f"/office/promises/{promise.number}/"))) == ["broken"]


def test_an_error_stands_beside_its_field_and_the_words_are_kept(office: WardOffice, desk: Client) -> None:
    promise = asked_promise(office)
    page = page_of(take(desk, promise, "new_day", due_on=timezone.localdate().isoformat()))
    assert re.search(r'id="new_day-due_on_error"><p class="error">A new day is later', page)
    assert f">\n{WORDS}</textarea>" in page
    wordless = take(desk, promise, "broken", text=" ")
    assert (wordless.status_code, 'id="broken-text_error"' in page_of(wordless)) == (422, True)
    assert take(desk, promise, "nothing").status_code == 422
    promise.refresh_from_db()
    assert promise.version == 1


@pytest.mark.row("threat", 47)
@pytest.mark.parametrize("do", ["kept", "broken"])
def test_what_the_office_says_is_looked_at_twice(office: WardOffice, desk: Client, do: str) -> None:
    promise, call = asked_promise(office), "Call Ramesh on 98300 12345."
    asked = take(desk, promise, do, text=call)
    page = page_of(asked)
    promise.refresh_from_db()
    assert (asked.status_code, promise.version) == (422, 1)
    assert ("This seems to contain a phone number." in page, call in page) == (True, True)
    assert page.count('name="confirmed"') == 1
    assert take(desk, promise, do, text=call, confirmed="on").status_code == 302


def test_who_comes_second_reads_what_a_colleague_did_and_keeps_their_words(office: WardOffice, desk: Client) -> None:
    promise = asked_promise(office)
    office_steps.admit_broken(promise.pk, person=office.clerk, version=1, text="No money came.")
    late = take(desk, promise, "kept")
    page = page_of(late)
    assert late.status_code == 409
    assert ("No money came." in page, WORDS in page) == (True, True)


def test_a_second_new_day_is_not_offered_nor_taken(office: WardOffice, desk: Client) -> None:
    promise = asked_promise(office)
    day = timezone.localdate() + timedelta(days=60)
    assert take(desk, promise, "new_day", due_on=day.isoformat()).status_code == 302
    promise.refresh_from_db()
    assert forms_in(page_of(desk.get(f"/office/promises/{promise.number}/"))) == ["kept", "broken"]
    again = take(desk, promise, "new_day", due_on=(day + timedelta(days=9)).isoformat())
    assert (again.status_code, "It has had a new day already." in page_of(again)) == (422, True)


def test_only_the_holder_is_offered_to_adopt_or_drop(office: WardOffice, desk: Client) -> None:
    promise = asked_promise(office)
    Promise.objects.update(is_to_adopt=True)
    address = f"/office/promises/{promise.number}/"
    assert forms_in(page_of(desk.get(address))) == ["kept", "new_day", "broken"]
    holder = client_of(office.councillor)
    assert forms_in(page_of(holder.get(address))) == ["adopt", "kept", "new_day", "broken", "drop"]
    assert take(holder, promise, "adopt", text="").status_code == 302
    assert forms_in(page_of(holder.get(address))) == ["kept", "new_day", "broken"]


def test_the_history_says_what_the_clock_noted(office: WardOffice, desk: Client) -> None:
    promise = promise_step(promise_step(asked_promise(office), "due_soon"), "overdue")
    page = page_of(desk.get(f"/office/promises/{promise.number}/", headers=ENGLISH))
    history = page.partition('id="history"')[2]
    assert re.findall(r"<p><strong>([^<]+)</strong>", history) == ["Promised", "Its day is near", "Overdue"]


def test_others_do_not_come_in_and_other_wards_are_not_found(office: WardOffice, desk: Client) -> None:
    other = promise_of(make_ward_office(96))
    assert desk.get(f"/office/promises/{other.number}/").status_code == 404
    assert client_of(office.resident).get("/office/promises/").status_code == 403


def test_of_a_redacted_promise_the_office_reads_no_words_either(office: WardOffice, desk: Client) -> None:
    promise = promise_step(asked_promise(office, what="Mina’s wall will go."), "claim", text="Mina’s wall is gone.")
    Promise.objects.update(is_withheld=True, proof="Mina’s wall is gone.")
    assert "Mina" not in page_of(desk.get(f"/office/promises/{promise.number}/"))
    assert "Mina" not in page_of(desk.get("/office/promises/"))
