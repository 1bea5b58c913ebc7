"""The catalogue: every record with every form of it, safe in a spreadsheet, as DCAT, in pieces."""

import asyncio
import csv
import json
import sys
from io import StringIO
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.db import connections
from django.test import Client

from chatserver.web.page_handler import PageHandler
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.models import Office, Record
from sessions.record.search.catalogue import DRAFT, SEALED
from tests.chatserver.web.test_page_handler import SCOPE
from tests.factories.evening import make_evening

pytestmark = [pytest.mark.django_db, pytest.mark.costly]


def read(client: Client, name: str) -> str:
    response: Any = client.get(f"/records/catalogue.{name}")
    assert response.status_code == 200
    return b"".join(response.streaming_content).decode()


def make_records() -> list[str]:
    for number in (95, 96, 97):
        close_chat_session(make_evening(number=number).chat_session, by="clerk")
    return list(Record.objects.order_by("pk").values_list("slug", flat=True))


def test_the_table_has_a_line_for_each_record_with_the_addresses_of_its_forms(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sessions.record.search.catalogue.PIECE", 2)
    slugs = make_records()
    lines = list(csv.DictReader(StringIO(read(client, "csv").removeprefix("\ufeff"))))
    assert [line["record"] for line in lines] == slugs
    assert [lines[0][name] for name in ("ward", "borough", "office", "asked")] == ["95", "X", "councillor", "0"]
    assert client.get(lines[0]["json"].removeprefix("http://testserver")).status_code == 200


def test_a_pdf_is_listed_only_where_one_can_be_made(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    make_records()
    assert "pdf" in read(client, "csv").partition("\r\n")[0]
    monkeypatch.setitem(sys.modules, "typst", None)  # as where the extra is not installed
    assert "pdf" not in read(client, "csv").partition("\r\n")[0]
    assert "application/pdf" not in read(client, "json")


def test_no_cell_is_a_formula(client: Client) -> None:
    make_records()
    Office.objects.update(names={"en": '=HYPERLINK("http://x")'})
    lines = list(csv.DictReader(StringIO(read(client, "csv").removeprefix("\ufeff"))))
    assert {line["office_holder"] for line in lines} == {'\'=HYPERLINK("http://x")'}


def test_a_draft_is_told_from_what_is_sealed(client: Client) -> None:
    make_records()
    sealed = Record.objects.order_by("pk")[0]
    Record.objects.filter(pk=sealed.pk).update(sealed_at=sealed.made_at)
    lines = list(csv.DictReader(StringIO(read(client, "csv").removeprefix("\ufeff"))))
    at = sealed.made_at.isoformat(timespec="seconds")
    assert [line["sealed_at"] for line in lines] == [at, "", ""]
    statuses = [each["adms:status"]["@id"] for each in json.loads(read(client, "json"))["dcat:dataset"]]
    assert statuses == [SEALED, DRAFT, DRAFT]


@pytest.mark.long
def test_the_catalogue_is_dcat(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sessions.record.search.catalogue.PIECE", 2)
    assert json.loads(read(client, "json"))["dcat:dataset"] == []
    slugs = make_records()
    catalogue = json.loads(read(client, "json"))
    assert (catalogue["@type"], catalogue["@context"]["dcat"]) == ("dcat:Catalog", "http://www.w3.org/ns/dcat#")
    assert [each["dct:identifier"] for each in catalogue["dcat:dataset"]] == slugs
    distributions = catalogue["dcat:dataset"][0]["dcat:distribution"]
    assert {each["@type"] for each in distributions} == {"dcat:Distribution"}
    for each in distributions:
        address = each["dcat:accessURL"]["@id"].removeprefix("http://testserver")
        response = client.get(address)
        assert response.status_code == 200
        media_type = each["dcat:mediaType"]["@id"].removeprefix("https://www.iana.org/assignments/media-types/")
        assert response["Content-Type"].startswith(media_type)


@pytest.mark.django_db(transaction=True)
def test_over_asgi_the_pieces_come_one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sessions.record.search.catalogue.PIECE", 1)
    slugs = make_records()

    async def read_pieces() -> list[bytes]:
        asked: list[Any] = [{"type": "http.request", "body": b"", "more_body": False}]
        answers: list[Any] = []

        async def receive() -> Any:
            return asked.pop() if asked else await asyncio.Event().wait()

        async def send(message: Any) -> None:
            answers.append(message)

        await PageHandler()(SCOPE | {"path": "/records/catalogue.csv"}, receive, send)
        await sync_to_async(connections.close_all)()
        return [message["body"] for message in answers if message.get("body")]

    pieces = asyncio.run(read_pieces())
    assert len(pieces) == 1 + len(slugs)
