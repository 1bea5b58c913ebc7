"""Large messages on a real server: those of clients are bounded, the snapshot of a full room is not."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin

from tests.chatserver.live.conftest import LiveEvening, frames_of, post_notices
from tests.servers.fixtures import end_servers
from tests.servers.installations import Installations
from tests.servers.server import Server
from tests.servers.stacks import Stack

pytestmark = [pytest.mark.slow, pytest.mark.variants("stack")]

MEGABYTE = 1024 * 1024


@pytest.mark.long
async def test_a_line_of_one_megabyte_is_answered(live: LiveEvening) -> None:
    client = await live.client("visitor")
    await client.say("x" * (MEGABYTE))
    assert (await client.reply_to(None))["code"] == "too_big"
    assert client.close_code is None


@pytest.mark.row("threat", 35)
@pytest.mark.parametrize("part", [64 * 1024, MEGABYTE])
async def test_an_endless_message_in_parts_is_not_kept_in_memory(live: LiveEvening, part: int) -> None:
    client = await live.client("visitor")
    assert client._socket is not None
    never = asyncio.Event()

    async def talk() -> AsyncIterator[str]:
        for _ in range(2 * MEGABYTE // part):
            yield "x" * part
        await never.wait()  # the message does not end

    talking = asyncio.create_task(client._socket.send(talk()))
    assert await client.until_closed() in (1006, 1009)
    never.set()
    with pytest.raises(ConnectionClosed):
        await talking


async def test_a_message_in_parts_is_answered(live: LiveEvening) -> None:
    client = await live.client("visitor")
    assert client._socket is not None
    await client._socket.send(["x" * 1000] * 100)
    assert (await client.reply_to(None))["code"] == "too_big"
    assert client.close_code is None


@pytest.fixture
def full(installations: Installations, stack: Stack, tmp_path: Path) -> Iterator[Server]:
    """Filled before it starts."""
    with ExitStack() as exits:
        server = installations.make_server(exits, stack, tmp_path / "data", "--demo")
        filled = server.manage("shell", "-c", FILL_THE_QUEUE)
        assert filled.returncode == 0, filled.stderr
        exits.callback(end_servers, [server])
        server.start()
        yield server


@pytest.mark.long
@pytest.mark.takes(15)
async def test_a_room_of_more_than_a_megabyte_can_be_joined(
    full: Server, live_on: Callable[[Server], LiveEvening]
) -> None:
    live = live_on(full)
    visitor, desk = await live.client("visitor"), await live.client("moderator 0")
    await visitor.until(lambda: visitor.public["queue"])
    await desk.until(lambda: desk.desk["questions"])
    assert len(visitor.public["queue"]) >= 400
    assert max(len(text.encode()) for text in visitor.received) > MEGABYTE
    last = await post_notices(desk, 1)
    await visitor.until_seq(last)
    visitor.cut()
    await visitor.until_closed()
    visitor.frames.clear()
    await visitor.resume()
    assert frames_of(visitor, "snapshot") == []


FILL_THE_QUEUE = """
from django.contrib.auth import get_user_model
from moderation.questions.screening import approve_question
from sessions.models import ChatSession
from sessions.chats.questions.asking import Ask
from sessions.chats.questions.own_questions import ask_question
from django.db import transaction

User = get_user_model()
chat_session = ChatSession.objects.live().get()
moderator = User.objects.filter(appointments__duty="moderator").first()
with transaction.atomic():
    for index in range(400):
        resident = User.objects.create_resident(ward=chat_session.ward)
        question = ask_question(chat_session, Ask(resident, f"{index} " + "জল জমে " * 140, "question"))
        approve_question(chat_session, question.pk, moderator=moderator, version=question.version)
"""


@pytest.mark.row("threat", 36)
async def test_no_compression_is_negotiated(live: LiveEvening) -> None:
    address = f"{live.server.base_url.replace('http', 'ws', 1)}/ws/room/{live.chat_session}/"
    async with connect(address, origin=Origin(live.server.base_url), compression="deflate") as client:
        assert client.response is not None
        assert "Sec-WebSocket-Extensions" not in client.response.headers
        assert json.loads(await client.recv())["type"] == "welcome"
