"""The connection: reconnects spread out, obeys a goodbye, stops where it should, and polls if sockets are blocked."""

import asyncio
import json
from collections.abc import Callable
from time import monotonic
from typing import Any

import pytest
from playwright.async_api import WebSocketRoute

from tests.browser.modules import Modules

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.costly]

ARRIVES_WITHIN_S = 60
WELCOME = json.dumps({"type": "welcome", "v": 1, "epoch": "e", "seq": 0})
START = """
  async ({ Connection }) => {
    const line = new Connection({
      socketUrl: () => "ws://scripts.test/ws/",
      poll: async () => { polls.push(Date.now()); return reachable; },
      post: (frame) => posted.push(frame),
      onFrame: (frame) => frames.push(frame.type),
      onStatus: (status, code) => statuses.push(code ? `${status} ${code}` : status),
    });
    Object.assign(globalThis, { line, frames: [], statuses: [], polls: [], posted: [], reachable: true });
    line.start();
  }
"""


class Sockets:
    """The server's side: what it does with each socket, in turn (the last entry is for all that follow)."""

    def __init__(self, modules: Modules, *deeds: Callable[[WebSocketRoute], Any]) -> None:
        self.modules = modules
        self.deeds = deeds
        self.opened = 0

    async def start(self) -> None:
        await self.modules.page.clock.install(time=0)
        await self.modules.page.clock.pause_at(1000)  # time passes in pass_seconds() alone
        await self.modules.page.route_web_socket("**/ws/**", self._answer)
        await self.modules.run("live/connection/connection.js", START)

    async def _answer(self, socket: WebSocketRoute) -> None:
        deed = self.deeds[min(self.opened, len(self.deeds) - 1)]
        self.opened += 1
        await deed(socket)

    async def pass_seconds(self, seconds: float) -> None:
        await self.modules.page.clock.run_for(round(seconds * 1000))
        await self.modules.page.evaluate("new Promise((done) => queueMicrotask(done))")

    async def statuses(self) -> list[str]:
        found: list[str] = await self.modules.page.evaluate("statuses")
        return found

    async def wait_for(self, *statuses: str) -> None:
        await self.wait_until(lambda found: found == list(statuses))

    async def wait_until(self, is_so: Callable[[list[str]], bool]) -> None:
        """Without letting the page's time pass: frames need real time to arrive."""
        deadline = monotonic() + ARRIVES_WITHIN_S
        while not is_so(found := await self.statuses()):
            assert monotonic() < deadline, found
            await asyncio.sleep(0.01)
            await self.pass_seconds(0)


async def welcome(socket: WebSocketRoute) -> None:
    socket.send(WELCOME)


def closing(code: int, *frames: str) -> Callable[[WebSocketRoute], Any]:
    async def close(socket: WebSocketRoute) -> None:
        for frame in frames:
            socket.send(frame)
        await socket.close(code=code)

    return close


async def test_waits_are_random_and_bounded(shared_modules: Modules) -> None:
    bounds = "[reconnectWait(n, () => 0), reconnectWait(n, () => 1)]"
    script = f"({{ reconnectWait }}) => [0, 1, 2, 5, 6, 40].map((n) => {bounds})"
    assert await shared_modules.run("live/connection/backoff.js", script) == [
        [0, 3_000],
        [0, 1_000],
        [0, 2_000],
        [0, 16_000],
        [0, 20_000],
        [0, 20_000],
    ]


@pytest.mark.long
async def test_a_lost_line_comes_back_within_three_seconds(modules: Modules) -> None:
    sockets = Sockets(modules, closing(4005, WELCOME), welcome)
    await sockets.start()
    await sockets.wait_for("live", "reconnecting")
    await sockets.pass_seconds(3)
    await sockets.wait_for("live", "reconnecting", "live")
    assert sockets.opened == 2


@pytest.mark.long
@pytest.mark.parametrize("code", [4400, 4401, 4403, 4404, 4409, 4410, 4426])
async def test_codes_from_4400_on_end_it(modules: Modules, code: int) -> None:
    sockets = Sockets(modules, closing(code, WELCOME))
    await sockets.start()
    await sockets.wait_for("live", f"stopped {code}")
    await sockets.pass_seconds(120)
    assert sockets.opened == 1


