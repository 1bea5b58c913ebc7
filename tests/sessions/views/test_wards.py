"""Home, the search for a ward, and a ward's own page."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from sessions.announcing import announce_chat_session
from sessions.lifecycle import close_chat_session
from sessions.models import Office, OfficeKind, WardPin
from tests.evening import Evening, make_evening, make_office, make_person, make_ward

pytestmark = pytest.mark.django_db


def wards_on(page: Any) -> list[int]:
    return [ward.number for ward in page.context["wards"]]


def announce(number: int, *, days: int) -> None:
    ward = make_ward(number)
    make_office(ward)
    announce_chat_session(ward, starts_at=timezone.now() + timedelta(days=days), minutes=60, by="clerk")


def test_home_shows_what_is_live_and_then_what_is_next_by_time(client: Client) -> None:
    evening = make_evening()
    announce(97, days=9)
    announce(96, days=2)
    page = client.get("/")
    assert page.context["featured"] == [evening.chat_session]
    assert [chat_session.ward.number for chat_session in page.context["next_chats"]] == [96, 97]


def test_on_a_borough_evening_only_ones_own_room_is_large(client: Client) -> None:
    evenings = [make_evening(number=number, residents=1) for number in (95, 96, 97)]
    assert client.get("/").context["featured"] == []
    client.force_login(evenings[1].residents[0])
    page = client.get("/")
    assert page.context["featured"] == [evenings[1].chat_session]
    assert page.context["also_live"] == [evenings[0].chat_session, evenings[2].chat_session]


def test_home_says_when_nothing_is_live_or_announced(client: Client) -> None:
    page = client.get("/", headers={"accept-language": "en"}).content.decode()
    assert "No chat is live right now." in page
    assert "No chat is announced yet." in page


@pytest.mark.parametrize("rows", [1, 3])
def test_home_asks_the_database_a_fixed_number_of_times(
    client: Client, rows: int, django_assert_num_queries: Any
) -> None:
    for index in range(rows):
        close_chat_session(make_evening(number=1 + index, residents=1).chat_session, by="clerk")
        make_evening(number=11 + index, residents=1)
        announce(21 + index, days=index + 1)
    with django_assert_num_queries(2):
        client.get("/")


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("95", [95]),
        ("ward 95", [95]),
        ("৯৫", [95]),
        ("९५", [95]),
        ("۹۵", [95]),
        ("ওয়ার্ড ৯৫", [95]),
        ("bijoy", [95, 96]),
        ("বিজয়গড়", [95]),
        ("700032", [95, 96]),
        ("৭০০ ০৩২", [95, 96]),
    ],
)
def test_a_ward_is_found_by_number_neighbourhood_or_pin(client: Client, words: str, numbers: list[int]) -> None:
    for number in (95, 96, 97):
        ward = make_ward(number)
        if number != 97:
            WardPin.objects.create(ward=ward, pin="700032")
            ward.neighbourhoods_en = "Bijoygarh (part); Ranikuthi"
            ward.neighbourhoods_bn = "বিজয়গড়" if number == 95 else ""
            ward.save()
    page = client.get("/wards/", {"q": words})
    assert (wards_on(page), page.context["found"]) == (numbers, len(numbers))


def test_one_hit_is_a_proposal_and_not_a_jump(client: Client) -> None:
    make_ward(95)
    page = client.get("/wards/", {"q": "95"}, headers={"accept-language": "en"})
    assert page.status_code == 200
    assert "One ward fits. Is it yours?" in page.content.decode()


def test_a_pin_never_decides(client: Client) -> None:
    for number in (95, 96):
        WardPin.objects.create(ward=make_ward(number), pin="700032")
    page = client.get("/wards/", {"q": "700032"}, headers={"accept-language": "en"}).content.decode()
    assert "This PIN touches 2 wards. A PIN cannot decide: please choose yours." in page


def test_where_no_ward_fits_the_page_says_so_and_lists_all(client: Client) -> None:
    for number in (95, 96):
        make_ward(number)
    page = client.get("/wards/", {"q": "<b>Howrah</b>"}, headers={"accept-language": "en"})
    assert (page.context["found"], wards_on(page)) == (0, [95, 96])
    assert "No ward fits “&lt;b&gt;Howrah&lt;/b&gt;”." in page.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_wards_takes_two_queries(client: Client, rows: int, django_assert_num_queries: Any) -> None:
    for index in range(rows):
        announce(81 + index, days=1)
    with django_assert_num_queries(2):
        client.get("/wards/")


def test_a_wards_page_names_the_holder_of_the_office(client: Client) -> None:
    evening = make_evening()
    page = client.get("/wards/95/")
    assert (page.context["office"].name, list(page.context["upcoming"])) == (
        "Holder of ward 95",
        [evening.chat_session],
    )


def test_a_vacant_office_and_an_ended_term_are_told(client: Client) -> None:
    for number, kind, to_on in ((95, OfficeKind.VACANT, None), (96, OfficeKind.COUNCILLOR, date(2023, 1, 1))):
        Office.objects.create(ward=make_ward(number), kind=kind, from_on=date(2022, 1, 1), to_on=to_on)
        page = client.get(f"/wards/{number}/", headers={"accept-language": "en"}).content.decode()
        assert "Vacant: nobody holds the office of this ward now." in page


@pytest.mark.parametrize("rows", [1, 3])
def test_a_wards_page_takes_five_queries(
    client: Client, rows: int, django_assert_num_queries: Any, evening: Evening
) -> None:
    for index in range(rows):
        starts_at = timezone.now() + timedelta(days=index + 1)
        announce_chat_session(evening.ward, starts_at=starts_at, minutes=60, by="clerk")
    with django_assert_num_queries(5):
        client.get("/wards/95/")


def test_an_unknown_ward_is_not_found(client: Client) -> None:
    assert client.get("/wards/999/").status_code == 404


def test_a_person_sees_the_own_ward_at_home(client: Client) -> None:
    ward = make_ward(95)
    client.force_login(make_person("resident", ward))
    assert client.get("/").context["own_ward"] == ward
