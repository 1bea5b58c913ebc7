"""One hub of this process, and another process that it hears on a real Valkey until that falls silent."""

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
from pytest_django import Settings

from chatserver.config.redis_address import find_channel_layers
from chatserver.database.models import DatabaseIdentity
from chatserver.database.pools import writers
from chatserver.live.cluster.heartbeat import Health
from chatserver.live.fanout.hub import Hub, attendance_in, hub_here
from moderation.questions.notices import post_notice
from sessions.log.log import stream_grew
from tests.chatserver.live.other_processes import PATIENCE_S, OtherProcess, hints
from tests.chatserver.live.sockets import close_connections, join
from tests.factories.evening import Evening, make_evening
from tests.measuring.stopwatch import Stopwatch
from tests.servers.services.valkey import Valkey

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def evening(transactional_db: None) -> Evening:
    DatabaseIdentity.objects.update_or_create(pk=1, defaults={"identity": "all copies", "token": "ours"})
    return make_evening()


@pytest.fixture
async def hub(evening: Evening, valkey: Valkey, settings: Settings) -> AsyncIterator[Hub]:
    settings.CHANNEL_LAYERS = find_channel_layers({"REDIS_URL": valkey.url})
    hub = hub_here()
    yield hub
    await hub.close()
    await close_connections()


async def heard_after(socket: Any, valkey: Valkey) -> float:
    watch = Stopwatch(valkey)
    async with asyncio.timeout(PATIENCE_S):
        while not (frame := await socket.receive_json_from(PATIENCE_S)).get("events"):
            assert frame["type"] == "events"
    return watch.seconds


async def test_another_process_s_people_count_until_it_says_goodbye(hub: Hub, evening: Evening) -> None:
    there, other = evening.chat_session.pk, OtherProcess()
    visitor = await join(evening, "room", None)
    other.present = {there: 4}
    for count in (4, 0):
        async with asyncio.timeout(PATIENCE_S):
            while (frame := await visitor.receive_json_from(PATIENCE_S)).get("counts", {}).get("present") != count:
                assert frame["type"] == "events"
        assert attendance_in(there) == (count, 1)
        await other.bus.close()
    await visitor.disconnect()


async def test_the_people_of_a_copy_on_the_same_redis_are_not_counted(evening: Evening, hub: Hub) -> None:
    """A copy of the installation has a chat of the same id. What it says comes before what our own process says."""
    there, copy, own = evening.chat_session.pk, OtherProcess(installation="copy"), OtherProcess(installation="ours")
    await own.until_it_is(Health.OK)
    await copy.until_it_is(Health.OK)
    copy.present = {there: 4}
    listener = OtherProcess()
    await listener.until(lambda: {4} == {message.present.get(there) for message in listener.heard if message.present})
    own.present = {there: 1}
    visitor = await join(evening, "room", None)
    async with asyncio.timeout(PATIENCE_S):
        while not sum(attendance_in(there)) > 1:  # noqa: ASYNC110 -- nobody tells when another process was heard
            await asyncio.sleep(0.01)
    assert attendance_in(there) == (1, 1)
    await visitor.disconnect()
    for other in (copy, own, listener):
        await other.bus.close()


async def test_commits_of_a_silent_process_are_found_within_a_second(
    hub: Hub, valkey: Valkey, evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = OtherProcess()
    visitor = await join(evening, "room", None)
    monkeypatch.setattr(stream_grew, "hearers", [])  # this process gets no hint about its own commits
    await other.until(lambda: other.heard)
    await writers.run(post_notice, evening.chat_session, moderator=evening.moderator, text="Told.")
    other.bus.tell(hints(evening.chat_session.pk))
    assert await heard_after(visitor, valkey) < 0.7
    heartbeat = other.bus._subscriptions[0].heartbeat
    monkeypatch.setattr(heartbeat, "hear", lambda _now: None)  # a message of its own, on its way back, would revive it
    heartbeat.fail()
    for task in other.bus._tasks:
        task.cancel("without a goodbye")
    async with asyncio.timeout(PATIENCE_S):
        while not hub._peers._elsewhere.is_anybody_missing(time.monotonic()):  # noqa: ASYNC110 -- nobody tells
            await asyncio.sleep(0.05)
    await asyncio.sleep(1.2)  # until then the next look at the database was set by the old pace
    await writers.run(post_notice, evening.chat_session, moderator=evening.moderator, text="Not told.")
    assert await heard_after(visitor, valkey) < 1.4
    await visitor.disconnect()
