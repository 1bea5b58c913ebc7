"""One hub of this process, and a neighbour that it hears on a real Valkey, until the neighbour falls silent."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from pytest_django import Settings

from chatserver.config.redis_address import find_channel_layers
from chatserver.database.pools import writers
from chatserver.live.cluster.presence import MISSING_AFTER_S
from chatserver.live.fanout.hub import Hub, attendance_in, hub_here
from moderation.notices import post_notice
from sessions.log.log import stream_grew
from tests.chatserver.live.relays import PATIENCE_S, Neighbour, hints
from tests.chatserver.live.sockets import close_connections, join
from tests.evening import Evening, make_evening
from tests.servers.stopwatch import Stopwatch
from tests.servers.valkey import Valkey

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def evening(transactional_db: None) -> Evening:
    return make_evening()


@pytest.fixture
async def hub(evening: Evening, valkey: Valkey, settings: Settings) -> AsyncIterator[Hub]:
    settings.CHANNEL_LAYERS = find_channel_layers({"REDIS_URL": valkey.url})
    hub = hub_here()
    yield hub
    await hub.close()
    await close_connections()


async def heard_after(socket: Any) -> float:
    watch = Stopwatch()
    async with asyncio.timeout(PATIENCE_S):
        while not (frame := await socket.receive_json_from(PATIENCE_S)).get("events"):
            assert frame["type"] == "events"
    return watch.seconds


async def test_whom_a_neighbour_has_is_counted_until_it_says_goodbye(hub: Hub, evening: Evening) -> None:
    there, neighbour = evening.chat_session.pk, Neighbour()
    visitor = await join(evening, "room", None)
    neighbour.present = {there: 4}
    for count in (4, 0):
        async with asyncio.timeout(PATIENCE_S):
            while (frame := await visitor.receive_json_from(PATIENCE_S)).get("counts", {}).get("present") != count:
                assert frame["type"] == "events"
        assert attendance_in(there) == (count, 1)
        await neighbour.bus.close()
    await visitor.disconnect()


async def test_what_a_neighbour_commits_without_a_word_is_found_within_a_second_of_its_silence(
    hub: Hub, evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    neighbour = Neighbour()
    visitor = await join(evening, "room", None)
    monkeypatch.setattr(stream_grew, "receivers", [])  # what is committed is not heard of here
    await neighbour.until(lambda: neighbour.heard)
    await writers.run(post_notice, evening.chat_session, moderator=evening.moderator, text="Told.")
    neighbour.bus.tell(hints(evening.chat_session.pk))
    assert await heard_after(visitor) < 0.7
    for task in neighbour.bus._tasks:
        task.cancel("without a goodbye")
    neighbour.bus._subscriptions[0].heartbeat.fail()
    await asyncio.sleep(MISSING_AFTER_S + 1.2)
    await writers.run(post_notice, evening.chat_session, moderator=evening.moderator, text="Not told.")
    assert await heard_after(visitor) < 1.4
    await visitor.disconnect()