@pytest.mark.long
async def test_a_goodbye_says_when_to_come_back(modules: Modules) -> None:
    bye = json.dumps({"type": "bye", "code": 4000, "why": "", "after_ms": 9000})
    sockets = Sockets(modules, closing(1000, WELCOME, bye), welcome)
    await sockets.start()
    await sockets.wait_for("live", "reconnecting")
    await sockets.pass_seconds(8.9)
    assert sockets.opened == 1
    await sockets.pass_seconds(0.2)
    await sockets.wait_for("live", "reconnecting", "live")


@pytest.mark.long
async def test_forty_seconds_of_silence_are_a_lost_line(modules: Modules) -> None:
    sockets = Sockets(modules, welcome)
    await sockets.start()
    await sockets.wait_for("live")
    await sockets.pass_seconds(39.9)
    assert await sockets.statuses() == ["live"]
    await sockets.pass_seconds(4.1)
    await sockets.wait_for("live", "reconnecting", "live")


@pytest.mark.long
async def test_after_two_failures_it_polls_and_commands_go_by_post(modules: Modules) -> None:
    sockets = Sockets(modules, closing(4005))
    await sockets.start()
    await sockets.wait_for("reconnecting")
    await sockets.pass_seconds(3.1)
    await sockets.wait_for("reconnecting", "reconnecting", "polling")
    await sockets.pass_seconds(10.1)
    assert len(await modules.page.evaluate("polls")) == 6
    await modules.page.evaluate("line.send({ type: 'cmd', op: 'x' }); line.send({ type: 'pos', seq: 1 })")
    assert await modules.page.evaluate("posted") == [{"type": "cmd", "op": "x"}]


@pytest.mark.long
async def test_it_goes_back_to_the_socket_when_that_works_again(modules: Modules) -> None:
    sockets = Sockets(modules, closing(4005), closing(4005), welcome)
    await sockets.start()
    await sockets.wait_for("reconnecting")
    await sockets.pass_seconds(3.1)
    await sockets.pass_seconds(1.1)
    await sockets.wait_until(lambda statuses: statuses[-1] == "live")
    polls = await modules.page.evaluate("polls.length")
    await sockets.pass_seconds(20)
    assert await modules.page.evaluate("polls.length") == polls


@pytest.mark.long
async def test_the_network_coming_back_is_not_waited_for(modules: Modules) -> None:
    bye = json.dumps({"type": "bye", "code": 4000, "why": "", "after_ms": 60_000})
    sockets = Sockets(modules, closing(4000, WELCOME, bye), welcome)
    await sockets.start()
    await sockets.wait_for("live", "reconnecting")
    await modules.page.evaluate("dispatchEvent(new Event('online'))")
    await sockets.wait_for("live", "reconnecting", "live")


async def silent(socket: WebSocketRoute) -> None:
    """Accepts the socket and never sends anything."""


@pytest.mark.long
async def test_what_was_stopped_while_a_socket_was_on_its_way_stays_stopped(modules: Modules) -> None:
    sockets = Sockets(modules, closing(4005), closing(4005), silent)
    await sockets.start()
    await sockets.wait_for("reconnecting")
    await sockets.pass_seconds(3.1)
    await sockets.wait_until(lambda statuses: statuses[-1] == "polling")
    await sockets.pass_seconds(1.1)
    await sockets.wait_until(lambda _statuses: sockets.opened == 3)
    await modules.page.evaluate("line.stop(4403)")
    await sockets.pass_seconds(120)
    assert (await sockets.statuses())[-1] == "stopped 4403"
    assert sockets.opened == 3
    polls = await modules.page.evaluate("polls.length")
    await sockets.pass_seconds(20)
    assert await modules.page.evaluate("polls.length") == polls


@pytest.mark.long
async def test_a_stopped_connection_receives_nothing_more(modules: Modules) -> None:
    routes: list[WebSocketRoute] = []

    async def keep(socket: WebSocketRoute) -> None:
        routes.append(socket)
        await welcome(socket)

    sockets = Sockets(modules, keep)
    await sockets.start()
    await sockets.wait_for("live")
    await modules.page.evaluate("line.stop(4403); line.stop(4403)")
    routes[0].send(WELCOME)
    await sockets.pass_seconds(60)
    assert await sockets.statuses() == ["live", "stopped 4403"]
    assert await modules.page.evaluate("frames") == ["welcome"]
