"""What other programs lodge: once, without a word about who sent it, for a moderator; and what is refused."""

import logging
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from chatserver.accounts.limits.rate_limits import HOUR_S, Limit
from chatserver.outside.open311.server.keys import make_key, revoke_key
from chatserver.outside.open311.server.lodging import posting
from chatserver.outside.open311.server.lodging.form_body import MOST_FORM_BYTES, read_form_body
from sessions.city.wards.outlines import load_map
from sessions.matters.publishing import publish_matter
from sessions.matters.steps import lock_matter
from sessions.models import Matter, MatterSource, Open311Key
from tests.chatserver.outside.open311.outside_client import DjangoWire, GeoClient
from tests.factories.evening import make_ward
from tests.factories.matters import WardOffice, make_category
from tests.factories.town import degrees, town, write_map

pytestmark = pytest.mark.costly

WORDS = "স্কুলের পাশের নালা উপচে পড়ছে। Please hurry & clean it."
PLACE = {"lat": "22.498912", "long": "88.37119", "attribute[ward]": "95"}
REPORT = {"service_code": "drains", "description": WORDS, "address_string": "Bijoygarh bus stand", **PLACE}
PERSON = {
    "first_name": "Asha-Secret",
    "last_name": "Sen-Secret",
    "phone": "9800012345",
    "email": "asha-secret@example.org",
    "device_id": "device-secret",
    "account_id": "account-secret",
}


@pytest.fixture
def json_geo(key: str) -> GeoClient:
    return GeoClient(DjangoWire(), form="json", key=key)


def test_a_report_waits_for_a_moderator_and_its_token_finds_the_number_then(geo: GeoClient, office: WardOffice) -> None:
    told = geo.post(**REPORT, jurisdiction_id="kmcgov.in")
    assert set(told) == {"token", "service_notice", "account_id"}
    matter = Matter.objects.get()
    assert (matter.state, matter.source, matter.author, matter.text) == ("waiting", MatterSource.OPEN311, None, WORDS)
    assert (str(matter.lat), str(matter.lon), matter.landmark) == ("22.4989", "88.3712", "Bijoygarh bus stand")
    assert (matter.language, matter.kind, matter.ward.number) == ("bn", "complaint", 95)
    assert geo.get(f"v2/tokens/{told['token']}") == [
        {
            "service_request_id": None,
            "token": told["token"],
            "service_notice": "waiting: Waiting for a moderator",
        }
    ]
    assert geo.get("v2/requests") == []
    publish_matter(lock_matter(matter.pk), moderator=office.moderator)
    [found] = geo.get(f"v2/tokens/{told['token']}")
    assert (found["service_request_id"], found["service_notice"]) == (matter.number, None)


def test_the_receipt_is_told_to_the_program_and_is_no_part_of_an_address(json_geo: GeoClient) -> None:
    told = json_geo.post(**REPORT)
    receipt = Matter.objects.get().receipt
    assert receipt in told["service_notice"]
    assert told["token"] != receipt
    assert json_geo.error("GET", f"v2/tokens/{receipt}")[0] == 404
    assert receipt.encode() not in json_geo.ask("GET", f"v2/tokens/{told['token']}").body


def test_who_sent_it_is_kept_nowhere(json_geo: GeoClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="chatserver")
    told = json_geo.post(**REPORT, **PERSON, media_url="https://example.org/photo-secret.jpg")
    assert "are not kept" in told["service_notice"]
    assert "photograph was not taken over" in told["service_notice"]
    kept = whole_database() + caplog.text + str(told)
    for value in (*PERSON.values(), "photo-secret"):
        assert value not in kept


def whole_database() -> str:
    with connection.cursor() as cursor:
        words = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            words.append(str(cursor.fetchall()))
    return "\n".join(words)


def test_the_same_report_sent_again_is_one_report(json_geo: GeoClient) -> None:
    first = json_geo.post(**REPORT)
    assert json_geo.post(**REPORT, **PERSON)["token"] == first["token"]
    assert Matter.objects.count() == 1
    assert json_geo.post(**REPORT | {"description": "Another drain."})["token"] != first["token"]
    json_geo.key = make_key("Another app")
    assert json_geo.post(**REPORT)["token"] != first["token"]
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        assert json_geo.post(**REPORT)["token"] != first["token"]


def test_a_suggestion_and_a_report_without_a_point_are_lodged(json_geo: GeoClient) -> None:
    words = {"service_code": "drains", "description": "Plant trees.", "address_string": "The pond"}
    json_geo.post(**words, **{"attribute[kind]": "suggestion", "attribute[ward]": "95"})
    matter = Matter.objects.get()
    assert (matter.kind, matter.lat, matter.landmark) == ("suggestion", None, "The pond")


