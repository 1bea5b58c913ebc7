"""The pages of digests: for everybody, on paper, for the clerk; and the choice on the page of reminders."""

import base64
from datetime import date

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from sessions.city.people.subscriptions import follow_by_channels
from sessions.digests.document import sum_of_document
from sessions.digests.making import make_due_digests
from sessions.models import Channel, LogCheckpoint
from sessions.notifications.digest_following import digest_channels_of
from sessions.record.proof.installation_log import append_draft
from sessions.record.proof.notes.checkpoint_words import words_of_root
from tests.factories.digests import FIRST, close, happen_in_march
from tests.factories.matters import WardOffice, make_ward_office, on_day
from tests.factories.planning_desk import client_of

PAGE = "/wards/95/digests/2027-03/"


@pytest.fixture
def office(db: None) -> WardOffice:
    office = make_ward_office()
    happen_in_march(office)
    with on_day(FIRST):
        make_due_digests(timezone.now())
    return office


def read(client: Client, address: str, language: str = "en") -> str:
    response = client.get(address, headers={"accept-language": language})
    assert response.status_code == 200
    return response.content.decode()


def test_everybody_reads_it_in_their_language(office: WardOffice, client: Client) -> None:
    page = read(client, PAGE)
    assert "Ward 95: what happened in March 2027" in page
    assert "The lamp at the pond will burn." in page
    assert 'href="/promises/95-P-2027-1/"' in page
    assert '<div class="stack stack--wide" lang="ur" dir="rtl">' in read(client, PAGE, "ur")
    assert PAGE in read(client, "/wards/95/digests/")
    assert client.get("/wards/95/digests/2027-02/").status_code == 404
    assert len(page.encode()) < 40 * 1024


def test_the_sheet_carries_the_newest_checkpoint(office: WardOffice, client: Client) -> None:
    assert "paper__words" not in read(client, f"{PAGE}sheet/")
    with transaction.atomic():
        append_draft(slug="ward-95-2027-03-06", root="x", size=1, closed_at="2027-03-06T16:00:00Z")
    words = " ".join(words_of_root(base64.b64decode(LogCheckpoint.objects.get().root)))
    for language in ("en", "ur"):
        assert f'dir="ltr">{words}</p>' in read(client, f"{PAGE}sheet/", language)


def test_the_document_can_be_checked_against_the_log(office: WardOffice, client: Client) -> None:
    told = client.get("/wards/95/digests/2027-03.json?lang=hi").json()
    [event] = [each for each in office.public_events() if each["type"] == "digest.made"]
    assert sum_of_document(told["document"]) == told["sha256"] == event["sha256"]["hi"]


def test_what_was_made_in_a_freeze_is_not_published_before_it_ends(office: WardOffice, client: Client) -> None:
    close("freeze", office.ward, FIRST, date(2027, 5, 9))
    with on_day(date(2027, 4, 3)):
        page = read(client, PAGE)
        assert "this digest is not published" in page
        assert "The lamp" not in page
        assert client.get("/wards/95/digests/2027-03.json").status_code == 404
    with on_day(date(2027, 5, 10)):
        assert "The lamp" in read(client, PAGE)


def test_the_clerk_sees_what_was_made_and_what_comes(office: WardOffice) -> None:
    client = client_of(office.clerk)
    page = read(client, "/planning/digests/")
    assert f"{PAGE}sheet/" in page
    assert "Nobody had asked for it." in page
    with on_day(date(2027, 4, 12)):
        assert "The drain will be cleaned." in read(client_of(office.clerk), "/planning/digests/95/")
    assert client.get("/planning/digests/96/").status_code == 404


def test_a_resident_chooses_by_which_of_their_channels(office: WardOffice, client: Client, settings: Settings) -> None:
    settings.SENDERS = {"email": "console", "sms": "console"}
    client.force_login(office.resident)
    assert "First choose above how we reach you." in read(client, "/me/reminders/")
    follow_by_channels(office.resident, channels=["email"])
    assert 'name="digest" value="email"' in read(client, "/me/reminders/")
    for ticked, chosen in ((["email", "sms", "x"], [Channel.EMAIL]), ([], [])):
        assert client.post("/me/digests/", {"digest": ticked}).status_code == 302
        assert digest_channels_of(office.resident) == chosen
