"""Home, the search for a ward, and a ward's own page."""

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from sessions.chats.calendar.lifecycle.announcing import announce_chat_session
from sessions.chats.calendar.lifecycle.closed_days import add_closure
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.chats.calendar.lifecycle.rescheduling import move_chat_session
from sessions.city.wards.outlines import load_map
from sessions.models import Borough, ChatSession, Office, OfficeKind, Ward, WardPin
from sessions.site.pages.ward_list import ShownBorough, ShownWard
from tests.factories.evening import Evening, make_evening, make_office, make_person, make_ward
from tests.factories.planning_desk import make_desk, words_of
from tests.factories.town import degrees, town, write_map

pytestmark = [pytest.mark.django_db, pytest.mark.costly]


def wards_on(page: Any) -> list[int]:
    return [shown.ward.number for borough in page.context["boroughs"] for shown in borough.wards]


def chats_in(page: Any, name: str) -> list[Any]:
    return [occasion.chat_session for occasion in page.context[name]]


def announce(number: int, *, days: int) -> None:
    ward = make_ward(number)
    make_office(ward)
    announce_chat_session(ward, starts_at=timezone.now() + timedelta(days=days), minutes=60, by="clerk")


def test_home_shows_what_is_live_and_then_what_is_next_by_time(client: Client) -> None:
    evening = make_evening()
    announce(97, days=9)
    announce(96, days=2)
    page = client.get("/")
    assert chats_in(page, "featured") == [evening.chat_session]
    assert [occasion.ward.number for occasion in page.context["next_chats"]] == [96, 97]


def test_on_a_borough_evening_only_ones_own_room_is_large(client: Client) -> None:
    evenings = [make_evening(number=number, residents=1) for number in (95, 96, 97)]
    assert client.get("/").context["featured"] == []
    client.force_login(evenings[1].residents[0])
    page = client.get("/")
    assert chats_in(page, "featured") == [evenings[1].chat_session]
    assert chats_in(page, "also_live") == [evenings[0].chat_session, evenings[2].chat_session]


def test_home_says_when_nothing_is_live_or_announced(client: Client) -> None:
    make_desk()  # without a clerk it would say that the website is being set up
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
    with django_assert_num_queries(7):
        client.get("/")


@pytest.mark.long
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
            ward.neighbourhood_names = {"en": "Bijoygarh (part); Ranikuthi"}
            if number == 95:
                ward.neighbourhood_names["bn"] = "বিজয়গড়"
            ward.save()
    page = client.get("/wards/", {"q": words})
    assert (wards_on(page), page.context["found"]) == (numbers, len(numbers))


def test_one_hit_is_a_proposal_and_not_a_jump(client: Client) -> None:
    make_ward(95)
    page = client.get("/wards/", {"q": "95"}, headers={"accept-language": "en"})
    assert page.status_code == 200
    assert "One ward matches. Is it yours?" in page.content.decode()


def test_a_pin_never_decides(client: Client) -> None:
    for number in (95, 96):
        WardPin.objects.create(ward=make_ward(number), pin="700032")
    page = client.get("/wards/", {"q": "700032"}, headers={"accept-language": "en"}).content.decode()
    assert "This PIN covers parts of 2 wards. Please choose yours." in page


def test_boroughs_stand_in_the_order_of_their_numbers_and_wards_without_one_come_last(client: Client) -> None:
    for number, code in ((20, "IX"), (60, "V"), (95, "X")):
        ward = make_ward(number)
        ward.borough = Borough.objects.get_or_create(code=code, defaults={"names": {"en": code}})[0]
        ward.save()
    Ward.objects.create(number=7)
    assert wards_on(client.get("/wards/")) == [60, 20, 95, 7]
    assert "Other wards" in english(client, "/wards/")


def test_the_wards_of_a_whole_city_are_folded_until_something_is_looked_for(client: Client) -> None:
    for number, code in enumerate(("I", "II", "III", "IV"), start=1):
        Ward.objects.create(number=number, borough=Borough.objects.create(code=code, names={"en": f"Borough {code}"}))
    assert [client.get("/wards/", {"q": words}).context["is_folded"] for words in ("", "2", "nowhere")] == [
        True,
        False,
        True,
    ]


@pytest.fixture
def town_map(tmp_path: Path) -> None:
    load_map(write_map(tmp_path / "town.geojson", town()))
    Ward.objects.filter(number=11).update(neighbourhood_names={"en": "Old Market"})


