"""A proxy that drops a header is named in the log, with the header that it has to pass on."""

import logging
from typing import Any

import pytest
from django.test import Client

from chatserver.web.proxy_headers import NO_ADDRESS, NO_PROTO, NO_UPGRADE

PAGE = "/wards/"
COMPLETE = {"X-Forwarded-Proto": "https", "X-Real-IP": "203.0.113.7"}


@pytest.fixture
def behind_proxy(settings: Any) -> None:
    for name, value in {
        "TRUST_PROXY": True,
        "SECURE_SSL_REDIRECT": True,
        "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https"),
    }.items():
        setattr(settings, name, value)


def told(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]


@pytest.mark.usefixtures("behind_proxy", "db")
@pytest.mark.parametrize(
    ("missing", "status", "said"),
    [("X-Forwarded-Proto", 301, NO_PROTO), ("X-Real-IP", 200, NO_ADDRESS), (None, 200, None)],
)
def test_what_the_proxy_leaves_out_is_said(
    client: Client, caplog: pytest.LogCaptureFixture, missing: str | None, status: int, said: str | None
):
    headers = {name: value for name, value in COMPLETE.items() if name != missing}
    assert client.get(PAGE, headers=headers).status_code == status
    assert told(caplog) == ([said] if said else [])


@pytest.mark.usefixtures("behind_proxy", "db")
def test_a_visitor_who_typed_http_is_sent_to_https_without_a_word(client: Client, caplog: pytest.LogCaptureFixture):
    answer = client.get(PAGE, headers=COMPLETE | {"X-Forwarded-Proto": "http"})
    assert (answer.status_code, answer["Location"]) == (301, f"https://testserver{PAGE}")
    assert told(caplog) == []


@pytest.mark.usefixtures("behind_proxy", "db")
def test_probes_come_past_the_proxy(client: Client, caplog: pytest.LogCaptureFixture):
    assert client.get("/healthz").status_code == 200
    assert told(caplog) == []


def test_a_handshake_whose_upgrade_was_lost_is_said_and_answered_in_kind(
    client: Client, caplog: pytest.LogCaptureFixture
):
    handshake = {"Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==", "Sec-WebSocket-Version": "13"}
    answer = client.get("/ws/room/6f0b046c-bc79-4e47-9e77-55a5e3e4e2d4/", headers=handshake)
    assert (answer.status_code, answer["Upgrade"]) == (426, "websocket")
    assert told(caplog) == [NO_UPGRADE]


@pytest.mark.usefixtures("db")
def test_without_a_proxy_nothing_is_missed(client: Client, caplog: pytest.LogCaptureFixture):
    assert client.get(PAGE).status_code == 200
    assert told(caplog) == []
