"""The page on which an office joins a promise with another: both are shown, and what is wrong is said in a sentence."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from sessions.models import Appointment, Duty, Promise, PromiseState
from tests.factories.evening import make_person
from tests.factories.matters import WardOffice, make_ward_office
from tests.factories.planning_desk import client_of
from tests.factories.promises import promise_of, promise_step
from tests.sessions.promises.pages.test_office_promises import ENGLISH, page_of

pytestmark = pytest.mark.costly


@pytest.fixture
def desk(office: WardOffice) -> Client:
    return client_of(office.clerk)


@pytest.fixture
def gone(office: WardOffice) -> Promise:
    return promise_of(office, "The drain will be cleaned.")


@pytest.fixture
def stays(office: WardOffice) -> Promise:
    return promise_of(office, "The drain gets cleaned in March.")


def address_of(promise: Promise) -> str:
    return f"/office/promises/{promise.number}/join/"


def join(desk: Client, promise: Promise, into: str, *, version: int | None = None) -> Any:
    promise.refresh_from_db()
    given = {"into": into, "version": promise.version if version is None else version}
    return desk.post(address_of(promise), given, headers=ENGLISH)


def test_its_page_leads_there_and_both_are_shown_before_it_is_done(desk: Client, gone: Promise, stays: Promise) -> None:
    assert address_of(gone) in page_of(desk.get(f"/office/promises/{gone.number}/", headers=ENGLISH))
    page = page_of(desk.get(address_of(gone), {"into": f" {stays.number.lower()} "}, headers=ENGLISH))
    words = (
        "The drain will be cleaned.",
        "The drain gets cleaned in March.",
        f"Join {gone.number} with {stays.number}",
    )
    assert [each in page for each in words] == [True, True, True]
    gone.refresh_from_db()
    assert gone.state == PromiseState.MADE


def test_it_is_joined_and_both_pages_and_the_history_say_so(desk: Client, gone: Promise, stays: Promise) -> None:
    answer = join(desk, gone, stays.number)
    assert (answer.status_code, answer["location"]) == (302, f"/office/promises/{gone.number}/")
    gone.refresh_from_db()
    assert (gone.state, gone.merged_into) == (PromiseState.MERGED, stays)
    page = page_of(desk.get(f"/office/promises/{gone.number}/", headers=ENGLISH))
    history = page[page.index('id="history"') :]
    assert ("Joined with another promise" in history, stays.number in history) == (True, True)
    assert "It was joined with another promise, where it goes on." in page
    assert gone.number in page_of(desk.get(f"/office/promises/{stays.number}/", headers=ENGLISH))
    assert address_of(gone) not in page
    public = page_of(Client().get(f"/promises/{gone.number}/", headers=ENGLISH))
    assert ("Joined with another promise" in public, stays.number in public) == (True, True)


def itself(_office: WardOffice, gone: Promise, _stays: Promise) -> str:
    return gone.number


def of_another_ward(_office: WardOffice, _gone: Promise, _stays: Promise) -> str:
    return promise_of(make_ward_office(96), "Elsewhere.").number


def closed(_office: WardOffice, _gone: Promise, stays: Promise) -> str:
    return promise_step(stays, "break").number


def joined_already(office: WardOffice, _gone: Promise, stays: Promise) -> str:
    third = promise_of(office, "A third one.")
    Promise.objects.filter(pk=stays.pk).update(merged_into=third)
    return promise_step(stays, "merge", into=third.number).number


def unknown(_office: WardOffice, _gone: Promise, _stays: Promise) -> str:
    return "95-P-2027-999"


def no_number(_office: WardOffice, _gone: Promise, _stays: Promise) -> str:
    return "the drain\0" * 20


THERE_IS_NONE = "There is no promise with this number. A number looks like 95-P-2027-12."


@pytest.mark.long
@pytest.mark.parametrize(
    ("choose", "said"),
    [
        (itself, "A promise cannot be joined with itself. Name another one of this ward."),
        (of_another_ward, "That promise belongs to another ward. Name one of this ward."),
        (closed, "That promise stands as “Not kept, says the office”, so that nothing can be joined with it."),
        (joined_already, "That promise was itself joined with 95-P-{year}-3. Name that one."),
        (unknown, THERE_IS_NONE),
        (no_number, THERE_IS_NONE),
    ],
)
def test_what_is_wrong_is_said(
    office: WardOffice, gone: Promise, stays: Promise, choose: Callable[..., str], said: str
) -> None:
    desk = client_of(office.clerk)
    into = choose(office, gone, stays)
    said = said.format(year=timezone.localdate().year)
    for answer in (desk.get(address_of(gone), {"into": into}, headers=ENGLISH), join(desk, gone, into)):
        page = page_of(answer)
        assert (answer.status_code, said in page, "This one stays:" in page) == (422, True, False)
    gone.refresh_from_db()
    assert gone.state == PromiseState.MADE


def test_one_that_was_joined_or_has_ended_cannot_be_joined_again(
    office: WardOffice, desk: Client, gone: Promise, stays: Promise
) -> None:
    join(desk, gone, stays.number)
    third = promise_of(office, "A third one.")
    answer = join(desk, gone, third.number)
    assert (answer.status_code, "This promise was joined with another already." in page_of(answer)) == (422, True)
    ended = promise_step(third, "break")
    answer = join(desk, ended, stays.number)
    assert "That cannot be done with this promise now." in page_of(answer)


def test_what_somebody_else_did_meanwhile_is_seen_first(desk: Client, gone: Promise, stays: Promise) -> None:
    answer = join(desk, gone, stays.number, version=7)
    assert (answer.status_code, "Somebody else has changed this in the meantime." in page_of(answer)) == (409, True)


def test_officials_do_not_join_and_others_find_nothing(office: WardOffice, gone: Promise, stays: Promise) -> None:
    official = client_of(office.official)
    assert address_of(gone) not in page_of(official.get(f"/office/promises/{gone.number}/", headers=ENGLISH))
    answer = join(official, gone, stays.number)
    said = "Only the councillor, a delegate or a clerk of this ward can join promises."
    assert (answer.status_code, said in page_of(answer)) == (422, True)
    assert client_of(make_ward_office(96).clerk).get(address_of(gone)).status_code == 404
    assert client_of(office.resident).get(address_of(gone)).status_code == 403
    gone.refresh_from_db()
    assert gone.state == PromiseState.MADE


def test_a_delegate_joins_too(office: WardOffice, gone: Promise, stays: Promise) -> None:
    delegate = make_person("delegate-95")
    Appointment.objects.create(person=delegate, duty=Duty.DELEGATE, ward=office.ward, from_on=date(2022, 1, 1))
    assert join(client_of(delegate), gone, stays.number).status_code == 302
