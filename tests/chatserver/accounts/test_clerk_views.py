"""The clerk's pages about signing in: a sheet that is shown once, revoked batches, decisions about crowds."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from chatserver.accounts.codes.codes import RequestOrigin
from chatserver.accounts.codes.printed_codes import print_batch, sign_in_by_slip
from chatserver.accounts.models import Crowd, PrintedBatch, PrintedCode, User
from chatserver.accounts.signups.crowds import CROWD
from chatserver.accounts.signups.signups import sign_up
from sessions.platform.refusals import Refused
from tests.factories.planning_desk import Desk, errors_beside, make_desk, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.costly]

CODES, CROWDS = "/planning/printed-codes/", "/planning/crowds/"
HOME = RequestOrigin("203.0.113.7/32", "203.0.113.0/24")
DIGITS = re.compile(r'class="slip__digits" dir="ltr">([0-9 ]{14})<')


@pytest.fixture
def desk() -> Desk:
    return make_desk(95, 96, ward_clerk_of=95)


def a_month_on() -> str:
    return (timezone.localdate() + timedelta(days=30)).isoformat()


def print_some(desk: Desk, count: int = 2):
    day = timezone.localdate() + timedelta(days=30)
    return print_batch(desk.wards[95], count=count, expires_on=day, clerk=desk.clerk)


def test_the_sheet_is_shown_once_and_each_slip_on_it_works(desk: Desk):
    given = {"action": "print", "new-ward": "95", "new-count": "৩", "new-expires_on": a_month_on()}
    sheet = desk.post(CODES, **given)
    assert (sheet.status_code, "no-store" in sheet["Cache-Control"]) == (200, True)
    html = sheet.content.decode()
    found = DIGITS.findall(html)
    assert len(set(found)) == 3
    assert ("কাউন্সিলর লাইভ চ্যাট, ওয়ার্ড ৯৫" in html, "testserver/paper/" in html) == (True, True)
    people = [sign_in_by_slip(digits, language="en", origin=HOME) for digits in found]
    assert {person.ward for person in people} == {desk.wards[95]}
    page = desk.get(CODES)
    assert [digits for digits in found if digits in page] == []
    assert "3 of 3 used" in words_of(page)
    changes = words_of(desk.get("/planning/changes/"))
    assert ("Printed codes were made: Ward 95" in changes, "Printed codes 3" in changes) == (True, True)


@pytest.mark.long
@pytest.mark.parametrize(
    ("field", "given", "message"),
    [
        ("count", {"new-count": "0"}, "Print between 1 and 120 codes at once."),
        ("count", {"new-count": "many"}, "That is not a whole number."),
        ("expires_on", {"new-expires_on": "2020-01-01"}, "Choose a day from today on, within a year."),
        ("ward", {"new-ward": "96"}, "Select a valid choice. 96 is not one of the available choices."),
    ],
)
def test_bad_input_is_named_beside_its_field(desk: Desk, field: str, given: dict[str, str], message: str):
    usual = {"action": "print", "new-ward": "95", "new-count": "2", "new-expires_on": a_month_on()}
    page = desk.post(CODES, **usual | given)
    assert (page.status_code, errors_beside(page, f"new-{field}")) == (422, [message])
    assert PrintedBatch.objects.count() == 0


def test_somebody_who_comes_back_with_a_slip_gets_another_one(desk: Desk):
    batch, slips = print_some(desk)
    person = sign_in_by_slip(slips[0].digits, language="en", origin=HOME)
    given = {"action": "again", "again-ward": "95", "again-slip": slips[0].number, "again-expires_on": a_month_on()}
    [digits] = DIGITS.findall(desk.post(CODES, **given).content.decode())
    assert sign_in_by_slip(digits, language="en", origin=HOME) == person
    page = desk.post(CODES, **given | {"again-slip": slips[1].number})
    assert errors_beside(page, "again-slip") == ["Nobody has signed in with a slip of that number in this ward."]
    assert batch.codes.count() == 2


def test_a_batch_is_taken_back(desk: Desk):
    batch, [slip, _other] = print_some(desk)
    address = f"{CODES}{batch.pk}/revoke/"
    assert desk.client.get(address).status_code == 302
    page = desk.get(CODES)
    assert f'action="{address}"' in page
    said = words_of(page)  # in <details>: the first press revokes nothing
    assert said.index("Revoke :") < said.index("stop working for good.") < said.index("Yes, revoke them")
    assert desk.post(address).status_code == 302
    with pytest.raises(Refused):
        sign_in_by_slip(slip.digits, language="en", origin=HOME)
    page = desk.get(CODES)
    assert ("0 of 2 used, revoked" in words_of(page), f'action="{address}"' in page) == (True, False)


def test_another_wards_batch_and_crowd_are_not_there(desk: Desk):
    other, _slips = print_batch(
        desk.wards[96], count=1, expires_on=timezone.localdate(), clerk=User.objects.create_user("another")
    )
    assert desk.client.post(f"{CODES}{other.pk}/revoke/").status_code == 404
    assert desk.client.post(f"{CODES}999/revoke/").status_code == 404
    assert PrintedCode.objects.filter(batch__revoked_at=None).count() == 1
    for _person in range(CROWD):
        person = sign_up(language="en", origin=HOME, vouched_by="sms")
        User.objects.filter(pk=person.pk).update(ward=desk.wards[96])
    [crowd] = Crowd.objects.all()
    assert desk.client.post(CROWDS, {"crowd": str(crowd.pk), "counts": "1"}).status_code == 302
    crowd.refresh_from_db()
    assert (crowd.settled_at, "Nothing unusual." in desk.get(CROWDS)) == (None, True)


def test_a_crowd_is_flagged_until_a_clerk_has_decided(desk: Desk):
    assert "planning-nav__count" not in desk.get("/planning/")
    for index in range(CROWD):
        person = sign_up(language="en", origin=HOME, vouched_by="sms")
        User.objects.filter(pk=person.pk).update(ward=desk.wards[95] if index else None)
    said = words_of(desk.get(CROWDS))
    assert "40 new accounts from one network" in said
    refusal = said.index("Do not count them")
    assert refusal < said.index("the decision cannot be changed.") < said.index("Yes, do not count them")
    assert "Ward 95: 39 without a ward so far: 1" in said
    assert "Unusual sign-ins 1" in words_of(desk.get("/planning/"))
    [crowd] = Crowd.objects.all()
    assert desk.post(CROWDS, crowd=str(crowd.pk), counts="0").status_code == 302
    crowd.refresh_from_db()
    assert crowd.settled_by == desk.clerk
    assert ("Nothing unusual." in desk.get(CROWDS), "Unusual sign-ins 1" in words_of(desk.get(CODES))) == (True, False)


def test_the_list_takes_the_same_queries_for_one_batch_and_for_three(desk: Desk):
    counts = []
    for _round in range(2):
        print_some(desk)
        with CaptureQueriesContext(connection) as queries:
            desk.get(CODES)
        counts.append(len(queries))
        print_some(desk)
    assert counts[0] == counts[1]
