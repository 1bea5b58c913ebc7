"""A page that fails says which page it was, and nothing of the secret that its address holds."""

import io
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from chatserver.monitoring.logs.handler import CountingHandler

pytestmark = pytest.mark.django_db
SECRET = "canary7secret"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    stream = io.StringIO()
    handler = CountingHandler(stream)
    logging.getLogger().addHandler(handler)
    yield stream
    logging.getLogger().removeHandler(handler)
    handler.close()


@pytest.mark.row("threat", 46)
@pytest.mark.parametrize(
    ("path", "secret", "table", "route"),
    [
        ("/receipt/{}/", "7CANARY7AA", "chat_sessions_question", "GET receipt/<str:code>/"),
        ("/invite/{}/", SECRET, "chat_sessions_invite", "GET invite/<str:token>/"),
        ("/my-ward/{}.ics", "c" * 32, "chat_sessions_feedaddress", "GET my-ward/<str:token>.ics"),
    ],
)
def test_a_page_that_fails_is_named_by_its_route(log: io.StringIO, path: str, secret: str, table: str, route: str):
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} RENAME TO gone")
    client = Client(raise_request_exception=False, headers={"Referer": f"http://x/{SECRET}", "User-Agent": SECRET})
    answer = client.get(path.format(secret), {"q": SECRET})
    assert answer.status_code == 500
    [line] = log.getvalue().splitlines()
    assert f" ERROR django.request: 500 at {route} | django.db.utils." in line
    assert SECRET not in line
    assert secret not in line


@pytest.mark.row("threat", 45)
@pytest.mark.parametrize("host", ["evil.example", "a\r\nb", f"{SECRET}.example"])
def test_a_request_for_another_host_is_the_affair_of_its_client(log: io.StringIO, host: str, client: Client):
    answer: Any = client.get("/", headers={"Host": host})
    assert (answer.status_code, log.getvalue()) == (400, "")
