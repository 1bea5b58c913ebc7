"""Two worker processes and a Redis that fails: residents of both get all events, at worst a second later."""

import asyncio
import json
import os
import shutil
import signal
import time
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import psutil
import pytest

from tests.chatserver.live.conftest import LiveEvening, on, post_notices
from tests.clients.live_client import PATIENCE_S, LiveClient
from tests.measuring.stopwatch import Stopwatch
from tests.servers.fixtures import Serve, end_servers
from tests.servers.server import Server
from tests.servers.services.valkey import Valkey
from tests.servers.stacks import DAPHNE, UVICORN, Stack

BY_HINT_S = 0.7
WITHOUT_HINT_S = 1.5
"""A second's poll, and some time for busy machines."""

DOWN, BACK = "Hints between processes are down", "Hints between processes are back."


pytestmark = [pytest.mark.slow, on(DAPHNE, UVICORN), pytest.mark.variants("stack")]


@pytest.fixture
async def crowd(live: LiveEvening) -> "AsyncIterator[Crowd]":
    """On a server that other tests have disturbed before, and with a Valkey as new."""
    crowd = await Crowd(live).gather()
    yield crowd
    crowd.valkey.thaw()
    crowd.valkey.command("CONFIG", "SET", "maxmemory", "0")


class Crowd:
    """Visitors at every worker, and a moderator at one of them."""

    def __init__(self, evening: LiveEvening) -> None:
        self.evening = evening
        self.visitors: list[LiveClient] = []

    @property
    def valkey(self) -> Valkey:
        assert self.evening.server.valkey is not None
        return self.evening.server.valkey

    async def gather(self) -> "Crowd":
        self.desk = await self.evening.client("moderator 0")
        while min(self.sockets_by_worker()) < 2:
            self.visitors.append(await self.evening.client("visitor"))
            assert len(self.visitors) < 40
        return self

    def sockets_by_worker(self) -> list[int]:
        return [
            sum(
                connection.status == psutil.CONN_ESTABLISHED and connection.laddr.port == self.evening.server.port
                for connection in psutil.Process(pid).net_connections("tcp")
            )
            for pid in self.evening.server.worker_pids
        ]

    async def hear(self) -> float:
        """Post a notice; answers the seconds until the last client had it."""
        last = await post_notices(self.desk, 1)
        watch = Stopwatch(self.evening.server)
        await asyncio.gather(*(client.until_seq(last) for client in self.everybody))
        return watch.seconds

    async def hear_for(self, seconds: float) -> list[float]:
        until = time.monotonic() + seconds
        took = []
        while time.monotonic() < until:
            took.append(await self.hear())
            await asyncio.sleep(0.2)
        return took

    @property
    def everybody(self) -> list[LiveClient]:
        return [self.desk, *self.visitors]

    async def until_all_count(self, people: int) -> None:
        for client in self.everybody:
            await client.until(partial(counts, client, people))

    async def until_told(self, lines: list[str]) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while self.told != lines:  # noqa: ASYNC110 -- nobody tells of a line in a log
                await asyncio.sleep(0.05)

    async def until_hints_come_through(self) -> None:
        """To all workers, whichever of them answers."""
        async with asyncio.timeout(PATIENCE_S):
            while {await asyncio.to_thread(self.ask_hints) for _time in range(6)} != {"ok"}:  # noqa: ASYNC110
                await asyncio.sleep(0.05)

    def ask_hints(self) -> str:
        return str(json.loads(self.evening.server.get("/readyz")[1])["hints"])

    @property
    def told(self) -> list[str]:
        """Every line about hints, each once in the order of its first appearance.

        Within a minute, repetitions are only counted.
        """
        said = [line.partition("bus: ")[2].partition(" (")[0] for line in self.evening.server.log.splitlines()]
        return list(dict.fromkeys(line for line in said if line))

    def assert_nobody_was_lost(self) -> None:
        assert [client.close_code for client in self.visitors] == [None] * len(self.visitors)
        assert [client.faults for client in self.visitors] == [[]] * len(self.visitors)


def counts(client: LiveClient, people: int) -> bool:
    return everybody_in(client.public["counts"]) == people


def everybody_in(counts: dict[str, Any]) -> int:
    return int(counts["present"] + counts["visitors"])


def has_notice(client: LiveClient, text: str) -> bool:
    return any(notice["text"] == text for notice in client.public["notices"])


@pytest.mark.costly
async def test_every_worker_hears_what_another_committed_and_counts_everybody(crowd: Crowd) -> None:
    assert max(await crowd.hear_for(2)) < BY_HINT_S
    await crowd.until_all_count(len(crowd.everybody))
    await crowd.visitors.pop().leave()
    await crowd.until_all_count(len(crowd.everybody))
    for _ in range(6):  # of either worker
        assert json.loads(crowd.evening.server.get("/readyz")[1])["hints"] == "ok"
        polled = json.loads(crowd.evening.server.get(f"/api/chat/{crowd.evening.chat_session}/events")[1])
        assert everybody_in(polled["state"]["counts"]) == len(crowd.everybody)
    crowd.assert_nobody_was_lost()


@pytest.mark.long
async def test_a_hint_tells_of_a_command_of_the_same_process(crowd: Crowd) -> None:
    text = f"From elsewhere, {uuid4().hex}."
    saved = await asyncio.to_thread(crowd.evening.server.manage, "shell", "-c", POST_A_NOTICE.format(text))
    watch = Stopwatch(crowd.evening.server)
    assert (saved.returncode, saved.stderr) == (0, "")
    for client in crowd.everybody:
        await client.until(partial(has_notice, client, text))
    assert watch.seconds < BY_HINT_S


