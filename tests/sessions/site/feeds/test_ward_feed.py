"""The feed of a ward: every kind of news with its category, as Atom and as JSON Feed."""

import json
from datetime import date, datetime
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.utils.feedgenerator import Atom1Feed

from tests.factories.digests import close, happen_in_march
from tests.factories.matters import WardOffice, make_ward_office, on_day
from tests.factories.promises import promise_step

pytestmark = pytest.mark.costly

ATOM = f"{{{Atom1Feed.ns}}}"
LATER = date(2027, 4, 5)


@pytest.fixture
def march(db: None) -> dict[str, Any]:
    office = make_ward_office()
    return happen_in_march(office) | {"office": office}


def entries(client: Client, query: str = "") -> list[ET.Element]:
    with on_day(LATER):
        return list(ET.fromstring(client.get(f"/feeds/ward-95.atom{query}").content).iter(f"{ATOM}entry"))


def categories(entry: ET.Element) -> list[str]:
    return [each.attrib["term"] for each in entry.iter(f"{ATOM}category")]


@pytest.mark.long
@pytest.mark.parametrize(
    ("kind", "count"), [("promise", 3), ("matter", 1), ("activity", 1), ("chat", 0), ("record", 0)]
)
def test_each_kind_alone(client: Client, march: dict[str, Any], kind: str, count: int) -> None:
    found = entries(client, f"?kind={kind}")
    assert [categories(entry)[0] for entry in found] == [kind] * count
    assert len(entries(client)) == 5
    assert client.get("/feeds/ward-95.atom?kind=nothing").status_code == 404


def test_an_entry_stays_the_same_one_and_changes_with_each_step(client: Client, march: dict[str, Any]) -> None:
    def told() -> tuple[str, ...]:
        [found] = [
            each
            for each in entries(client, "?kind=promise")
            if march["due"].number in each.findtext(f"{ATOM}title", "")
        ]
        return tuple(found.findtext(f"{ATOM}{name}", "") for name in ("id", "published", "title"))

    before = told()
    with on_day(date(2027, 4, 2)):
        promise_step(march["due"], "claim", text="Clean.")
    assert told()[:2] == before[:2]
    assert told()[2] == "Promise 95-P-2027-2: Kept, says the office"


def test_the_json_feed_has_what_the_specification_asks_for(client: Client, march: dict[str, Any]) -> None:
    with on_day(LATER):
        response = client.get("/feeds/ward-95.json?lang=hi&kind=promise")
        again = client.get("/feeds/ward-95.json?lang=hi&kind=promise", headers={"if-none-match": response["ETag"]})
    assert (response["Content-Type"], again.status_code) == ("application/feed+json; charset=utf-8", 304)
    feed = json.loads(response.content)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == "http://testserver/feeds/ward-95.json?lang=hi&kind=promise"
    assert (feed["home_page_url"], feed["language"]) == ("http://testserver/wards/95/", "hi")
    assert {each.findtext(f"{ATOM}id") for each in entries(client, "?kind=promise")} == {i["id"] for i in feed["items"]}
    for item in feed["items"]:
        assert item["title"]
        assert item["content_text"]
        assert item["url"].startswith("http://testserver/promises/95-P-2027-")
        assert item["tags"][0] == "promise"
        assert datetime.fromisoformat(item["date_published"]).tzinfo is not None


def test_words_that_are_gone_and_work_done_in_a_freeze_are_not_in_it(client: Client, march: dict[str, Any]) -> None:
    march["due"].refresh_from_db()
    march["due"].is_withheld = True
    march["due"].save()
    office: WardOffice = march["office"]
    close("freeze", office.ward, date(2027, 4, 1), date(2027, 5, 9))
    summaries = [entry.findtext(f"{ATOM}summary", "") for entry in entries(client)]
    assert not any("The drain will be cleaned" in each for each in summaries)
    assert not any("Two lamps" in entry.findtext(f"{ATOM}title", "") for entry in entries(client))


def test_pages_name_both_feeds(client: Client, march: dict[str, Any]) -> None:
    page = client.get("/wards/95/digests/").content.decode()
    assert 'type="application/atom+xml"' in page
    assert 'type="application/feed+json"' in page
