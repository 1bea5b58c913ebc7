"""What a journalist adds up: lists, files, figures, map, ward page, Open311 and `due` count the same things alike."""

import json
import re
from collections import Counter
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from sessions.matters.importing.checking import OF_ONE_KIND
from sessions.matters.importing.entering import path_to
from sessions.matters.resolving.due_list import due_document
from sessions.models import ENDED_STATES, WORK_STATES, Matter, MatterKind
from tests.factories.matters import WardOffice, make_category, make_ward_office, on_day

pytestmark = pytest.mark.long

FIRST, TODAY = date(2027, 3, 1), date(2027, 4, 6)
GONE = ("withdraw", "take_down", "merge")


@pytest.fixture
def office(office: WardOffice) -> WardOffice:
    """Each state of both kinds; some have no point, some are old, and of one the clock stands still."""
    other = make_ward_office(96)
    for kind in MatterKind.values:
        for number, state in enumerate(sorted(OF_ONE_KIND[MatterKind(kind)])):
            for day in (FIRST, TODAY - timedelta(days=2)):
                with on_day(day):
                    matter = office.publish(f"{kind} {state}", kind=kind, is_landmark_only=number % 3 == 0)
                    for step in path_to(kind, state):
                        office.step(matter, step)
    with on_day(FIRST):
        for step in GONE:
            office.step(office.publish(f"Gone by {step}"), step)
        office.step(office.publish("Asked"), "ask")
        Matter.objects.filter(text="Asked").update(clock_stopped_on=FIRST)
        office.category = make_category("lamps")
        office.publish("Without a place", lat=None, lon=None)
        other.publish("In another ward")
    return office


def exported(client: Client, query: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(client.get(f"/matters/export.json?{query}").getvalue())["matters"]
    return rows


def numbers_in(client: Client, query: str) -> list[str]:
    return [row["number"] for row in exported(client, query)]


def page_of(client: Client, address: str) -> str:
    return unescape(client.get(address, headers={"accept-language": "en"}).content.decode())


def told(page: str, label: str) -> int:
    found = re.search(rf"<dt>{label}</dt><dd>(\d+)</dd>", page)
    assert found is not None, label
    return int(found[1])


def total(rows: list[dict[str, Any]], name: str) -> int:
    return sum(int(row[name]) for row in rows if row["by"] == "all")


def test_the_figures_are_those_of_the_list_in_each_state(office: WardOffice, client: Client) -> None:
    with on_day(TODAY):
        rows = client.get("/matters/figures.json?ward=95").json()["figures"]
        listed = Counter(row["state"] for row in exported(client, "ward=95"))
        assert sum(listed[state] for state in WORK_STATES) == len(numbers_in(client, "ward=95&state=in_work"))
        late = numbers_in(client, "ward=95&overdue=1")
    assert total(rows, "published") == listed.total() + len(GONE)
    assert total(rows, "open") == sum(listed[state] for state in WORK_STATES)
    assert total(rows, "overdue") == len(late) > 0
    names = {"claimed": "claimed_done", "confirmed": "confirmed_done", "unconfirmed": "done_unconfirmed"}
    names |= {each: each for each in ("not_possible", "accepted", "done", "not_accepted")}
    assert {name: total(rows, name) for name in names} == {name: listed[state] for name, state in names.items()}
    for row in rows:
        ended = sum(row[name] for name in names if name != "accepted")
        assert row["published"] == row["open"] + ended + row["others"]
    for by in ("category", "month"):
        for kind in MatterKind.values:
            parts = [row for row in rows if row["kind"] == kind and row["by"] == by]
            [whole] = [row for row in rows if row["kind"] == kind and row["by"] == "all"]
            for name in ("published", "open", "overdue", "others", *names):
                assert sum(row[name] for row in parts) == whole[name]


def test_pages_say_what_their_numbers_count(office: WardOffice, client: Client) -> None:
    with on_day(TODAY):
        open_ones, late = numbers_in(client, "ward=95&state=in_work"), numbers_in(client, "ward=95&overdue=1")
        complaints = numbers_in(client, "ward=95&state=in_work&kind=complaint")
        ward, figures = page_of(client, "/wards/95/"), page_of(client, "/matters/figures/?ward=95")
        all_wards = page_of(client, "/matters/figures/")
    assert told(ward, "complaints and suggestions open") == len(open_ones)
    assert told(ward, "of those, overdue") == len(late)
    assert told(figures, "complaints open") == len(complaints) < len(open_ones)
    assert "Complaints by ward" in all_wards
    assert "Suggestions by ward" in all_wards


def test_programs_and_the_office_get_the_same(office: WardOffice, client: Client) -> None:
    with on_day(TODAY):
        listed = exported(client, "")
        told_open = client.get("/open311/v2/requests.json?status=open").json()
        told_closed = client.get("/open311/v2/requests.json?status=closed").json()
        late = numbers_in(client, "overdue=1")
        due = due_document(timezone.localdate())["matters"]
    of_state = {row["number"]: row["state"] for row in listed}
    assert {each["service_request_id"] for each in told_open} == {n for n, s in of_state.items() if s in WORK_STATES}
    closed = {n for n, s in of_state.items() if s in ENDED_STATES}
    assert len({each["service_request_id"] for each in told_closed} - closed) == len(GONE)
    assert {each["number"] for each in due if each["overdue"]["days"] > 0} == set(late)


def test_every_one_of_the_list_is_on_the_map_or_said_to_be_in_the_list_only(office: WardOffice, client: Client) -> None:
    with on_day(TODAY):
        for query in ("ward=95", "ward=95&kind=suggestion", "ward=95&overdue=1", "state=claimed_done"):
            page = page_of(client, f"/matters/map/?{query}")
            dots = re.findall(r'<a href="[^"]*" aria-label="([^"]+)"><circle', page)
            drawn = sum(int(found[1]) if (found := re.match(r"(\d+) here", dot)) else 1 for dot in dots)
            hidden = re.search(r"(\d+) more tells? only a landmark", page)
            assert drawn + (int(hidden[1]) if hidden else 0) == len(numbers_in(client, query)), query


def test_a_ward_that_does_not_exist_is_said_and_is_not_all_of_them(office: WardOffice, client: Client) -> None:
    page = page_of(client, "/matters/figures/?ward=999")
    assert "There is no ward with this number." in page
    assert "Complaints by ward" not in page
