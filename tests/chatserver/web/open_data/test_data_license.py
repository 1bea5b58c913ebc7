"""The licence of the data stands in every export, and on the pages that tell of it."""

import io
import json
import zipfile
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from chatserver.config.data_license import DataLicense
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.models import Record
from sessions.record.forms.kept_forms import bag_of
from tests.factories.evening import make_evening

pytestmark = pytest.mark.django_db

CC_BY = DataLicense("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/")
MEMBER = {"name": CC_BY.name, "url": CC_BY.address}
LINK = f'<{CC_BY.address}>; rel="license"'
EXPORTS = ("figures", "ledger", "matters/export", "promises/export", "activities/export", "records/catalogue")


def read(client: Client, address: str) -> tuple[bytes, str]:
    """The body, and the Link header."""
    response: Any = client.get(address)
    assert response.status_code == 200
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return body, response.headers.get("Link", "")


def bag_info(record: Record) -> bytes:
    """Read bag-info.txt in the bag that is kept for the record."""
    zipped = bag_of(record, record.document, address="https://chat.example.org/")
    with zipfile.ZipFile(io.BytesIO(zipped)) as archive:
        return archive.read(f"{record.slug}/bag-info.txt")


@pytest.mark.parametrize("export", EXPORTS)
def test_every_export_names_it(client: Client, settings: Settings, export: str) -> None:
    body, link = read(client, f"/{export}.json")
    assert (b"license" in body, link) == (False, "")
    settings.DATA_LICENSE = CC_BY
    body, link = read(client, f"/{export}.json")
    document = json.loads(body)
    assert (document["dct:license"] if "@context" in document else document["license"]) in (
        {"@id": CC_BY.address},
        MEMBER,
    )
    assert (link, read(client, f"/{export}.csv")[1]) == (LINK, LINK)


def test_a_file_that_a_cache_has_is_another_one_under_another_licence(client: Client, settings: Settings) -> None:
    before = client.get("/matters/export.json").headers["ETag"]
    settings.DATA_LICENSE = CC_BY
    assert client.get("/matters/export.json", headers={"If-None-Match": before}).status_code == 200


@pytest.mark.costly
def test_a_record_goes_with_it_in_all_its_forms(client: Client, settings: Settings) -> None:
    evening = make_evening()
    close_chat_session(evening.chat_session, by="clerk")
    record = Record.objects.get()
    assert b"License" not in bag_info(record)
    settings.DATA_LICENSE = CC_BY
    assert f"License: {CC_BY.name} {CC_BY.address}\n".encode() in bag_info(record)
    for address in (f"/records/{record.slug}.json", f"/records/{record.slug}.csv", f"/records/{record.slug}.zip"):
        assert read(client, address)[1] == LINK
    body, link = read(client, f"/api/records/{record.slug}/")
    assert (json.loads(body)["license"], link) == (MEMBER, LINK)
    assert json.loads(read(client, "/records/catalogue.json")[0])["dcat:dataset"][0]["dcat:distribution"][0][
        "dct:license"
    ] == {"@id": CC_BY.address}


def test_the_link_stands_beside_others(client: Client, settings: Settings) -> None:
    for number in (95, 96):
        close_chat_session(make_evening(number=number).chat_session, by="clerk")
    settings.DATA_LICENSE = CC_BY
    assert read(client, "/api/records/?limit=1")[1].endswith(f'; rel="next", {LINK}')


def test_the_pages_say_it_instead_of_their_own_terms(client: Client, settings: Settings) -> None:
    own_terms = "free of charge, if you do not change it"
    assert own_terms in client.get("/website/").text
    settings.DATA_LICENSE = CC_BY
    shown = f'<a href="{CC_BY.address}" rel="license">CC BY 4.0</a>'
    assert shown in client.get("/api/").text
    page = client.get("/website/").text
    assert (shown in page, own_terms in page) == (True, False)


def test_an_error_has_none(client: Client, settings: Settings) -> None:
    settings.DATA_LICENSE = CC_BY
    assert "Link" not in client.get("/records/not-there.json").headers
