"""robots.txt and the sitemap: every public address of the records, and none of a person."""

import re
from datetime import datetime

import pytest
from django.test import Client

from sessions.calendar.lifecycle.lifecycle import close_chat_session
from sessions.calendar.lifecycle.sealing import seal_chat_session
from sessions.models import Record
from tests.evening import make_evening
from tests.matters import make_ward_office
from tests.promises import promise_of
from tests.sessions.record.redaction.conftest import ALL, make_recorded

pytestmark = pytest.mark.django_db


def addresses(client: Client, path: str) -> list[str]:
    page = client.get(path)
    assert page["Content-Type"] == "application/xml; charset=utf-8"
    return re.findall(r"<loc>http://testserver([^<]*)</loc>", page.content.decode())


def test_robots_are_told_where_the_sitemap_is(client: Client) -> None:
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert {"Disallow: /me/", "Disallow: /owed/"} <= set(lines)
    assert lines[-1] == "Sitemap: http://testserver/sitemap.xml"


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
        "/records/",
        "/speakers/",
        "/figures/",
        "/about/",
        "/accessibility/",
    ]
    evening = make_evening()
    close_chat_session(evening.chat_session, by="clerk")
    listed = addresses(client, "/sitemap.xml")
    record = f"/records/{Record.objects.get().slug}/"
    assert listed[8] == "/boroughs/X/"
    assert listed[14:] == ["/wards/95/", f"/speakers/{evening.chat_session.office_id}/", record]
    assert all(client.get(address).status_code == 200 for address in listed)


def test_a_large_sitemap_is_an_index_of_files(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sessions.record.finding.sitemap.MOST_ADDRESSES", 2)
    for number in (95, 96, 97):
        close_chat_session(make_evening(number=number).chat_session, by="clerk")
    assert addresses(client, "/sitemap.xml") == ["/sitemap-1.xml", "/sitemap-2.xml"]
    found = [each for n in (1, 2) for each in addresses(client, f"/sitemap-{n}.xml") if each.startswith("/records/w")]
    assert found == [f"/records/{slug}/" for slug in Record.objects.order_by("pk").values_list("slug", flat=True)]
    assert [client.get(f"/sitemap-{n}.xml").status_code for n in (0, 3, 10**30)] == [404, 404, 404]


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
    monkeypatch.setattr("sessions.record.finding.sitemap.MOST_ADDRESSES", 2)
    office = make_ward_office()
    numbers = [office.publish(f"Drain {each}").number for each in range(3)]
    office.step(office.publish("Withdrawn"), "withdraw")
    assert addresses(client, "/sitemap.xml") == [f"/sitemap-{n}.xml" for n in (1, 2, 3)]
    found = addresses(client, "/sitemap-2.xml") + addresses(client, "/sitemap-3.xml")
    assert found == [f"/matters/{number}/" for number in numbers]
    promise = promise_of(office)
    assert addresses(client, "/sitemap-4.xml") == [f"/promises/{promise.number}/"]


def dates(client: Client) -> dict[str, str]:
    page = client.get("/sitemap.xml").content.decode()
    return dict(re.findall(r"<loc>http://testserver([^<]*)</loc>(?:<lastmod>([^<]*)</lastmod>)?", page))