POST_A_NOTICE = """
from django.contrib.auth import get_user_model
from moderation.questions.notices import post_notice
from sessions.models import ChatSession

moderator = get_user_model().objects.filter(appointments__duty="moderator").first()
post_notice(ChatSession.objects.live().get(), moderator=moderator, text="{}")
"""


@pytest.mark.long
@pytest.mark.row("fault", 8)
async def test_a_redis_that_forgets_everything_and_has_no_memory_costs_nothing(crowd: Crowd) -> None:
    crowd.valkey.command("FLUSHALL")
    crowd.valkey.command("CONFIG", "SET", "maxmemory", "1")
    assert max(await crowd.hear_for(2)) < BY_HINT_S
    assert crowd.told == []


@pytest.mark.long
@pytest.mark.row("fault", 7)
async def test_a_frozen_redis_costs_a_second(crowd: Crowd) -> None:
    await crowd.until_all_count(len(crowd.everybody))
    crowd.valkey.freeze()
    assert max(await crowd.hear_for(8)) < WITHOUT_HINT_S
    assert crowd.told == [DOWN]
    assert crowd.evening.server.get("/readyz")[0] == 200
    tick = await asyncio.to_thread(crowd.evening.server.manage, "tick")
    assert (tick.returncode, tick.stderr) == (0, "")
    assert {everybody_in(client.public["counts"]) for client in crowd.everybody} == {len(crowd.everybody)}
    crowd.valkey.thaw()
    await crowd.until_told([DOWN, BACK])
    await crowd.until_hints_come_through()
    assert max(await crowd.hear_for(2)) < BY_HINT_S
    crowd.assert_nobody_was_lost()


@pytest.mark.long
@pytest.mark.row("fault", 6)
async def test_a_redis_that_goes_and_comes_costs_a_second(crowd: Crowd) -> None:
    await asyncio.to_thread(crowd.valkey.restart)
    assert max(await crowd.hear_for(3)) < WITHOUT_HINT_S
    crowd.valkey.stop()
    assert max(await crowd.hear_for(3)) < WITHOUT_HINT_S
    crowd.valkey.start()
    assert max(await crowd.hear_for(3)) < WITHOUT_HINT_S
    await crowd.until_told([DOWN, BACK])
    await crowd.until_hints_come_through()
    assert max(await crowd.hear_for(1)) < BY_HINT_S
    crowd.assert_nobody_was_lost()


@pytest.mark.long
async def test_without_redis_from_the_start_the_evening_goes_on(
    serve: Serve, stack: Stack, own_valkey: Callable[..., Valkey], live_on: Callable[[Server], LiveEvening]
) -> None:
    valkey = own_valkey()
    valkey.stop()
    evening = live_on(serve("--demo", REDIS_URL=valkey.url))
    crowd = await Crowd(evening).gather()
    assert max(await crowd.hear_for(3)) < WITHOUT_HINT_S
    assert crowd.told == [DOWN]
    valkey.start()
    await crowd.until_told([DOWN, BACK])
    await crowd.until_hints_come_through()
    assert max(await crowd.hear_for(1)) < BY_HINT_S
    crowd.assert_nobody_was_lost()


@pytest.mark.long
async def test_several_processes_without_redis_poll_each_second(
    serve: Serve, live_on: Callable[[Server], LiveEvening]
) -> None:
    evening = live_on(serve("--demo", REDIS_URL=""))
    crowd = await Crowd(evening).gather()
    assert max(await crowd.hear_for(3)) < WITHOUT_HINT_S
    assert json.loads(evening.server.get("/readyz")[1])["hints"] == "off"


@pytest.mark.long
async def test_servers_on_one_database_without_redis_poll_each_second(
    serve: Serve, stack: Stack, live_on: Callable[[Server], LiveEvening], tmp_path: Path
) -> None:
    alone = replace(stack, arguments=stack.arguments[-2:], has_valkey=False)
    evening = live_on(serve("--demo", on=alone))
    visitor = await evening.client("visitor")
    other = Server(tmp_path / "other").on(alone, evening.server.database)
    shutil.copytree(evening.server.data_dir / "log_keys", other.data_dir / "log_keys")  # as LOG_KEY does
    with ExitStack() as exits:
        exits.callback(end_servers, [other])
        await asyncio.to_thread(other.start)
        cookie = await evening.cookie("moderator 0")
        async with LiveClient(other.base_url, evening.chat_session, door="desk", cookie=cookie) as desk:
            late_s = [await lateness_s([evening.server, other], desk, visitor) for _time in range(3)]
            assert max(late_s) < WITHOUT_HINT_S


async def lateness_s(servers: list[Server], desk: LiveClient, visitor: LiveClient) -> float:
    """From the ack of a notice until a client in the room has it."""
    ack = await desk.send("notice.post", text="Here as well.")
    watch = Stopwatch(*servers)
    await visitor.until_seq(ack["result"]["seq"])
    return watch.seconds


@pytest.mark.long
async def test_the_people_of_a_killed_worker_count_only_for_a_moment(crowd: Crowd) -> None:
    await crowd.until_all_count(len(crowd.everybody))
    os.kill(crowd.evening.server.worker_pids[0], signal.SIGKILL)
    async with asyncio.timeout(PATIENCE_S):
        while not only_the_left_count(crowd):  # noqa: ASYNC110 -- of the others' ends nobody tells
            await asyncio.sleep(0.05)


def only_the_left_count(crowd: Crowd) -> bool:
    """Some are gone with their worker, and those who are left have heard how many they are."""
    left = [client for client in crowd.everybody if client.close_code is None]
    return len(left) < len(crowd.everybody) and all(counts(client, len(left)) for client in left)