def at(*metres: float, ward: str = "") -> dict[str, str]:
    """A place in the town of the tests, in metres east and north."""
    lat, lon = degrees(*metres)
    return REPORT | {"lat": str(lat), "long": str(lon), "attribute[ward]": ward, "description": f"At {metres} {ward}."}


def test_the_map_says_in_which_ward_a_point_lies(json_geo: GeoClient, tmp_path: Path) -> None:
    load_map(write_map(tmp_path / "town.geojson", town()))
    lodged = {11: at(500, 500, ward="17"), 17: at(1010, 500), 12: at(500, 1500)}
    near_the_border = at(1010, 500, ward="11")
    for number, report in lodged.items():
        json_geo.post(**report)
        assert Matter.objects.get(text=report["description"]).ward.number == number
    json_geo.post(**near_the_border)
    assert Matter.objects.get(text=near_the_border["description"]).ward.number == 11, "what the client says"
    assert json_geo.refusal(**at(900_000, 500, ward="11")) == (400, "The point lies outside of the city.")
    exchanged = at(500, 500)
    exchanged |= {"lat": exchanged["long"], "long": exchanged["lat"]}
    assert json_geo.refusal(**exchanged) == (
        400,
        "The point lies outside of the city. Are lat and long exchanged?",
    )


@pytest.mark.long
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"service_code": ""}, 400),
        ({"service_code": "nothing"}, 404),
        ({"service_code": "x" * 5000}, 404),
        ({"description": " "}, 400),
        ({"description": "a" * 4001}, 400),
        ({"description": "a\u202eb"}, 400),
        ({"description": "a\0b"}, 400),
        ({"address_string": "a" * 121}, 400),
        ({"lat": ""}, 400),
        ({"lat": "NaN"}, 400),
        ({"lat": "1e400"}, 400),
        ({"lat": "91"}, 400),
        ({"service_code": "dr\0ins"}, 404),
        ({"long": "-181"}, 400),
        ({"lat": "২২.৫"}, 400),
        ({"lat": "", "long": "", "attribute[ward]": ""}, 400),
        ({"lat": "", "long": "", "address_string": "", "address_id": "7"}, 400),
        ({"attribute[ward]": "7"}, 400),
        ({"attribute[ward]": "nine"}, 400),
        ({"attribute[kind]": "praise"}, 400),
        ({"attribute[colour]": "red"}, 400),
        ({"api_key": ""}, 403),
        ({"api_key": "wrong"}, 403),
        ({"api_key": "k" * 5000}, 403),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_lodged(geo: GeoClient, change: dict[str, str], code: int) -> None:
    told, description = geo.refusal(**REPORT | change)
    assert told == code
    assert description
    assert Matter.objects.count() == 0


def test_a_description_may_be_as_long_as_the_specification_says(geo: GeoClient, office: WardOffice) -> None:
    long = "নালা " * 799 + "নালা।"
    assert len(long) == 4000
    geo.post(**REPORT | {"description": long})
    matter = Matter.objects.get()
    assert matter.text == long
    with transaction.atomic():
        publish_matter(lock_matter(matter.pk), moderator=office.moderator)
    [told] = geo.get(f"v2/requests/{matter.number}")
    assert told["description"] == long


def test_a_key_can_be_for_one_ward_and_can_be_revoked(json_geo: GeoClient, office: WardOffice) -> None:
    make_ward(96)
    json_geo.key = make_key("Ward app", office.ward)
    assert json_geo.refusal(**REPORT | {"attribute[ward]": "96"})[0] == 403
    json_geo.post(**REPORT)
    assert revoke_key("Ward app")
    assert json_geo.refusal(**REPORT | {"description": "Later."})[0] == 403
    assert not revoke_key("Ward app")


def test_a_key_in_the_address_is_not_read(json_geo: GeoClient) -> None:
    answer = json_geo.ask("POST", "v2/requests", query={"api_key": json_geo.key}, fields=REPORT)
    assert answer.status == 403


def test_a_program_that_sends_too_much_is_told_when_to_come_again(
    json_geo: GeoClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posting, "PER_KEY_HOUR", Limit("open311.key.hour", 1, HOUR_S, ""))
    first = json_geo.post(**REPORT)
    answer = json_geo.ask("POST", "v2/requests", fields={"api_key": json_geo.key, **REPORT, "description": "Another."})
    assert answer.status == 429
    assert 0 < int(answer.headers["Retry-After"]) <= HOUR_S
    assert json_geo.post(**REPORT)["token"] == first["token"], "an answer that was lost is still found"
    assert Matter.objects.count() == 1


