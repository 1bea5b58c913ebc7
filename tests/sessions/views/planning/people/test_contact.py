"""The clerk enters how the office of a ward is reached."""

import pytest

from sessions.models import Change, Ward
from tests.planning_desk import Desk, words_of

pytestmark = pytest.mark.django_db


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
