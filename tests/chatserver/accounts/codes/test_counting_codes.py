"""How many printed codes were made and used in a month stands in the public log, and not who or when."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from chatserver.accounts.codes.codes import RequestOrigin
from chatserver.accounts.codes.counting_codes import tell_counted_codes
from chatserver.accounts.codes.printed_codes import print_again, print_batch, sign_in_by_slip
from sessions.models import Event
from tests.factories.clerks import make_clerk
from tests.factories.evening import make_ward

pytestmark = pytest.mark.django_db
NOON = "2026-11-20T12:00:00+05:30"


@pytest.mark.row("threat", 61)
def test_batches_are_told_at_once_and_their_use_after_the_month() -> None:
    ward, clerk = make_ward(95), make_clerk()
    with time_machine.travel(NOON):
        later = timezone.localdate() + timedelta(days=60)
        _batch, slips = print_batch(ward, count=12, expires_on=later, clerk=clerk)
        for slip in slips[:3]:
            sign_in_by_slip(slip.digits, language="en", origin=RequestOrigin("203.0.113.7/32", "203.0.113.0/24"))
        for _time in range(2):  # the first of both is void, and signed nobody in
            print_again(ward, slip=slips[0].number, expires_on=later, clerk=clerk)
        assert tell_counted_codes(timezone.now()) == []
    printed = Event.objects.filter(type="codes.printed").order_by("pk")
    assert [row.body["count"] for row in printed] == [12, 1, 1]
    with time_machine.travel("2026-12-01T01:00:00+05:30"):
        assert len(tell_counted_codes(timezone.now())) == 1
        assert tell_counted_codes(timezone.now()) == []
        rows = Client().get("/ledger.json?ward=95").json()["decisions"]
    told = [(row["decision"], row["month"], row["printed"], row["used"]) for row in rows]
    assert told[0] == ("codes_counted", "2026-11-01", 14, 3)
    assert sorted(told[1:], key=str) == [("codes_printed", None, count, None) for count in (1, 1, 12)]
    page = Client().get("/ledger/", headers={"accept-language": "en"}).content.decode()
    assert "14 made, 3 used" in page