@pytest.mark.long
@pytest.mark.usefixtures("standing_clock")
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_ten_thousand_requests_in_a_row_are_refused_in_their_own_form(geo: GeoClient, method: str) -> None:
    statuses = []
    for _each in range(400):
        answer = geo.ask(method, "v2/services" if method == "GET" else "v2/requests", fields=None)
        statuses.append(answer.status)
        if answer.status == 429:
            break
    assert statuses[-1] == 429
    [error] = geo.read(answer)
    assert error["code"] == 429
    assert int(answer.headers["Retry-After"]) >= 1


def test_latin_1_is_read_where_it_is_named_and_else_refused(geo: GeoClient) -> None:
    body = f"api_key={geo.key}&service_code=drains&lat=22.4989&long=88.3712&attribute[ward]=95&description=".encode()
    code, description = geo.error("POST", "v2/requests", body=body + b"Caf%E9")
    assert code == 400
    assert "UTF-8" in description
    assert geo.error("POST", "v2/requests", body=body + b"Caf\xe9")[0] == 400
    latin = "application/x-www-form-urlencoded; charset=ISO-8859-1"
    assert geo.ask("POST", "v2/requests", body=body + b"Caf%E9", content_type=latin).status == 200
    assert Matter.objects.get().text == "Café"


@pytest.mark.long
@pytest.mark.parametrize(
    ("body", "content_type", "code"),
    [
        (b"{}", "application/json", 400),
        (b"<request/>", "text/xml", 400),
        (b"--x\r\n\r\n--x--", "multipart/form-data; boundary=x", 400),
        (b"a=1", "application/x-www-form-urlencoded; charset=utf-7", 400),
        (b"a=1", "application/x-www-form-urlencoded; charset=%00", 400),
        (b"", "application/x-www-form-urlencoded", 403),
        (b"&&==&%&%zz=%", "application/x-www-form-urlencoded", 403),
        (b"a=1&" * 200, "application/x-www-form-urlencoded", 400),
        (b"a=" + b"b" * MOST_FORM_BYTES, "application/x-www-form-urlencoded", 413),
        (b"a=" + b"b" * 3_000_000, "application/x-www-form-urlencoded", 413),
    ],
)
def test_any_other_body_is_refused_with_words(geo: GeoClient, body: bytes, content_type: str, code: int) -> None:
    assert geo.error("POST", "v2/requests", body=body, content_type=content_type)[0] == code


def test_a_form_is_read_with_everything_that_is_in_it() -> None:
    fields = read_form_body(b"a=1+2&a=%e0%a6%a8&b&attribute%5Bx%5D%5B%5D=y&=z", "")
    assert fields == {"a": ["1 2", "ন"], "b": [""], "attribute[x][]": ["y"], "": ["z"]}
    assert (fields.one("a"), fields.one("c")) == ("ন", "")


def test_methods_and_addresses_that_do_not_exist_are_told_in_their_own_form(geo: GeoClient) -> None:
    for method, name in (("POST", "v2/services"), ("DELETE", "v2/requests"), ("PUT", "v2/requests/95-2027-0001")):
        assert geo.error(method, name)[0] == 405
    assert geo.ask("DELETE", "v2/requests").headers["Allow"] == "GET, HEAD, POST"
    assert geo.error("GET", "v3/requests")[0] == 404
    assert geo.error("GET", "v2/tokens/nothing")[0] == 404
    assert geo.error("GET", "v2/tokens/" + "x" * 1000)[0] == 404
    assert geo.error("GET", "v2/requests/%00")[0] == 404
    answer = Client().get("/open311/nothing")
    assert (answer.status_code, answer["Content-Type"]) == (404, "text/xml; charset=utf-8")


def test_a_category_that_is_no_longer_offered_is_not_lodged_in(json_geo: GeoClient) -> None:
    make_category("old", is_offered=False)
    assert json_geo.refusal(**REPORT | {"service_code": "old"})[0] == 404


def run(*arguments: str) -> str:
    said: Any = StringIO()
    call_command("open311_key", *arguments, stdout=said, stderr=StringIO())
    return str(said.getvalue())


def test_a_key_is_shown_once_and_kept_as_a_hash(json_geo: GeoClient, office: WardOffice) -> None:
    json_geo.key = run("add", "Ward app", "--ward", "95").strip()
    assert json_geo.post(**REPORT)["token"]
    listed = run("list")
    assert "Ward app\tward 95\t" in listed
    assert json_geo.key not in listed
    assert not Open311Key.objects.filter(hash=json_geo.key).exists()
    assert "revoked" in run("revoke", "Ward app")
    assert json_geo.refusal(**REPORT)[0] == 403
    for wrong in (("add", "Ward app"), ("add", ""), ("add", "x", "--ward", "7"), ("revoke", "Ward app")):
        with pytest.raises(CommandError):
            run(*wrong)
