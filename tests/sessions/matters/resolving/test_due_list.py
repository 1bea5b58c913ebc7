"""bin/manage due: what is due and overdue, in a form that other programs read, without names or words of residents."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from sessions.matters.resolving.due import carry_out_due_matters
from sessions.models import Matter
from tests.factories.matters import WardOffice, on_day
from tests.factories.promises import promise_of, promise_step

pytestmark = pytest.mark.costly


def due(*args: str) -> str:
    out = StringIO()
    call_command("due", *args, stdout=out)
    return out.getvalue()


def test_the_document_has_its_format_and_the_first_day_first(office: WardOffice) -> None:
    with on_day(date(2027, 3, 1)):
        first = office.publish("Secret words.")
        Matter.objects.filter(pk=first.pk).update(assigned_to=office.official)
    with on_day(date(2027, 3, 8)):
        office.step(office.publish("Acknowledged."), "acknowledge", agency="Drainage")
        Matter.objects.exclude(pk=first.pk).update(is_acknowledged=True)
    with on_day(date(2027, 4, 6)):
        carry_out_due_matters(timezone.now())
        document, lines = json.loads(due("--json")), due()
    assert document == {
        "format": "councillor-live-chat/due/1",
        "day": "2027-04-06",
        "within_days": 0,
        "matters": [
            {
                "number": "95-2027-0001",
                "ward": 95,
                "kind": "complaint",
                "category": "drains",
                "state": "open",
                "due_on": "2027-03-30",
                "first_due_on": "2027-03-30",
                "acknowledge_by": "2027-03-10",
                "overdue": {"days": 7, "working_days": 5},
                "stage": 1,
                "assigned": "official",
            },
            {
                "number": "95-2027-0002",
                "ward": 95,
                "kind": "complaint",
                "category": "drains",
                "state": "acknowledged",
                "due_on": "2027-04-06",
                "first_due_on": "2027-04-06",
                "acknowledge_by": None,
                "overdue": {"days": 0, "working_days": 0},
                "stage": 0,
                "assigned": "",
            },
        ],
        "promises": [],
    }
    assert lines.splitlines() == [
        (
            "95-2027-0001  complaint, drains, open: due 2027-03-30; overdue 7 days (5 working days), stage 1; "
            "acknowledge by 2027-03-10; with official"
        ),
        "95-2027-0002  complaint, drains, acknowledged: due 2027-04-06; with nobody",
        "2 due on 2027-04-06.",
    ]


def test_what_is_due_soon_and_of_which_ward_can_be_asked_for(office: WardOffice) -> None:
    with on_day(date(2027, 3, 1)):
        office.publish()
        Matter.objects.update(is_acknowledged=True)
    with on_day(date(2027, 3, 28)):
        assert due() == "0 due on 2027-03-28.\n"
        assert "95-2027-0001" in due("--within", "2", "--ward", "95")
        assert "95-2027-0001" not in due("--within", "2", "--ward", "96")


def test_promises_that_are_owed_are_listed_by_their_day(office: WardOffice) -> None:
    with on_day(date(2027, 3, 1)):
        promise_of(office, "Secret words.", due_on=date(2027, 4, 4))
        promise_of(office, due_on=date(2027, 4, 8))
        promise_step(promise_of(office, due_on=date(2027, 4, 2)), "claim")
    with on_day(date(2027, 4, 6)):
        document, lines = json.loads(due("--json")), due("--within", "2")
    assert document["promises"] == [
        {
            "number": "95-P-2027-1",
            "ward": 95,
            "kind": "act",
            "state": "made",
            "due_on": "2027-04-04",
            "first_due_on": "2027-04-04",
            "overdue_days": 2,
            "to_adopt": False,
        }
    ]
    assert lines.splitlines() == [
        "95-P-2027-1  promise, act, made: due 2027-04-04; overdue 2 days",
        "95-P-2027-2  promise, act, made: due 2027-04-08",
        "0 due on 2027-04-06.",
        "2 promises due on 2027-04-06.",
    ]
