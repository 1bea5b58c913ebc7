"""What comes in an address or a form reaches the database as a value: no statement ever contains it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from tests.factories.evening import Evening, make_evening
from tests.factories.planning_desk import client_of

pytestmark = pytest.mark.costly

CANARY = "canary7f3a"
PAYLOADS = (f"' OR 1=1 -- {CANARY}", f'"; DROP TABLE {CANARY}; --', f"{CANARY}__in", f"1) UNION SELECT '{CANARY}'")
PAGES = {
    "/records/": ("q", "ward", "page"),
    "/wards/": ("q", "pin"),
    "/api/wards/find": ("pin", "lat", "lon"),
    "/calendar/": ("ward", "year", "lang"),
    "/feeds/ward-95.atom": ("lang", "page"),
    "/sign-in/": ("by", "next"),
    "/planning/changes/": ("page", "ward", "order_by"),
    "/planning/people/": ("q", "ward", "duty"),
    "/chat/{id}/": ("since", "epoch"),
    "/api/chat/{id}/events": ("since", "epoch", "stream", "desk_since"),
}

OTHERS = [page for page in PAGES if page != "/chat/{id}/"]


@pytest.fixture
def evening(db: None) -> Evening:
    return make_evening()


@contextmanager
def statements() -> Iterator[list[str]]:
    """The texts of the statements, without their values."""
    texts: list[str] = []

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        texts.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        yield texts


@pytest.mark.long
@pytest.mark.row("threat", 44)
@pytest.mark.parametrize("page", ["/chat/{id}/", *(pytest.param(page, marks=pytest.mark.slow) for page in OTHERS)])
def test_nothing_from_an_address_stands_in_a_statement(evening: Evening, page: str) -> None:
    with statements() as texts:
        for client in (Client(), client_of(evening.clerk)):
            client.raise_request_exception = False
            for name in PAGES[page]:
                for payload in PAYLOADS:
                    answer = client.get(page.format(id=evening.chat_session.pk), {name: payload})
                    assert answer.status_code < 500, (name, payload)
    assert len(texts) > 1
    assert [text for text in texts if CANARY in text] == []


@pytest.mark.row("threat", 44)
def test_nothing_from_a_command_stands_in_a_statement(evening: Evening) -> None:
    client = client_of(evening.residents[0])
    address = f"/api/chat/{evening.chat_session.pk}/commands"
    with statements() as texts:
        for payload in PAYLOADS:
            frame = {"type": "cmd", "ref": payload, "op": "question.ask", "text": payload, "kind": payload}
            assert client.post(address, frame, content_type="application/json").status_code < 500
        sound = {"type": "cmd", "ref": "6b1f2a3c-0000-4000-8000-000000000044", "op": "question.ask", "kind": "question"}
        asked = client.post(address, sound | {"text": PAYLOADS[0]}, content_type="application/json")
        assert (asked.status_code, asked.json()["type"]) == (200, "ack")
    assert len(texts) > 1
    assert [text for text in texts if CANARY in text] == []
