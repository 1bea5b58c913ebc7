"""What other programs read: services, their definitions, public complaints and suggestions, and the discovery."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models.signals import post_init
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sessions.models import Category, Matter, MatterPhoto, MatterState
from tests.chatserver.outside.open311.outside_client import DjangoWire, GeoClient
from tests.factories.matters import WardOffice, make_category, on_day

FIELDS = {
    *("service_request_id", "status", "status_notes", "service_name", "service_code", "description"),
    *("agency_responsible", "service_notice", "requested_datetime", "updated_datetime", "expected_datetime"),
    *("address", "address_id", "zipcode", "lat", "long", "media_url"),
}


def numbers(geo: GeoClient, **query: Any) -> list[str]:
    return [row["service_request_id"] for row in geo.get("v2/requests", **query)]


def test_services_are_the_categories_that_are_offered(geo: GeoClient) -> None:
    make_category("lamps", names={"en": "Lamps & poles <all>"}, keywords="lamp; আলো;batti")
    make_category("old", is_offered=False)
    Category.objects.filter(slug="lamps").update(agencies={"en": "Lighting department"})
    drains, lamps = geo.get("v2/services", jurisdiction_id="kmcgov.in")
    assert (drains["service_code"], lamps["service_name"]) == ("drains", "Lamps & poles <all>")
    assert (lamps["type"], lamps["metadata"], lamps["keywords"]) == ("batch", True, "lamp,আলো,batti")
    assert (drains["group"], lamps["group"]) == ("Ward office", "Lighting department")  # who does the work


def test_a_definition_lists_its_attributes_with_their_values(geo: GeoClient) -> None:
    told = geo.get("v2/services/drains")
    assert told["service_code"] == "drains"
    kind, ward = told["attributes"]
    assert [(each["code"], each["datatype"], each["required"], each["order"]) for each in (kind, ward)] == [
        ("kind", "singlevaluelist", False, 1),
        ("ward", "singlevaluelist", False, 2),
    ]
    assert [value["key"] for value in kind["values"]] == ["complaint", "suggestion"]
    assert ward["values"] == [{"key": "95", "name": "Ward 95"}]
    assert geo.error("GET", "v2/services/nothing")[0] == 404


def test_a_request_says_what_everybody_may_read_and_nothing_else(geo: GeoClient, office: WardOffice) -> None:
    with on_day(date(2027, 3, 1)):
        matter = office.publish("The drain <b>by</b> the school & the pond\noverflows.")
        office.step(matter, "start", text="The crew comes on Monday.")
        [told] = geo.get(f"v2/requests/{matter.number}")
    assert set(told) == FIELDS
    assert told["status_notes"] == "in_progress: In progress. The crew comes on Monday"
    assert told["description"] == "The drain <b>by</b> the school & the pond\noverflows."
    assert (told["lat"], told["long"], told["address"]) == (22.4989, 88.3712, "Bijoygarh bus stand")
    assert told["requested_datetime"] == "2027-03-01T12:00:00+05:30"
    assert told["expected_datetime"].endswith("T23:59:59+05:30")
    assert (told["status"], told["agency_responsible"], told["media_url"]) == ("open", "Ward office", None)


@pytest.mark.costly
def test_nothing_of_what_waits_was_declined_or_belongs_to_a_person_is_read(geo: GeoClient, office: WardOffice) -> None:
    waiting, public = office.lodge("Waits."), office.publish("Public.", is_landmark_only=True)
    assert numbers(geo) == [public.number]
    assert geo.error("GET", f"v2/requests/{waiting.number}")[0] == 404
    body = geo.ask("GET", "v2/requests").body.decode()
    for secret in (public.receipt, public.label, "resident-95", "22.4989", "88.3712", str(public.pk)):
        assert secret not in body
    [told] = geo.get("v2/requests")
    assert "lat" not in told
    assert "long" not in told
    assert told["address"] == "Bijoygarh bus stand"


@pytest.mark.long
@pytest.mark.parametrize(
    ("steps", "state", "status"),
    [
        ([], "open", "open"),
        (["acknowledge"], "acknowledged", "open"),
        (["transfer"], "transferred", "open"),
        (["claim_done"], "claimed_done", "closed"),
        (["claim_done", "half"], "half_done", "open"),
        (["claim_done", "dispute"], "disputed", "open"),
        (["claim_done", "confirm"], "confirmed_done", "closed"),
        (["claim_done", "lapse"], "done_unconfirmed", "closed"),
        (["refuse"], "not_possible", "closed"),
        (["merge"], "merged", "closed"),
        (["withdraw"], "withdrawn", "closed"),
        (["take_down"], "removed", "closed"),
    ],
)
def test_each_state_is_open_or_closed_and_stands_in_the_notes(
    office: WardOffice, key: str, steps: list[str], state: str, status: str
) -> None:
    geo = GeoClient(DjangoWire(), form="json", key=key)
    matter = office.publish("Secret words.")
    for step in steps:
        office.step(matter, step)
    [told] = geo.get("v2/requests")
    assert (told["status"], told["status_notes"].partition(":")[0]) == (status, state)
    is_hidden = state in (MatterState.MERGED, MatterState.WITHDRAWN, MatterState.REMOVED)
    assert told["description"] == (None if is_hidden else "Secret words.")
    assert ("lat" in told, told["address"] is None) == (not is_hidden, is_hidden)
    assert numbers(geo, status=status) == [matter.number]
    assert numbers(geo, status="open" if status == "closed" else "closed") == []


@pytest.mark.costly
def test_the_list_is_filtered_and_numbers_override_all_filters(geo: GeoClient, office: WardOffice) -> None:
    made = []
    for day in (date(2027, 1, 1), date(2027, 3, 1), date(2027, 3, 31)):
        with on_day(day):
            made.append(office.publish(f"On {day}.").number)
    with on_day(date(2027, 3, 31), hour=13):
        assert numbers(geo) == [made[2], made[1], made[0]]
        assert numbers(geo, page_size=2) == [made[2], made[1]]
        assert numbers(geo, page_size=2, page=2) == [made[0]]
        assert numbers(geo, page_size=2, page=3) == []
        assert numbers(geo, service_code="drains,other") == [made[2], made[1], made[0]]
        assert numbers(geo, service_code="other") == []
        assert numbers(geo, service_code="\0,<") == []
        assert numbers(geo, start_date="2027-02-01T00:00:00+05:30") == [made[2], made[1]]
        assert numbers(geo, start_date="2027-03-01", end_date="2027-03-01") == [made[1]]
        assert numbers(geo, end_date="2027-01-01T12:30:00") == [made[0]], "in the city's zone where none is said"
        assert numbers(geo, end_date="2027-01-01T06:00:00Z") == []
        asked = f"{made[0]},{made[2]},95-2027-9999,nonsense"
        assert numbers(geo, service_request_id=asked, service_code="other", start_date="bad") == [made[2], made[0]]
    with on_day(date(2027, 4, 15)):
        assert numbers(geo) == [made[2], made[1]], "the last ninety days"


@pytest.mark.costly
def test_what_has_changed_is_listed_whenever_it_was_lodged(geo: GeoClient, office: WardOffice) -> None:
    with on_day(date(2027, 1, 1)):
        first, second = office.publish("One."), office.publish("Two.", landmark="Elsewhere", lat=None, lon=None)
    with on_day(date(2027, 5, 3)):
        office.step(second, "acknowledge")
    with on_day(date(2027, 5, 4)):
        office.step(first, "acknowledge")
        assert numbers(geo, updated_after="2027-05-01") == [first.number, second.number], "the last change first"
        assert numbers(geo, updated_after="2027-05-04") == [first.number]
        assert numbers(geo, updated_before="2027-05-03") == [second.number]
        assert numbers(geo, updated_after="2027-05-01", end_date="2026-12-31") == []
        assert numbers(geo, updated_after="2027-05-01", status="closed") == []
        assert numbers(geo) == []


@pytest.mark.parametrize(
    ("query", "index"),
    [
        ({}, "matter_public_by_lodged"),
        ({"status": "open"}, "matter_public_by_lodged"),
        ({"status": "closed"}, "matter_public_by_lodged"),
        ({"service_code": "drains"}, "matter_public_by_category"),
        ({"updated_after": "2027-01-01"}, "matter_public_by_changed"),
    ],
)
def test_sqlite_reads_each_list_in_its_order_from_an_index(
    office: WardOffice, query: dict[str, str], index: str
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL chooses by the sizes of tables, which are nothing in a test")
    office.publish()
    address = "/open311/v2/requests.json"
    with CaptureQueriesContext(connection) as asked:
        assert Client().get(address, query).status_code == 200
    [listed] = [each["sql"] for each in asked if "ORDER BY" in each["sql"] and "LIMIT" in each["sql"]]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {listed}")
        plan = " ".join(str(row[-1]) for row in cursor.fetchall())
    assert (index in plan, "TEMP B-TREE" in plan) == (True, False), plan


@pytest.mark.costly
def test_of_many_steps_the_last_one_is_told_and_the_number_of_queries_stays(office: WardOffice, key: str) -> None:
    geo = GeoClient(DjangoWire(), form="json", key=key)

    def ask() -> tuple[int, list[str]]:
        with CaptureQueriesContext(connection) as asked:
            told = geo.get("v2/requests")
        return len(asked), [each["status_notes"].partition(". ")[2] or each["status_notes"] for each in told]

    for each in range(2):
        matter = office.publish(f"Complaint {each}.", landmark=f"Lane {each}", lat=None, lon=None)
        office.step(matter, "acknowledge", text="First.")
        office.step(matter, "start", text=f"Last of {each}.")
    before, notes = ask()
    assert all(f"Last of {1 - each}" in note and "First" not in note for each, note in enumerate(notes))
    for each in range(2, 5):
        office.publish(f"Complaint {each}.", landmark=f"Lane {each}", lat=None, lon=None)
    assert ask()[0] == before


def test_a_plus_that_was_not_escaped_is_read_as_it_was_meant(geo: GeoClient, office: WardOffice) -> None:
    with on_day(date(2027, 3, 1)):
        number = office.publish().number
        dates = "start_date=2027-03-01T11:59:00+05:30&end_date=2027-03-01T12:01:00+05:30"
        [told] = geo.read(geo.wire.ask("GET", f"/open311/v2/requests.{geo.form}?{dates}", None, {}))
    assert told["service_request_id"] == number


@pytest.mark.long
@pytest.mark.parametrize(
    "query",
    [
        {"start_date": "yesterday"},
        {"start_date": "2027-01-01", "end_date": "2027-06-01"},
        {"start_date": "2027-03-02", "end_date": "2027-03-01"},
        {"start_date": "9999-12-31"},
        {"end_date": "0001-01-01"},
        {"start_date": "1" * 5000},
        {"status": "half"},
        {"page": "0"},
        {"page": "-1"},
        {"page": "২"},
        {"page_size": "1001"},
        {"page_size": "9" * 4400},
        {"service_request_id": "1," * 1001},
    ],
)
def test_a_filter_that_cannot_be_read_is_told(geo: GeoClient, query: dict[str, str]) -> None:
    code, description = geo.error("GET", "v2/requests", query=query)
    assert code == 400
    assert description


def test_a_photograph_is_named_only_once_it_is_shown(office: WardOffice) -> None:
    matter = office.publish()
    facts: Any = {"sha256": "0" * 64, "width": 4, "height": 3, "added_at": timezone.now()}
    photo = MatterPhoto.objects.create(matter=matter, **facts)
    address = f"/open311/v2/requests/{matter.number}.json"
    assert str(photo.pk) not in Client().get(address).content.decode()


@pytest.mark.costly
def test_a_thousand_are_listed_with_as_many_queries_as_one(office: WardOffice) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert Client().get("/open311/v2/requests.json").status_code == 200
        return len(queries)

    office.publish("One.")
    alone = count()
    for each in range(3):
        office.step(office.publish(f"Another {each}."), "start", text="Begun.")
    assert count() == alone <= 4


def test_what_is_overdue_says_so(geo: GeoClient, office: WardOffice) -> None:
    with on_day(date(2027, 3, 1)):
        matter = office.publish()
    due_on = Matter.objects.get().due_on
    assert due_on is not None
    with on_day(due_on):
        assert geo.get(f"v2/requests/{matter.number}")[0]["service_notice"] is None
    with on_day(due_on + timedelta(days=1)):
        assert geo.get(f"v2/requests/{matter.number}")[0]["service_notice"] == "Overdue"


def test_the_discovery_names_the_service_and_both_forms(geo: GeoClient) -> None:
    told = geo.get("discovery")
    [endpoint] = told["endpoints"]
    assert endpoint["url"] == "http://testserver/open311/v2"
    assert endpoint["specification"] == "http://wiki.open311.org/GeoReport_v2"
    assert endpoint["formats"] == ["text/xml", "application/json"]


def test_words_for_people_are_in_the_language_that_is_asked_for(office: WardOffice) -> None:
    Category.objects.update(names={"en": "Drains", "bn": "নালা"})
    office.publish()
    answer: Any = Client().get("/open311/v2/requests.json", headers={"Accept-Language": "bn"})
    [told] = answer.json()
    assert told["service_name"] == "নালা"
    assert told["status_notes"].startswith("open: ")
    assert "Accept-Language" in answer["Vary"]


def test_a_list_makes_no_object_of_the_model_for_each_of_its_thousand_rows(geo: GeoClient, office: WardOffice) -> None:
    made: list[Matter] = []

    def note(instance: Matter, **_signal: Any) -> None:
        made.append(instance)

    for _each in range(3):
        office.publish()
    post_init.connect(note, sender=Matter)
    try:
        assert len(geo.get("v2/requests")) == 3
    finally:
        post_init.disconnect(note, sender=Matter)
    assert made == []
