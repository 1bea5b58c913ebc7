"""A server that is asked by HTTP holds no thread longer than the time that is allowed for the whole request."""

import os
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from chatserver.accounts.senders import Message, PerhapsSent
from chatserver.accounts.senders.http import HttpSender
from chatserver.config.open311_receivers import Receiver
from chatserver.config.sms_gateway import Gateway
from chatserver.outside.open311.client.calls import AskingFailed, Calls
from chatserver.push import client as push_client
from chatserver.push.client import PushClient, PushMessage
from chatserver.push.encryption import CURVE, BrowserKeys, point_of
from chatserver.push.keys import PushKey
from tests.measuring.stopwatch import Stopwatch
from tests.servers.services.dripping import LASTS_S, dripping_server

pytestmark = pytest.mark.takes(4)

ALLOWED_S = 0.5
HEADS = {
    "in its head": b"HTTP/1.1 200 OK\r\nX-Slow: ",
    "in its body": b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n",
}


@pytest.fixture(params=HEADS)
def origin(request: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(push_client, "TIMEOUT_S", ALLOWED_S)
    with dripping_server(HEADS[request.param]) as origin:
        yield origin


def send_sms(origin: str) -> None:
    with closing(HttpSender(Gateway(url=f"{origin}/send", body="{to}", timeout_seconds=ALLOWED_S))) as sender:
        sender.send(Message(to="+919830012345", subject="", text="#123456"))


def push(origin: str) -> None:
    browser, ours = ec.generate_private_key(CURVE), ec.generate_private_key(CURVE)
    keys, key = BrowserKeys(point_of(browser), os.urandom(16)), PushKey(ours, "2027-01-01T00:00:00+00:00")
    with closing(PushClient("mailto:chat@example.org")) as client:
        client.send(PushMessage(f"{origin}/browser", keys, key, b"{}", "topic", ttl_s=60, urgency="normal"))


def ask_other_office(origin: str) -> None:
    receiver = Receiver(name="city", agency="", url=origin, key="theirs", timeout_seconds=ALLOWED_S)
    Calls(receiver).remote_status("1001")


@pytest.mark.costly
@pytest.mark.parametrize("ask", [send_sms, push, ask_other_office])
def test_an_answer_that_drips_holds_nobody_up(origin: str, ask: Callable[[str], None]) -> None:
    watch = Stopwatch()
    with suppress(PerhapsSent, AskingFailed):
        ask(origin)
    assert watch.seconds < LASTS_S / 4
