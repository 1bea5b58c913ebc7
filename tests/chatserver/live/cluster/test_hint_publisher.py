"""Hints from a process that has no hub, on a real Valkey."""

import asyncio
from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from pytest_django import Settings

from chatserver.config.redis_address import find_channel_layers
from chatserver.live.cluster import hint_publisher
from chatserver.live.cluster.channel_layers import layer_makers
from chatserver.live.cluster.hint_publisher import WITHIN_S, HintPublisher
from chatserver.live.cluster.messages import ClusterMessage, Hints, read_message
from chatserver.live.cluster.subscription import GROUP
from tests.measuring.stopwatch import Stopwatch
from tests.servers.services.valkey import Valkey

pytestmark = pytest.mark.slow

PATIENCE_S = 30.0


def hints(*chat_sessions: UUID) -> Hints:
    return Hints(grew=frozenset(chat_sessions))


def until_it_rests(publisher: HintPublisher) -> float:
    """Wait for its thread, as a process that ends does; answers the seconds that it took."""
    watch = Stopwatch()
    thread = publisher._thread
    if thread is not None:
        thread.join(PATIENCE_S)
        assert not thread.is_alive()
    return watch.seconds


async def message_of(valkey: Valkey, tell: Callable[[], object]) -> ClusterMessage:
    [make] = layer_makers()
    layer = make()
    channel = await layer.new_channel()
    await layer.group_add(GROUP, channel)
    async with asyncio.timeout(PATIENCE_S):
        # Redis answers one connection, and may notice the other one a little later.
        while not valkey.command("PUBSUB", "CHANNELS"):  # noqa: ASYNC110 -- it tells nobody when
            await asyncio.sleep(0.01)
    try:
        await asyncio.to_thread(tell)
        async with asyncio.timeout(PATIENCE_S):
            message = read_message(await layer.receive(channel))
    finally:
        await layer.flush()
    assert message is not None
    return message


async def test_what_a_process_commits_in_one_moment_is_one_message(
    valkey: Valkey, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hint_publisher, "GATHER_COMMITS_S", 1.0)  # long enough for all of them, even on a busy machine
    settings.CHANNEL_LAYERS = find_channel_layers({"REDIS_URL": valkey.url})
    publisher, rooms = HintPublisher(), [uuid4() for _ in range(3)]
    before = publishes(valkey)

    def tell() -> None:
        for room in rooms * 20:
            publisher.tell(hints(room))

    message = await message_of(valkey, tell)
    await asyncio.to_thread(until_it_rests, publisher)
    assert (message.hints, message.is_last, message.present) == (hints(*rooms), True, {})
    assert publishes(valkey) - before == 1


def publishes(valkey: Valkey) -> int:
    told = valkey.command("INFO", "commandstats")
    return next((int(stats["calls"]) for name, stats in told.items() if name == "cmdstat_publish"), 0)


def test_a_frozen_redis_holds_up_no_commit_and_is_left_alone_for_a_while(
    own_valkey: Callable[..., Valkey], settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    valkey = own_valkey()
    settings.CHANNEL_LAYERS = find_channel_layers({"REDIS_URL": valkey.url})
    publisher = HintPublisher()
    valkey.freeze()
    watch = Stopwatch()
    publisher.tell(hints(uuid4()))
    assert watch.seconds < 0.1
    assert until_it_rests(publisher) < WITHIN_S + 1
    publisher.tell(hints(uuid4()))
    assert publisher._thread is None
    assert [record.getMessage().partition(" (")[0] for record in caplog.records] == [
        "Hints cannot be sent from this process"
    ]


def test_a_redis_that_is_away_is_said_to_be_away_once_and_back_once(
    own_valkey: Callable[..., Valkey], settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    valkey = own_valkey()
    settings.CHANNEL_LAYERS = find_channel_layers({"REDIS_URL": valkey.url})
    publisher = HintPublisher()
    valkey.stop()
    for _ in range(2):
        publisher._not_before = 0.0
        publisher.tell(hints(uuid4()))
        assert until_it_rests(publisher) < 1
    valkey.start()
    for _ in range(2):
        publisher._not_before = 0.0
        publisher.tell(hints(uuid4()))
        until_it_rests(publisher)
    assert [record.getMessage().partition(" (")[0] for record in caplog.records] == [
        "Hints cannot be sent from this process",
        "Hints are sent again.",
    ]
