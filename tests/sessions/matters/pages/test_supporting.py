""" "Also here" and "fixed?" by people whom something concerns, with plain posts."""

from datetime import date

import pytest
from django.test import Client

from sessions.matters.pages.office.one_matter import also_at
from sessions.matters.supporting.support import support_matter
from sessions.models import Landmark, MatterSupport
from tests.factories.matters import WardOffice, make_ward_office, on_day

pytestmark = pytest.mark.costly

MONDAY = date(2027, 3, 1)
ASKED = "The office says that it is done. Is it?"


@pytest.fixture
def office(db: None) -> WardOffice:
    return make_ward_office()


def test_two_supporters_confirm_on_the_page(office: WardOffice, client: Client) -> None:
    with on_day(MONDAY):
        matter = office.publish()
        for person in office.neighbours[:2]:
            support_matter(matter.pk, person)
        office.step(matter, "claim_done", text="Cleaned.")
        for person in office.neighbours[:2]:
            client.force_login(person)
            assert ASKED in client.get(f"/matters/{matter.number}/").content.decode()
            client.post(f"/matters/{matter.number}/support/", {"do": "verdict", "verdict": "fixed"})
    matter.refresh_from_db()
    assert matter.state == "confirmed_done"


def test_somebody_else_is_not_asked_and_may_not_answer(office: WardOffice, client: Client) -> None:
    matter = office.step(office.publish(), "claim_done", text="Cleaned.")
    client.force_login(office.neighbours[0])
    assert ASKED not in client.get(f"/matters/{matter.number}/").content.decode()
    client.post(f"/matters/{matter.number}/support/", {"do": "verdict", "verdict": "fixed"})
    matter.refresh_from_db()
    assert matter.state == "claimed_done"


def test_also_here_counts_once_and_only_the_office_sees_where(office: WardOffice, client: Client) -> None:
    Landmark.objects.create(
        ward=office.ward, key="Pump house", names={"en": "Pump house"}, lat="22.5000", lon="88.3700"
    )
    near = Landmark.objects.get()
    matter = office.publish()
    address = f"/matters/{matter.number}/also-here/"
    client.force_login(office.neighbours[0])
    assert client.get(address).status_code == 200
    assert client.post(address, {}).status_code == 422
    assert not MatterSupport.objects.exists()
    client.post(address, {"place_near": near.pk})
    client.post(address, {"place_near": near.pk})
    support = MatterSupport.objects.get()
    assert (str(support.lat), str(support.lon)) == ("22.5000", "88.3700")
    assert "88.3700" not in client.get(f"/matters/{matter.number}/").content.decode()
    [place] = also_at(matter)
    assert "Pump house" in place


def test_a_visitor_signs_in_first_and_comes_back(office: WardOffice, client: Client) -> None:
    address = f"/matters/{office.publish().number}/also-here/"
    for answer in (client.get(address), client.post(address, {"place_landmark": "Pump house"})):
        assert (answer.status_code, "also-here" in answer["Location"]) == (302, True)
    assert not MatterSupport.objects.exists()
