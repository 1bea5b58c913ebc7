"""The clerk enters how the office of a ward is reached."""

import pytest

from sessions.models import Borough, Change, Ward
from tests.factories.planning_desk import Desk, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.costly]


def test_what_the_clerk_enters_stands_on_the_wards_page_and_in_the_audit(desk: Desk) -> None:
    given = {"phone": "০৩৩ 2473 0000", "address_en": "12 School Row", "address_bn": "১২ স্কুল রো", "hours_en": "10 to 5"}
    answer = desk.post("/planning/wards/95/contact/", **given)
    assert answer.status_code == 302
    ward = Ward.objects.get(number=95)
    assert (ward.office_phone, ward.office_addresses) == (
        "033 2473 0000",
        {"en": "12 School Row", "bn": "১২ স্কুল রো"},
    )
    assert "12 School Row" in words_of(desk.get("/wards/95/"))
    assert "How to reach the office was changed" in words_of(desk.get("/planning/changes/"))


@pytest.mark.parametrize("phone", ["call me", "1", "033-", "0" * 60, "office@example.org"])
def test_what_is_no_telephone_number_is_refused(desk: Desk, phone: str) -> None:
    assert desk.post("/planning/wards/95/contact/", phone=phone).status_code == 422
    assert (Ward.objects.get(number=95).office_phone, Change.objects.filter(subject="contact").count()) == ("", 0)


def test_what_the_clerk_enters_stands_on_the_boroughs_page_and_in_the_audit(desk: Desk) -> None:
    given = {
        "phone": "033 2286 1000",
        "address_en": "5 Sample Road",
        "address_ur": "۵ نمونہ روڈ",
        "hours_en": "11 to 4",
    }
    assert desk.post("/planning/boroughs/X/contact/", **given).status_code == 302
    borough = Borough.objects.get(code="X")
    assert (borough.office_phone, borough.office_hours) == ("033 2286 1000", {"en": "11 to 4"})
    said = words_of(desk.get("/boroughs/X/"))
    assert ("5 Sample Road" in said, "11 to 4" in said) == (True, True)
    assert "How to reach the office was changed: Borough X" in words_of(desk.get("/planning/changes/"))
    assert 'value="5 Sample Road"' in desk.get("/planning/boroughs/X/contact/")
    assert desk.post("/planning/boroughs/X/contact/", phone="call me").status_code == 422
