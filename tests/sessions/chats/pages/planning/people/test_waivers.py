"""A clerk lifts the rule about the second person by a form that says what follows; everybody reads it at once."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from sessions.models import Waiver
from tests.factories.planning_desk import make_desk

pytestmark = [pytest.mark.django_db, pytest.mark.row("threat", 61), pytest.mark.costly]

PAGE = "/planning/waivers/"
ENGLISH = {"accept-language": "en"}


def given(**changed: str) -> dict[str, str]:
    until = timezone.localdate() + timedelta(days=3)
    return {"act": "appeal", "ward": "95", "reason": "few_people", "until_on": until.isoformat(), **changed}


@pytest.mark.long
def test_it_stands_on_the_page_and_in_the_ledger_without_the_clerks_name() -> None:
    desk = make_desk(95)
    desk.clerk.username, desk.clerk.label = "shuli-roddur", "Shuli Roddur"
    desk.clerk.save()
    assert "only if the ward has no other clerk" in desk.get(PAGE)
    assert desk.post(PAGE, **given()).status_code == 302
    waiver = Waiver.objects.get()
    assert (waiver.act, waiver.reason, waiver.ward, waiver.made_by) == (
        "appeal",
        "few_people",
        desk.wards[95],
        desk.clerk,
    )
    page = desk.get(PAGE)
    assert "Lifted. Everybody reads it in the public ledger." in page
    assert "Lifted now" in page
    [row] = Client().get("/ledger.json?ward=95").json()["decisions"]
    assert (row["decision"], row["act"], row["reason"]) == ("independence_waived", "appeal", "few_people")
    for address in ("/ledger/", "/ledger.json", "/ledger.csv"):
        served = Client().get(address, headers=ENGLISH).content.decode()
        assert "roddur" not in served.lower()
        assert str(desk.clerk.public_id) not in served


@pytest.mark.long
def test_what_was_followed_from_an_act_is_chosen_already() -> None:
    page = make_desk(7, 95).get(f"{PAGE}?act=rereading&ward=95")
    assert 'value="rereading"' in page.replace("checked", "")
    assert page.count("checked") == 1
    assert '<option value="95" selected>' in page


@pytest.mark.parametrize(
    "changed", [{"act": ""}, {"ward": "8"}, {"reason": ""}, {"until_on": "2020-01-01"}, {"until_on": "2999-01-01"}]
)
def test_a_form_with_a_mistake_lifts_nothing_and_says_so(changed: dict[str, str]) -> None:
    desk = make_desk(95)
    answer = desk.post(PAGE, **given(**changed))
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()
    assert not Waiver.objects.exists()