def look_around(client: Client, x: float, y: float) -> Any:
    lat, lon = degrees(x, y)
    return client.post("/wards/", {"lat": str(lat), "lon": str(lon)}, headers={"accept-language": "en"})


@pytest.mark.long
@pytest.mark.parametrize(
    ("place", "words", "numbers"),
    [
        ((500, 500), "You seem to be in this ward. Is it yours?", [11]),
        ((990, 500), "You are close to a border. Which ward is yours?", [11, 17]),
        ((2980, 2500), "You are close to the edge of this ward. Is it yours?", [15]),
        ((500, 999), "This place is in no ward of our map. What is nearest:", [11, 12]),
        ((3040, 2500), "This place is in no ward of our map. What is nearest:", [15]),
        ((90_000, 0), "This place is outside the wards on our map.", []),
    ],
)
def test_a_place_is_answered_with_wards_to_confirm(
    client: Client, town_map: None, place: tuple[int, int], words: str, numbers: list[int]
) -> None:
    page = look_around(client, *place)
    assert [shown.ward.number for shown in page.context["proposed"]] == numbers
    assert words in words_of(page.content.decode())
    assert 'name="ward" value="18"' in page.content.decode()  # by hand, in any case


def test_each_proposal_names_its_neighbourhoods(client: Client, town_map: None) -> None:
    page = look_around(client, 990, 500).content.decode()
    found = page[page.index('id="found"') : page.index("</ul>", page.index('id="found"'))]
    assert "Old Market" in words_of(found)


def test_a_place_leaves_no_trace(client: Client, town_map: None, caplog: pytest.LogCaptureFixture) -> None:
    lat, lon = map(str, degrees(990, 500))
    page = client.post("/wards/", {"lat": lat, "lon": lon})
    assert "no-store" in page.headers["Cache-Control"]
    assert [text for text in (lat[:8], lon[:8]) if text in page.content.decode() + caplog.text] == []
    assert list(client.session.keys()) == []


@pytest.mark.parametrize("given", [{}, {"lat": "x", "lon": "88"}, {"lat": "91", "lon": "88"}])
def test_a_place_that_is_none_is_refused_with_a_sentence_and_the_whole_list(
    client: Client, town_map: None, given: dict[str, str]
) -> None:
    page = client.post("/wards/", given)
    assert (page.status_code, bool(page.context["refusal"]), len(wards_on(page))) == (400, True, 8)


def test_where_no_ward_fits_the_page_says_so_and_lists_all(client: Client) -> None:
    for number in (95, 96):
        make_ward(number)
    page = client.get("/wards/", {"q": "<b>Howrah</b>"}, headers={"accept-language": "en"})
    assert (page.context["found"], wards_on(page)) == (0, [95, 96])
    assert "No ward matches “&lt;b&gt;Howrah&lt;/b&gt;”." in page.content.decode()


def test_the_location_is_asked_for_only_where_a_map_can_tell_its_ward(client: Client, request: Any) -> None:
    make_ward(95)
    assert [words in english(client, "/wards/") for words in ('id="here"', "pages/wards.js")] == [False, False]
    request.getfixturevalue("town_map")
    assert [words in english(client, "/wards/") for words in ('id="here"', "pages/wards.js")] == [True, True]
    Ward.objects.filter(outline__isnull=False).delete()
    assert 'id="here"' not in english(client, "/wards/")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_wards_takes_four_queries(client: Client, rows: int, django_assert_num_queries: Any) -> None:
    for index in range(rows):
        announce(81 + index, days=1)
    with django_assert_num_queries(4):
        client.get("/wards/")


def test_a_wards_page_names_the_holder_of_the_office(client: Client) -> None:
    evening = make_evening()
    page = client.get("/wards/95/")
    assert (page.context["office"].name, chats_in(page, "upcoming")) == (
        "Holder of ward 95",
        [evening.chat_session],
    )


def test_a_vacant_office_and_an_ended_term_are_told(client: Client) -> None:
    for number, kind, to_on in ((95, OfficeKind.VACANT, None), (96, OfficeKind.COUNCILLOR, date(2023, 1, 1))):
        Office.objects.create(ward=make_ward(number), kind=kind, from_on=date(2022, 1, 1), to_on=to_on)
        page = client.get(f"/wards/{number}/", headers={"accept-language": "en"}).content.decode()
        assert "Vacant: nobody holds the office of this ward now." in page


