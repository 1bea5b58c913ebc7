"""Hints between processes, on a real Valkey."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from uuid import uuid4

import pytest
from pytest_django import Settings

from chatserver.live.cluster.heartbeat import Health
from tests.chatserver.live.other_processes import Meet, hints, meeting
from tests.servers.services.valkey import Valkey

pytestmark = pytest.mark.slow

ROOM = uuid4()
BACK = "Hints between processes are back."
DOWN = "Hints between processes are down ({}); processes poll the log every second until they are back."


@pytest.fixture
async def meet(settings: Settings) -> AsyncIterator[Meet]:
    async with meeting(settings) as meet:
        yield meet


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    """The log of the product and of asyncio; the settings silence the log of channels-redis' tracebacks."""
    return [record.getMessage() for record in caplog.records if not record.name.startswith("channels_redis")]


async def test_many_commits_of_a_moment_go_out_in_one_message(valkey: Valkey, meet: Meet) -> None:
    here, there = await meet(valkey.url, valkey)
    for _ in range(100):
        here.bus.tell(hints(ROOM))
        await asyncio.sleep(0)
    took = await there.until(lambda: there.grown == {ROOM})
    assert took < 0.5
    await there.until(lambda: len([message for message in there.heard if message.hints]) == 2)  # once, and once more
    before = len(there.heard)
    await there.until(lambda: len(there.heard) > before)
    assert len([message for message in there.heard if message.hints]) == 2
    assert here.grown == set()


async def test_each_message_carries_the_counts_and_the_last_one_says_goodbye(valkey: Valkey, meet: Meet) -> None:
    here, there = await meet(valkey.url)
    here.present = {ROOM: 3}
    await there.until(lambda: there.heard and there.heard[-1].present == {ROOM: 3})
    here.bus.tell(hints(ROOM))
    await here.bus.close()
    await there.until(lambda: there.heard[-1].is_last)
    assert (there.heard[-1].present, there.grown) == ({}, {ROOM})


async def test_frozen_redis_is_doubted_at_once_told_once_and_left_alone(
    own_valkey: Callable[..., Valkey], meet: Meet, caplog: pytest.LogCaptureFixture
) -> None:
    valkey = own_valkey()
    here, there = await meet(valkey.url, valkey)
    valkey.freeze()
    assert await there.until_it_is(Health.IN_DOUBT) < 1.1
    here.bus.tell(hints(ROOM))
    assert await there.until_it_is(Health.DOWN) < 6
    await asyncio.sleep(3)  # it tries again and again, without a log line
    valkey.thaw()
    assert await there.until_it_is(Health.OK) < 3.5
    await there.until(lambda: there.grown == {ROOM})
    await here.until_it_is(Health.OK)
    assert lines(caplog) == [DOWN.format("silence")] * 2 + [BACK] * 2


async def test_a_restart_is_survived(
    own_valkey: Callable[..., Valkey], meet: Meet, caplog: pytest.LogCaptureFixture
) -> None:
    valkey = own_valkey()
    here, there = await meet(valkey.url)
    valkey.stop()
    await there.until_it_is(Health.DOWN)
    here.bus.tell(hints(ROOM))
    valkey.start()
    await there.until_it_is(Health.OK)
    await there.until(lambda: there.grown == {ROOM})
    await here.until_it_is(Health.OK)
    assert lines(caplog) == [DOWN.format("ConnectionError")] * 2 + [BACK] * 2


async def test_the_log_says_why_it_stays_down_and_not_only_how_it_began(
    own_valkey: Callable[..., Valkey], meet: Meet, caplog: pytest.LogCaptureFixture
) -> None:
    """Connections are cut while messages wait for an answer; the new ones are refused, for another reason."""
    valkey = own_valkey()
    here, there = await meet(valkey.url)
    with closing(socket.create_connection(("127.0.0.1", valkey.port))) as connection:
        await asyncio.to_thread(valkey.command, "PING")  # by then it has taken our connection, too
        valkey.freeze()
        connection.sendall(CHANGE_PASSWORD_AND_CUT)
        await there.until_it_is(Health.IN_DOUBT)
        valkey.thaw()
        await there.until(lambda: len(lines(caplog)) == 4)
    valkey.command("CONFIG", "SET", "requirepass", "", password="changed")
    await here.until_it_is(Health.OK)
    await there.until_it_is(Health.OK)
    reasons = [DOWN.format("ConnectionError"), DOWN.format("AuthenticationError")]
    assert sorted(lines(caplog)) == sorted([*reasons, BACK] * 2)


CHANGE_PASSWORD_AND_CUT = b"""\
CONFIG SET requirepass changed\r
AUTH changed\r
CLIENT KILL TYPE normal SKIPME yes\r
CLIENT KILL TYPE pubsub SKIPME yes\r
"""


async def test_a_redis_that_starts_later_is_found(
    own_valkey: Callable[..., Valkey], meet: Meet, caplog: pytest.LogCaptureFixture
) -> None:
    valkey = own_valkey()
    valkey.stop()
    here, there = await meet(valkey.url, is_there=False)
    await there.until_it_is(Health.DOWN)
    valkey.start()
    await there.until_it_is(Health.OK)
    here.bus.tell(hints(ROOM))
    await there.until(lambda: there.grown == {ROOM})
    await here.until_it_is(Health.OK)
    assert lines(caplog) == [DOWN.format("ConnectionError")] * 2 + [BACK] * 2


async def test_a_redis_that_forgets_everything_and_has_no_memory_carries_hints(
    own_valkey: Callable[..., Valkey], meet: Meet
) -> None:
    valkey = own_valkey()
    here, there = await meet(valkey.url, valkey)
    valkey.command("FLUSHALL")
    valkey.command("CONFIG", "SET", "maxmemory", "1")
    here.bus.tell(hints(ROOM))
    assert await there.until(lambda: there.grown == {ROOM}) < 0.5
    assert there.healths.count(Health.DOWN) == 0  # a busy machine may bring a moment of doubt


async def test_a_subscription_that_is_cut_comes_back_by_itself_and_nothing_is_missed(
    own_valkey: Callable[..., Valkey], meet: Meet, caplog: pytest.LogCaptureFixture
) -> None:
    valkey = own_valkey()
    here, there = await meet(valkey.url)
    valkey.command("CLIENT", "KILL", "TYPE", "pubsub")
    here.bus.tell(hints(ROOM))
    await there.until(lambda: there.grown == {ROOM} or there.bus.health is Health.IN_DOUBT)
    await there.until_it_is(Health.OK)
    valkey.command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")
    other = uuid4()
    here.bus.tell(hints(other))
    await there.until(lambda: other in there.grown)
    assert lines(caplog) == []
