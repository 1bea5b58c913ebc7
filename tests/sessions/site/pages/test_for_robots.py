"""robots.txt and the sitemap: every public address of the records, and none of a person."""

import re
from datetime import date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sessions.activities.writing import withdraw_activity
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.chats.calendar.lifecycle.sealing import seal_chat_session
from sessions.models import MonthLog, Record
from sessions.record.months.sealing import seal_due_months
from tests.factories.activities import drafted, freeze_of, published, said
from tests.factories.evening import make_evening
from tests.factories.matters import make_ward_office, on_day
from tests.factories.promises import promise_of
from tests.sessions.record.redaction.conftest import ALL, make_recorded

pytestmark = [pytest.mark.django_db, pytest.mark.costly]


def addresses(client: Client, path: str) -> list[str]:
    page = client.get(path)
    assert page["Content-Type"] == "application/xml; charset=utf-8"
    return re.findall(r"<loc>http://testserver([^<]*)</loc>", page.content.decode())


def test_robots_are_told_where_the_sitemap_is(client: Client) -> None:
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert {"Disallow: /me/", "Disallow: /owed/"} <= set(lines)
    assert lines[-1] == "Sitemap: http://testserver/sitemap.xml"


@pytest.mark.long
def test_the_sitemap_has_each_record_and_each_office_holder(client: Client) -> None:
    assert addresses(client, "/sitemap.xml") == [
        "/",
        "/wards/",
        "/boroughs/",
        "/matters/",
        "/matters/map/",
        "/matters/figures/",
        "/promises/",
        "/promises/figures/",
        "/activities/",
        "/calendar/",
        "/records/",
        "/speakers/",
        "/figures/",
        "/about/",
        "/accessibility/",
        "/website/",
    ]
    evening = make_evening()
    close_chat_session(evening.chat_session, by="clerk")
    listed = addresses(client, "/sitemap.xml")
    record = f"/records/{Record.objects.get().slug}/"
    assert listed[10] == "/boroughs/X/"
    assert listed[17:] == ["/wards/95/", f"/speakers/{evening.chat_session.office_id}/", record]
    assert all(client.get(address).status_code == 200 for address in listed)


def test_a_large_sitemap_is_an_index_of_files(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sessions.site.sitemap.MOST_ADDRESSES", 2)
    for number in (95, 96, 97):
        close_chat_session(make_evening(number=number).chat_session, by="clerk")
    assert addresses(client, "/sitemap.xml") == ["/sitemap-1.xml", "/sitemap-2.xml"]
    found = [each for n in (1, 2) for each in addresses(client, f"/sitemap-{n}.xml") if each.startswith("/records/w")]
    assert found == [f"/records/{slug}/" for slug in Record.objects.order_by("pk").values_list("slug", flat=True)]
    assert [client.get(f"/sitemap-{n}.xml").status_code for n in (0, 3, 10**30)] == [404, 404, 404]


@pytest.mark.long
def test_each_page_of_a_record_says_when_it_changed_last(client: Client) -> None:
    recorded = make_recorded(make_evening())
    places = [f"/records/{recorded.record.slug}/", "/wards/95/", "/records/", "/figures/"]
    for change in (
        lambda: recorded.record.made_at,
        lambda: seal_chat_session(recorded.evening.chat_session, by="clerk") and recorded.record.sealed_at,
        lambda: recorded.redact(*ALL).decided_at,
    ):
        changed_at = change()
        assert isinstance(changed_at, datetime)
        assert [dates(client).get(place) for place in places] == [changed_at.isoformat(timespec="seconds")] * 4
    assert dates(client)["/about/"] == ""


def test_complaints_and_promises_stand_in_files_after_the_records(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sessions.site.sitemap.MOST_ADDRESSES", 2)
    office = make_ward_office()
    numbers = [office.publish(f"Drain {each}").number for each in range(3)]
    office.step(office.publish("Withdrawn"), "withdraw")
    assert addresses(client, "/sitemap.xml") == [f"/sitemap-{n}.xml" for n in (1, 2, 3)]
    found = addresses(client, "/sitemap-2.xml") + addresses(client, "/sitemap-3.xml")
    assert found == [f"/matters/{number}/" for number in numbers]
    promise = promise_of(office)
    assert addresses(client, "/sitemap-4.xml") == [f"/promises/{promise.number}/"]


def test_activities_stand_in_the_last_files_but_not_while_a_freeze_hides_them(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sessions.site.sitemap.MOST_ADDRESSES", 2)
    office = make_ward_office()
    drafted(office, said("A draft"))
    activities = [published(office, said(f"Drain {each}")) for each in range(3)]
    gone = published(office, said("Not true"))
    withdraw_activity(gone.pk, person=office.clerk, version=gone.version, reason="It was another ward.")
    promise = promise_of(office)
    assert addresses(client, "/sitemap.xml") == [f"/sitemap-{n}.xml" for n in (1, 2, 3, 4)]
    assert addresses(client, "/sitemap-2.xml") == [f"/promises/{promise.number}/"]
    found = addresses(client, "/sitemap-3.xml") + addresses(client, "/sitemap-4.xml")
    assert found == [f"/activities/{each.number}/" for each in activities]
    today = timezone.localdate()
    freeze_of(office.ward, today, today)
    assert addresses(client, "/sitemap.xml") == ["/sitemap-1.xml", "/sitemap-2.xml"]
    assert client.get("/sitemap-3.xml").status_code == 404


def test_a_ward_with_sealed_months_has_their_page(client: Client) -> None:
    office = make_ward_office()
    with on_day(date(2027, 3, 2)):
        promise_of(office)
    assert "/wards/95/log/" not in dates(client, "/sitemap-1.xml")
    with on_day(date(2027, 4, 9)):
        seal_due_months(timezone.now())
    sealed_at = MonthLog.objects.get().sealed_at
    assert sealed_at is not None
    assert dates(client, "/sitemap-1.xml")["/wards/95/log/"] == sealed_at.isoformat(timespec="seconds")


def test_a_sitemap_asks_as_much_for_many_pages_as_for_one(client: Client) -> None:
    office = make_ward_office()
    counts = []
    for _each in range(2):
        published(office, said("Drain"))
        promise_of(office)
        with CaptureQueriesContext(connection) as asked:
            client.get("/sitemap.xml")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def dates(client: Client, path: str = "/sitemap.xml") -> dict[str, str]:
    page = client.get(path).content.decode()
    return dict(re.findall(r"<loc>http://testserver([^<]*)</loc>(?:<lastmod>([^<]*)</lastmod>)?", page))
