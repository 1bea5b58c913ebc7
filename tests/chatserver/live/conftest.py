"""An evening of a demo on a real server, shared by the tests of one file, and clients for its people."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, ExitStack
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.clients.live_client import LiveClient, sign_in
from tests.servers.fixtures import end_servers
from tests.servers.installations import Installations
from tests.servers.server import Server
from tests.servers.stacks import DAPHNE, SQLITE, STACKS, UVICORN, Stack


@dataclass
class LiveEvening:
    """client() makes a client of "visitor", "clerk", "councillor", or "resident"/"moderator" with a number."""

    server: Server
    stack: AsyncExitStack
    cookies: dict[str, str] = field(default_factory=dict)

    @property
    def chat_session(self) -> str:
        return str(self.server.demo["chat_session"])

    async def cookie(self, person: str) -> str:
        if person not in self.cookies:
            role, _, number = person.partition(" ")
            sheet = self.server.demo
            entry = sheet[f"{role}s"][int(number)] if number else sheet[role]
            self.cookies[person] = await sign_in(entry["sign_in"])
        return self.cookies[person]

    async def client(self, person: str, *, door: str | None = None, joins: bool = True, **how: Any) -> LiveClient:
        """A client that has joined and is up to date, and leaves when the test ends."""
        cookie = "" if person == "visitor" else await self.cookie(person)
        door = door or ("room" if person.startswith(("visitor", "resident")) else "desk")
        client = LiveClient(self.server.base_url, self.chat_session, door=door, cookie=cookie)
        self.stack.push_async_callback(client.leave)
        if joins:
            await client.join(**how)
            last = "desk" if door == "desk" else "public"
            await client.until(lambda: client.close_code is not None or client.seqs[last] >= 0)
        return client

    def count_questions(self) -> int:
        return int(self.server.ask_database("SELECT count(*) FROM chat_sessions_question")[0][0])


async def post_notices(desk: LiveClient, count: int, text: str = "Please keep to the ward.") -> int:
    """Post notices one after the other; answers the number of the last one."""
    seq = 0
    for _ in range(count):
        reply = await desk.send("notice.post", text=text)
        assert reply["type"] == "ack", reply
        seq = reply["result"]["seq"]
    return seq


def frames_of(client: LiveClient, *types: str) -> list[tuple[str, int]]:
    return [(frame["type"], frame["seq"]) for frame in client.frames if frame["type"] in types]


def each_of(*stacks: Stack) -> list[Any]:
    """The stacks as parameters: each server and each database once, as Daphne on SQLite and uvicorn on PostgreSQL.

    Daphne on PostgreSQL is left to --all.
    """
    left = [DAPHNE] if UVICORN in stacks else []
    return [pytest.param(each.name, marks=[pytest.mark.with_all] * (each in left)) for each in stacks]


@pytest.fixture(scope="module", params=each_of(SQLITE, DAPHNE, UVICORN))
def stack(request: pytest.FixtureRequest) -> Stack:
    """Every test of this folder with a server runs on each stack; a test for a single stack says which."""
    return STACKS[request.param]


@pytest.fixture(scope="module")
def demo_server(
    installations: Installations, stack: Stack, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    with ExitStack() as exits:
        server = installations.make_server(exits, stack, tmp_path_factory.mktemp("live") / "data", "--demo")
        server.start()
        yield server
        end_servers([server])


@pytest.fixture
async def live(demo_server: Server) -> AsyncIterator[LiveEvening]:
    async with AsyncExitStack() as stack:
        yield LiveEvening(demo_server, stack)


@pytest.fixture
async def live_on() -> AsyncIterator[Callable[[Server], LiveEvening]]:
    """A room, live on a server of the test's own."""
    async with AsyncExitStack() as stack:
        yield lambda server: LiveEvening(server, stack)


def on(*stacks: Stack) -> pytest.MarkDecorator:
    """For a test, or as pytestmark: it is about these stacks, and runs once on each of them."""
    return pytest.mark.parametrize("stack", each_of(*stacks), indirect=True, scope="module")
