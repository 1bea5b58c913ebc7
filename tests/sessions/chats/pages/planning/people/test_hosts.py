"""Who hosts a ward's chats, as the clerk enters it: councillor, co-ordinator, administrator, nobody."""

from datetime import date

import pytest

from sessions.chats.calendar.lifecycle.announcing import office_on
from sessions.models import Office
from tests.factories.evening import make_person
from tests.factories.planning_desk import Desk, client_of, errors_beside, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.costly]

PAGE = "/planning/wards/95/hosts/"
NEXT = {
    "kind": "administrator",
    "name_en": "Officer Nodi (demo)",
    "name_bn": "আধিকারিক নদী (ডেমো)",
    "account": "",
    "from_on": "2027-02-01",
}


def test_a_new_term_ends_the_one_before_it(desk: Desk) -> None:
    officer = make_person("officer-nodi")
    assert desk.post(PAGE, **NEXT | {"account": "officer-nodi"}).status_code == 302
    ward = desk.wards[95]
    assert office_on(ward, date(2027, 1, 31)).kind == "councillor"
    assert office_on(ward, date(2027, 2, 1)).holder == officer
    said = words_of(desk.get(PAGE))
    assert "Administrator Officer Nodi (demo) from 1 February 2027" in said
    assert "Councillor Holder of ward 95 from 1 January 2022, until 31 January 2027" in said
    assert "Who hosts the chats was entered: Ward 95" in words_of(desk.get("/planning/changes/"))


def test_a_vacant_office_becomes_a_conflict_and_a_co_ordinator_mends_it(desk: Desk) -> None:
    desk.set_rule()
    assert desk.post(PAGE, **NEXT | {"kind": "vacant"}).status_code == 302
    assert Office.objects.order_by("-pk")[0].names.get("en", "") == ""
    assert "Nobody holds the ward’s office on that day." in desk.get("/planning/conflicts/")
    later = {"kind": "coordinator", "from_on": "2027-02-02"}
    assert desk.post(PAGE, **NEXT | later).status_code == 302
    assert "Nobody holds the ward’s office on that day." not in desk.get("/planning/conflicts/")


@pytest.mark.long
@pytest.mark.parametrize(
    ("field", "given", "message"),
    [
        ("name_en", {"name_en": " "}, "Write the name that residents will read."),
        ("name_en", {"name_en": "x" * 81}, "That is 1 character too long. Please shorten it."),
        ("from_on", {"from_on": "2026-12-31"}, "That day is past. Let the term begin today or later."),
        ("account", {"account": "nobody"}, "There is no account of that name."),
        ("account", {"account": "gone"}, "That account is disabled."),
        ("kind", {"kind": "mayor"}, "Select a valid choice. mayor is not one of the available choices."),
    ],
)
def test_bad_input_is_named_beside_its_field(desk: Desk, field: str, given: dict[str, str], message: str) -> None:
    gone = make_person("gone")
    gone.is_active = False
    gone.save()
    page = desk.post(PAGE, **NEXT | given)
    assert page.status_code == 422
    assert errors_beside(page, field) == [message]
    assert Office.objects.filter(ward=desk.wards[95]).count() == 1


def test_a_term_cannot_begin_before_the_one_that_is_entered(desk: Desk) -> None:
    desk.post(PAGE, **NEXT)
    page = desk.post(PAGE, **NEXT)
    assert errors_beside(page, "from_on") == ["The last term begins on that day or later. Choose a later day."]


def test_the_second_of_two_clerks_sees_whom_the_first_has_entered(desk: Desk) -> None:
    second = Desk(client_of(desk.clerk), desk.clerk, desk.wards)
    opened = second.client.get(PAGE, headers={"accept-language": "en"})
    desk.post(PAGE, **NEXT)
    refused = second.post_again(PAGE, opened, **NEXT | {"kind": "coordinator", "from_on": "2027-03-01"})
    assert refused.status_code == 422
    said = words_of(refused.content.decode())
    assert "Somebody has entered another host meanwhile. Look at it again." in said
    assert "Office When you opened the page: Councillor Now: Administrator" in said
    again = second.post_again(PAGE, refused, **NEXT | {"kind": "coordinator", "from_on": "2027-03-01"})
    assert again.status_code == 302
