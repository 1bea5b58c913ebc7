"""Phones lose their network without a close, or sleep: within a minute the server has freed their places."""

import asyncio
from collections.abc import Callable

import pytest

from tests.chatserver.live.faults.conftest import FaultyEvening, on
from tests.clients.live_client import LiveClient
from tests.measuring.stopwatch import Stopwatch
from tests.servers.fixtures import Serve
from tests.servers.server import Server
from tests.servers.services.proxy import Proxy
from tests.servers.stacks import SQLITE, UVICORN

pytestmark = [on(UVICORN), pytest.mark.takes(60), pytest.mark.long]

SEEN_WITHIN_S, PATIENCE_S = 60.0, 180.0
LOST = 10
HERE = 2
POST_EVERY_S = 0.8


@pytest.mark.row("fault", 22)
async def test_a_client_that_vanishes_is_noticed_within_a_minute(
    serve: Serve, evening_on: Callable[[Server], FaultyEvening]
) -> None:
    """On both servers at once, because it takes most of a minute."""
    servers = [await asyncio.to_thread(serve, on=stack) for stack in (SQLITE, UVICORN)]
    await asyncio.gather(*(miss_the_lost(evening_on(server)) for server in servers))


async def miss_the_lost(evening: FaultyEvening) -> None:
    desk, visitor = await evening.client("moderator"), await evening.client("visitor")
    with Proxy(("127.0.0.1", evening.server.port)) as line:
        evening.through = line.port
        lost = [await evening.phone(person) for person in ["visitor"] * (LOST - 1) + ["0"]]
        evening.through = None
        sleeper = await evening.client("1")
        await visitor.until(lambda: everybody_in(visitor) == HERE + LOST + 1)
        sleeper.stop_reading()
        line.go_dark()
        watch = Stopwatch(evening.server)
        talking = asyncio.create_task(keep_posting(desk))
        await visitor.until(lambda: everybody_in(visitor) == HERE, within_s=PATIENCE_S)
        assert watch.seconds <= SEEN_WITHIN_S
        talking.cancel()
        await asyncio.gather(talking, return_exceptions=True)
        assert [phone.losses for phone in lost] == [[]] * LOST
        line.light_up()
        sleeper.read_on()
        await sleeper.until_closed()
        await sleeper.resume()
        await visitor.until(lambda: everybody_in(visitor) == HERE + LOST + 1)
        await evening.promises_kept()


def everybody_in(client: LiveClient) -> int:
    counts = client.public["counts"]
    return int(counts["present"] + counts["visitors"])


async def keep_posting(desk: LiveClient) -> None:
    while True:
        await desk.send("notice.post", text="Is everybody there?")
        await asyncio.sleep(POST_EVERY_S)
