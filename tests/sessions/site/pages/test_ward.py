"""The page of a ward: who represents it, what is open, promised and done, and its timeline."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sessions.activities.photos import hide_activity_photo
from sessions.chats.calendar.lifecycle.closed_days import add_closure
from sessions.models import Ward
from tests.factories.activities import published, shown, with_photo
from tests.factories.activities_of_site import published_activity
from tests.factories.matters import WardOffice
from tests.factories.planning_desk import words_of
from tests.factories.promises import promise_of, promise_step

pytestmark = pytest.mark.costly

ENGLISH = {"accept-language": "en"}
FROZEN = "While an election freeze lasts, nothing is told here of what the office has done."


def page_of(client: Client, address: str = "/wards/95/") -> Any:
    return client.get(address, headers=ENGLISH)


def words_on(client: Client, address: str = "/wards/95/") -> str:
    return words_of(page_of(client, address).content.decode())


def test_it_says_how_the_office_is_reached(client: Client, office: WardOffice) -> None:
    assert "How to reach the office has not been entered yet." in words_on(client)
    addresses = {"en": "12 School Row", "bn": "১২ স্কুল রো"}
    Ward.objects.update(office_phone="033 2473 0000", office_addresses=addresses, office_hours={"en": "10 to 5"})
    page = page_of(client).content.decode()
    assert 'href="tel:03324730000"' in page
    assert [text in words_of(page) for text in ("12 School Row", "10 to 5")] == [True, True]
    assert "১২ স্কুল রো" in client.get("/wards/95/", headers={"accept-language": "bn"}).content.decode()


def test_its_figures_say_what_is_open_and_what_was_kept_and_confirmed(client: Client, office: WardOffice) -> None:
    late = office.publish()
    type(late).objects.filter(pk=late.pk).update(due_on=timezone.localdate() - timedelta(days=1))
    office.step(office.publish(), "claim_done", text="Done.")
    promise_step(promise_step(promise_of(office), "claim", text="Done."), "keep")
    promise_of(office, "The lamp will burn.")
    figures = page_of(client).context["figures"]
    assert (figures.open, figures.overdue, figures.kept, figures.made, figures.owed) == (1, 1, 1, 2, 1)
    [matters, promises] = page_of(client).context["charts"]
    assert [row.cells for row in matters.rows] == [["1", "0"], ["1", "0"], ["1", "0"], *[["0", "0"]] * 3]
    assert [row.cells for row in promises.rows] == [["1"], ["0"], ["1"], ["0"], ["0"]]


def test_an_empty_ward_says_what_will_stand_there(client: Client, office: WardOffice) -> None:
    words = words_on(client)
    for sentence in ("Nothing has happened here yet.", "None was made yet.", "No chat has been held here yet."):
        assert sentence in words
    assert "Nothing of this kind." in words_on(client, "/wards/95/?kind=activity")


def test_in_an_election_freeze_it_says_why_nothing_done_is_shown(client: Client, office: WardOffice) -> None:
    published_activity(office.ward, "New drain covers")
    assert words_on(client).count("New drain covers") == 2
    today = timezone.localdate()
    days = {"from_on": today, "to_on": today + timedelta(days=9)}
    add_closure(kind="freeze", ward=None, **days, reasons={"en": "Election"}, clerk=None)
    for address in ("/wards/95/", "/boroughs/X/", "/boroughs/"):
        words = words_on(client, address)
        assert ("New drain covers" in words, FROZEN in words) == (False, True)
    assert "New drain covers" not in words_on(client, "/search/?q=drain") + words_on(client, "/")


@pytest.mark.long
def test_the_newest_work_is_shown_before_and_after(
    client: Client, office: WardOffice, settings: Any, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path
    activity = published(office)
    photos = [
        with_photo(activity, office, moment=moment, colour=colour, alt=f"{moment}.")
        for moment, colour in (("after", "blue"), ("before", "red"))
    ]
    shown(photos[0], office)
    assert "before-after" not in page_of(client).content.decode()
    shown(photos[1], office)
    with CaptureQueriesContext(connection) as without:
        light = client.get("/wards/95/", headers=ENGLISH | {"save-data": "on"})
    assert "before-after" not in light.content.decode()
    with CaptureQueriesContext(connection) as with_pair:
        page = page_of(client).content.decode()
    assert len(with_pair) == len(without) + 1
    assert 0 < page.index('alt="before."') < page.index('alt="after."')
    [first, _second] = re.findall(r'<img src="([^"]+[?]small)"[^>]* loading="lazy"', page)
    assert client.get(first).headers["Content-Type"] == "image/webp"
    hide_activity_photo(photos[0].pk, person=office.clerk, seen=photos[0].sha256)
    assert "before-after" not in page_of(client).content.decode()


def test_an_older_page_is_the_timeline_alone(client: Client, office: WardOffice) -> None:
    for each in range(22):
        promise_of(office, f"Lamp {each} will burn.")
    first = page_of(client)
    older = page_of(client, f"/wards/95/{first.context['older'].partition('#')[0]}&kind=promise")
    assert [len(page.context["timeline"].lines) for page in (first, older)] == [20, 2]
    assert ("figures" in older.context, "The whole page of this ward" in words_of(older.content.decode())) == (
        False,
        True,
    )


QUERIES = {"/wards/95/": 22, "/boroughs/X/": 20, "/boroughs/": 17}


@pytest.mark.long
@pytest.mark.parametrize("address", QUERIES)
@pytest.mark.parametrize("rows", [1, 3])
def test_a_full_page_takes_a_fixed_number_of_queries(
    client: Client, office: WardOffice, rows: int, address: str, django_assert_num_queries: Any
) -> None:
    for _each in range(rows):
        office.publish()
        promise_of(office)
        published_activity(office.ward)
    with django_assert_num_queries(QUERIES[address]):
        client.get(address)
