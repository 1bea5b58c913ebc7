"""The clerk of a borough enters who chairs it."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from sessions.models import Chair, Change, Office
from tests.factories.evening import make_person
from tests.factories.planning_desk import NOW, Desk, client_of, errors_beside, make_desk, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.costly]

PAGE = "/planning/boroughs/X/chair/"
PEOPLE = "/planning/people/"
BY_NAME = {
    "who": "name",
    "name_en": "Sample Chair (demo)",
    "name_bn": "নমুনা সভাপতি (ডেমো)",
    "account": "",
    "from_on": "2027-01-01",
}


def test_a_councillor_becomes_chair_and_the_page_of_the_borough_says_so(desk: Desk) -> None:
    office = Office.objects.get(ward=desk.wards[95])
    answer = desk.post(PAGE, who=f"office-{office.pk}", from_on="2027-01-01")
    assert answer.status_code == 302
    words = words_of(Client().get("/boroughs/X/", headers={"accept-language": "en"}).content.decode())
    assert "Chair of the borough Holder of ward 95 Councillor, Ward 95 · since 1 January 2027" in words
    assert "Holder of ward 95 , Ward 95" in words_of(desk.get(PAGE))
    assert "Who chairs the borough was entered: Borough X" in words_of(desk.get("/planning/changes/"))


def test_somebody_else_is_entered_by_name_with_an_account(desk: Desk) -> None:
    account = make_person("chair")
    assert desk.post(PAGE, **BY_NAME | {"account": "chair"}).status_code == 302
    chair = Chair.objects.get()
    assert (chair.names["bn"], chair.account, chair.office) == ("নমুনা সভাপতি (ডেমো)", account, None)


def test_a_vacant_chair_ends_the_term_before_it(desk: Desk) -> None:
    desk.post(PAGE, **BY_NAME)
    assert desk.post(PAGE, who="nobody", from_on="2027-01-02").status_code == 302
    assert "Nobody: the chair is vacant" in words_of(desk.get(PAGE))
    assert [str(chair.to_on) for chair in Chair.objects.order_by("from_on")] == ["2027-01-01", "None"]


@pytest.mark.parametrize(
    ("field", "given", "message"),
    [
        ("name_en", {"name_en": " "}, "Write the name that residents will read."),
        ("from_on", {"from_on": "2026-12-31"}, "That day is past. Let the term begin today or later."),
        ("account", {"account": "nobody"}, "There is no account of that name."),
        ("who", {"who": "office-0"}, "Select a valid choice. office-0 is not one of the available choices."),
    ],
)
def test_bad_input_is_named_beside_its_field(desk: Desk, field: str, given: dict[str, str], message: str) -> None:
    page = desk.post(PAGE, **BY_NAME | given)
    assert (page.status_code, errors_beside(page, field)) == (422, [message])
    assert not Chair.objects.exists()


def test_the_second_of_two_clerks_sees_whom_the_first_has_entered(desk: Desk) -> None:
    second = Desk(client_of(desk.clerk), desk.clerk, desk.wards)
    opened = second.client.get(PAGE, headers={"accept-language": "en"})
    desk.post(PAGE, **BY_NAME)
    refused = second.post_again(PAGE, opened, **BY_NAME | {"from_on": "2027-03-01"})
    assert refused.status_code == 422
    said = words_of(refused.content.decode())
    assert "Somebody has entered another chair meanwhile. Look at it again." in said
    assert "Name in English When you opened the page: – Now: Sample Chair (demo)" in said
    again = second.post_again(PAGE, refused, **BY_NAME | {"from_on": "2027-03-01"})
    assert again.status_code == 302


def test_a_chair_by_name_is_invited_by_a_link_as_an_office_holder_is(desk: Desk) -> None:
    desk.post(PAGE, **BY_NAME)
    [invite] = re.findall(r'href="(/planning/people/[?][^"]*)"', desk.get(PAGE))
    form = desk.get(unescape(invite))
    assert re.search(r'name="duty" value="chair"[^>]* checked', form)
    assert re.search(r'<option value="borough:X" selected', form)
    page = desk.post(PEOPLE, do="invite", name="The chair", duty="chair", place="borough:X", from_on="2027-01-01")
    assert "Chair of the borough: The chair Borough X" in words_of(desk.get(PEOPLE))
    [link] = re.findall(r'value="http://testserver(/invite/[^"]+)"', page.content.decode())
    account = make_person("chair")
    client = client_of(account)
    opened = words_of(client.get(link, follow=True, headers={"accept-language": "en"}).content.decode())
    assert "You are invited Chair of the borough Where Borough X" in opened
    accepted = client.post("/invite/", follow=True, headers={"accept-language": "en"})
    assert accepted.redirect_chain == [("/me/reminders/", 302)]
    assert "Choose here how the messages to the chair reach you." in words_of(accepted.content.decode())
    assert Chair.objects.get().account == account
    assert "without an account" not in words_of(desk.get(PAGE))
    said = words_of(desk.get("/planning/changes/"))
    assert "Role Chair of the borough" in said


def test_for_the_clerk_of_a_ward_the_boroughs_pages_do_not_exist(time_machine: Any) -> None:
    time_machine.move_to(NOW)
    desk = make_desk(ward_clerk_of=95)
    pages = (PAGE, "/planning/boroughs/X/contact/", "/planning/boroughs/II/chair/")
    assert [desk.client.get(page).status_code for page in pages] == [404] * 3
    assert desk.client.post(PAGE, BY_NAME).status_code == 404
    assert "/planning/boroughs/" not in desk.get("/planning/wards/95/")
    assert (Chair.objects.count(), Change.objects.filter(subject="chair").count()) == (0, 0)


def test_the_clerk_of_the_borough_finds_them_from_a_ward_and_from_the_people(desk: Desk) -> None:
    for page in ("/planning/wards/95/", "/planning/people/"):
        assert PAGE in desk.get(page)
        assert "/planning/boroughs/X/contact/" in desk.get(page)
