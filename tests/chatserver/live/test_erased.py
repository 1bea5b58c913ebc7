"""On a real server: a person who withdraws consent asks no longer, and an erased one is out within five seconds."""

import asyncio
import time
import urllib.request
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.chatserver.live.conftest import LiveEvening
from tests.clients.live_client import LiveClient
from tests.measuring.stopwatch import Stopwatch

pytestmark = [pytest.mark.slow, pytest.mark.variants("stack"), pytest.mark.long]

WITHIN_S = 5.0


async def press(live: LiveEvening, client: LiveClient, path: str, **fields: str) -> None:
    """Send the form on one of the person's own pages."""
    token = SimpleCookie(client.cookie)["csrftoken"].value
    headers = {"Cookie": client.cookie, "X-CSRFToken": token, "Origin": live.server.base_url}
    request = urllib.request.Request(
        f"{live.server.base_url}{path}", data=urlencode({"sent": "1", **fields}).encode(), headers=headers
    )
    with await asyncio.to_thread(urllib.request.urlopen, request, timeout=30) as answer:
        assert answer.status == 200


def told(frame: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(frame.get(name) for name in ("type", "question", "state"))


async def test_consent_counts_at_each_command_and_an_erased_persons_sockets_close(live: LiveEvening) -> None:
    phone, tab = await live.client("resident 4"), await live.client("resident 4")
    subscriber = await live.client("resident 3")
    asked = await phone.send("question.ask", text="Waits when I take it back?", kind="question")
    assert asked["type"] == "ack"

    await press(live, phone, "/me/privacy/withdraw/")
    refused = await phone.send("question.ask", text="And now?", kind="question")
    assert (refused["type"], refused["code"], refused["retry"]) == ("nack", "consent", False)
    withdrawn = ("note", asked["result"]["question"], "withdrawn")
    await phone.until(lambda: withdrawn in [told(frame) for frame in phone.frames])

    await press(live, phone, "/me/privacy/erase/", sure="on")
    erased_at, watch = time.time(), Stopwatch(live.server)
    for client in (phone, tab):
        assert await client.until_closed(within_s=60) == 4401
        assert client.closed_at - erased_at - watch.waited_s <= WITHIN_S
    assert subscriber.close_code is None
    emptied = "SELECT count(*) FROM chat_sessions_question WHERE author_id IS NULL AND text = ''"
    assert int(live.server.ask_database(emptied)[0][0]) == 1  # the receipt stays; what never was public goes
