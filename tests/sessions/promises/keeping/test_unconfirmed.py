"""A claim of the office that nobody confirms in time, or can confirm, is shown as not confirmed."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from chatserver.accounts.privacy.erasure import erase_person
from sessions.chats.calendar.lifecycle.closed_days import add_closure
from sessions.models import Promise, PromiseKind
from sessions.promises.keeping import office_steps
from sessions.promises.keeping.clock.due import carry_out_due_promises
from sessions.promises.public.counting import promise_figures_row
from sessions.promises.public.figures import figures_today
from tests.factories.asked_promises import asked_promise, question_of
from tests.factories.matters import WardOffice, on_day
from tests.factories.promises import promise_of

pytestmark = pytest.mark.costly

MONDAY = date(2027, 3, 1)
SILENT = "Kept, says the office; not confirmed"
NOBODY = "Kept, says the office; not confirmed, as nobody who asked can be asked"


def claimed(office: WardOffice, *supporters: object) -> Promise:
    with on_day(MONDAY):
        promise = asked_promise(office, by=supporters)
        return office_steps.claim_kept(promise.pk, person=office.official, version=1, text="Done.")


def look(after: int) -> list[str]:
    with on_day(MONDAY + timedelta(days=after)):
        return carry_out_due_promises(timezone.now())


def end_of(promise: Promise) -> tuple[str, str]:
    promise.refresh_from_db()
    return promise.state, promise.claim_end


def test_silence_is_told_once_after_fourteen_days(office: WardOffice) -> None:
    promise = claimed(office)
    assert look(14) == []
    assert look(15) == [f"not confirmed: {promise.number}"]
    assert look(16) == []
    assert end_of(promise) == ("claimed_kept", "unconfirmed")
    told = office.public_events()[-1]
    assert (told["step"], told["state"], told["by"]) == ("unconfirmed", "claimed_kept", "clock")
    assert promise.state_word == SILENT


@pytest.mark.parametrize("supporters", [0, 2])
def test_where_the_asker_is_erased_and_too_few_support_it_nobody_can_confirm_it(
    office: WardOffice, supporters: int
) -> None:
    promise = claimed(office, *office.neighbours[:supporters])
    erase_person(office.resident)
    look(15)
    assert end_of(promise) == ("claimed_kept", "unconfirmable")
    assert office.public_events()[-1]["step"] == "unconfirmable"


def test_three_supporters_who_are_silent_could_have_confirmed_it_and_erased_ones_could_not(office: WardOffice) -> None:
    silent = claimed(office, *office.neighbours)
    erase_person(office.resident)
    look(15)
    assert end_of(silent) == ("claimed_kept", "unconfirmed")
    with on_day(MONDAY + timedelta(days=20)):
        again = asked_promise(office, by=office.neighbours, question=question_of(office, author=None))
        office_steps.claim_kept(again.pk, person=office.official, version=1, text="Done.")
    erase_person(office.neighbours[0])
    look(40)
    assert end_of(again) == ("claimed_kept", "unconfirmable")


def test_who_has_a_receipt_can_be_asked_without_an_account(office: WardOffice) -> None:
    matter = office.publish(kind="suggestion", author=None)
    with on_day(MONDAY):
        promise = promise_of(office, kind=PromiseKind.SUGGESTION, matter=matter)
        office_steps.claim_kept(promise.pk, person=office.official, version=1, text="Done.")
    look(15)
    assert end_of(promise) == ("claimed_kept", "unconfirmed")


def test_after_a_freeze_they_have_their_time_and_the_clock_looks_at_none_before(office: WardOffice) -> None:
    promise = claimed(office)
    last = MONDAY + timedelta(days=30)
    add_closure(kind="freeze", ward=None, from_on=MONDAY, to_on=last, reasons={"en": "Polls"}, clerk=None)
    assert look(31 + 14) == []
    assert look(31 + 15) == [f"not confirmed: {promise.number}"]


@pytest.mark.long
def test_every_page_file_and_feed_says_it(office: WardOffice) -> None:
    promise = claimed(office)
    erase_person(office.resident)
    look(15)
    address, client = f"/promises/{promise.number}/", Client(headers={"accept-language": "en"})
    with on_day(MONDAY + timedelta(days=16)):
        page = client.get(address).content.decode()
        assert NOBODY in page
        assert "so nobody can confirm it" in page
        assert NOBODY in client.get("/promises/?state=unconfirmed").content.decode()
        feeds = [f"/feeds/{name}.atom" for name in (f"promise-{promise.number}", "promises-95", "ward-95")]
        for other in (reverse("promise_verdict", args=[promise.number]), "/wards/95/", *feeds):
            assert "nobody" in client.get(other).content.decode(), other
        exported: Any = client.get("/promises/export.json")
        rows = json.loads(b"".join(exported))["promises"]
        assert [(row["state"], row["claim_end"]) for row in rows] == [("claimed_kept", "unconfirmable")]
        figures = figures_today(2027, MONDAY + timedelta(days=16))[None, "year", "2027"]
    row = promise_figures_row(2027, (None, "year", "2027"), figures)
    assert [row[name] for name in ("made", "claimed", "unconfirmed", "unconfirmable")] == [1, 1, 1, 1]


def test_once_the_time_is_over_nobody_is_asked_on_their_own_page(office: WardOffice) -> None:
    matter = office.publish(kind="suggestion")
    with on_day(MONDAY):
        promise = promise_of(office, kind=PromiseKind.SUGGESTION, matter=matter)
        office_steps.claim_kept(promise.pk, person=office.official, version=1, text="Done.")
    client, asked = Client(headers={"accept-language": "en"}), []
    for after in (14, 15):
        look(after)
        with on_day(MONDAY + timedelta(days=after)):
            page = client.post(reverse("matter_receipt"), {"code": matter.receipt}, follow=True).text
        assert promise.number in page
        asked.append("Is this promise kept?" in page)
    assert asked == [True, False]