@pytest.mark.parametrize("rows", [1, 3])
def test_a_wards_page_takes_fourteen_queries(
    client: Client, rows: int, django_assert_num_queries: Any, evening: Evening
) -> None:
    for index in range(rows):
        starts_at = timezone.now() + timedelta(days=index + 1)
        announce_chat_session(evening.ward, starts_at=starts_at, minutes=60, by="clerk")
    with django_assert_num_queries(14):
        client.get("/wards/95/")


def test_an_unknown_ward_is_not_found(client: Client) -> None:
    assert client.get("/wards/999/").status_code == 404


def test_a_person_sees_the_own_ward_at_home(client: Client) -> None:
    ward = make_ward(95)
    client.force_login(make_person("resident", ward))
    assert client.get("/").context["own_ward"] == ward


@pytest.mark.parametrize("address", ["/", "/wards/95/"])
def test_a_next_date_that_was_moved_or_is_suspended_says_so(client: Client, address: str) -> None:
    moved = announced(95, days=3)
    because = {"en": "the hall is under water"}
    to = moved.starts_at + timedelta(days=1)
    move_chat_session(moved, starts_at=to, because=because, sequence=0, clerk=None)
    assert "Changed because the hall is under water" in english(client, address)

    today = timezone.localdate()
    add_closure(
        kind="freeze", ward=None, from_on=today, to_on=today + timedelta(days=9), reasons={"en": "Election"}, clerk=None
    )
    page = english(client, address)
    assert "Suspended because an election freeze lasts from" in page
    assert "Add to my calendar" not in page


def test_the_list_of_wards_shows_a_suspended_date_as_suspended(client: Client) -> None:
    announce(95, days=3)
    today = timezone.localdate()
    add_closure(
        kind="freeze", ward=None, from_on=today, to_on=today + timedelta(days=9), reasons={"en": "Election"}, clerk=None
    )
    assert client.get("/wards/").context["boroughs"][0].wards[0].next.state == "suspended"


@pytest.mark.long
@pytest.mark.parametrize(
    ("address", "feeds"),
    [
        ("/", ["/calendar/borough.ics?lang=en", "/feeds/borough.atom?lang=en"]),
        ("/calendar/", ["/calendar/borough.ics?lang=en", "/feeds/borough.atom?lang=en"]),
        (
            "/wards/95/",
            [
                "/calendar/ward-95.ics?lang=en",
                "/feeds/ward-95.atom?lang=en",
                "/feeds/ward-95.json?lang=en",
                "/feeds/matters-95.atom?lang=en",
            ],
        ),
        (
            "/wards/95/calendar/",
            ["/calendar/ward-95.ics?lang=en", "/feeds/ward-95.atom?lang=en", "/feeds/ward-95.json?lang=en"],
        ),
    ],
)
def test_pages_name_their_feeds_in_their_head_and_each_is_there(client: Client, address: str, feeds: list[str]) -> None:
    make_ward(95)
    found = re.findall(r'<link rel="alternate"[^>]* href="([^"]+)"', english(client, address))
    assert found == feeds
    assert [client.get(feed).status_code for feed in found] == [200] * len(feeds)


def test_an_announced_date_can_be_put_into_a_calendar(client: Client) -> None:
    chat_session = announced(95, days=3)
    page = english(client, "/wards/95/")
    assert f'href="/calendar/chats/{chat_session.pk}.ics?lang=en"' in page
    found = re.search(r'href="(https://calendar\.google\.com/[^"]+)" rel="noopener noreferrer external"', page)
    assert found is not None
    asked = parse_qs(urlsplit(found[1].replace("&amp;", "&")).query)
    assert (asked["action"], asked["location"]) == (["TEMPLATE"], [f"http://testserver/chat/{chat_session.pk}/"])
    assert asked["dates"] == [f"{chat_session.starts_at:%Y%m%dT%H%M%SZ}/{chat_session.ends_at:%Y%m%dT%H%M%SZ}"]


def announced(number: int, *, days: int) -> ChatSession:
    announce(number, days=days)
    return ChatSession.objects.get(ward__number=number)


def english(client: Client, address: str) -> str:
    return client.get(address, headers={"accept-language": "en"}).content.decode()


def test_the_wards_of_a_borough_are_listed_with_urdu_commas_in_urdu() -> None:
    borough = ShownBorough(None, [ShownWard(Ward(number=number), None) for number in (81, 89)])
    with override("ur"):
        assert borough.span == "۸۱، ۸۹"
