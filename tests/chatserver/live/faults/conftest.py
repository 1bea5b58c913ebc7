"""A server to break, an evening of its own for each test, and the checker at the end of all of them."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, ExitStack
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.clients.journal import Journal
from tests.clients.live_client import LiveClient
from tests.clients.phone import PATIENCE_S, Phone
from tests.history.check_reading import is_same_state
from tests.history.checker import check
from tests.history.log_dump import LogDump, read_log
from tests.servers.fixtures import end_servers
from tests.servers.installations import Installations
from tests.servers.preparing import Contents
from tests.servers.programs.evenings import client_of, fresh_snapshot
from tests.servers.server import Server
from tests.servers.stacks import Stack

HERE = "tests/chatserver/live/faults/"
QUIET_WITHIN_S = 30.0


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Faults take their time: a run without --all injects each on one stack, and from one seed."""
    for item in items:
        if item.nodeid.startswith(HERE):
            item.add_marker(pytest.mark.variants("stack", "seed"))


@dataclass
class ServedEvenings:
    """One server, shared by the tests of a file that break it in turn, with an evening of its own for each."""

    server: Server
    sheets: Iterator[dict[str, Any]]


@dataclass(repr=False)
class FaultyEvening:
    """phone() and client() make clients; at the end promises_kept() checks what they got against the log."""

    server: Server
    sheet: dict[str, Any]
    stack: AsyncExitStack
    clients: list[LiveClient] = field(default_factory=list)
    journals: list[Journal] = field(default_factory=list)
    through: int | None = None
    """The port of a proxy, for clients that come from now on."""

    def stranger(self, person: str) -> LiveClient:
        """A client that has not joined yet: of "visitor", "moderator", "clerk" and so on, or a resident's number."""
        if person == "visitor":
            client = LiveClient(self.server.base_url, self.sheet["chat_session"])
        else:
            cookie = self.sheet["residents"][int(person)] if person.isdecimal() else self.sheet[person]
            client = client_of(self.server, self.sheet, cookie, door="room" if person.isdecimal() else "desk")
        client.through = self.through
        self.clients.append(client)
        self.journals.append(client.journal)
        return client

    async def client(self, person: str) -> LiveClient:
        client = self.stranger(person)
        self.stack.push_async_callback(client.leave)
        await client.join()
        return client

    async def phone(self, person: str, *, patience_s: float = PATIENCE_S, comes_from: str | None = None) -> Phone:
        client = self.stranger(person)
        client.comes_from = comes_from
        return await self.stack.enter_async_context(Phone(client, patience_s=patience_s))

    async def phones(self, count: int) -> list[Phone]:
        """So many residents."""
        return await asyncio.gather(*(self.phone(str(number)) for number in range(count)))

    async def dump(self) -> LogDump:
        return await asyncio.to_thread(read_log, self.server.ask_database, self.sheet["chat_session"])

    async def fresh(self, stream: str) -> dict[str, Any]:
        return await asyncio.to_thread(fresh_snapshot, self.server, self.sheet, stream)

    async def promises_kept(self, *, within_s: float = QUIET_WITHIN_S) -> LogDump:
        """Wait until all present clients have got everything, and check it all against the log, which it answers."""
        dump = await self.dump()
        here = [client for client in self.clients if client.close_code is None]
        async with asyncio.timeout(within_s):
            await asyncio.gather(*(until_caught_up(client, dump, within_s) for client in here))
        for client in here:
            client.journal.seqs, client.journal.states = dict(client.seqs), client.states
        assert check(self.journals, dump) == []
        assert [await self.strayed(here, stream) for stream in ("public", "desk")] == [[], []]
        return dump

    async def strayed(self, here: list[LiveClient], stream: str) -> list[str]:
        """The clients that see something else than a new client would."""
        fresh = await self.fresh(stream)
        subscribers = [client for client in here if stream == "public" or client.door == "desk"]
        return [
            client.journal.person
            for client in subscribers
            if client.seqs[stream] != fresh["seq"] or not is_same_state(stream, client.states[stream], fresh["state"])
        ]


async def until_caught_up(client: LiveClient, dump: LogDump, within_s: float) -> None:
    ends = {name: stream.seq for name, stream in dump.streams.items() if name == "public" or client.door == "desk"}
    backing = {row.id: row.backing for row in dump.questions if row.state in ("queued", "on_floor")}
    await client.until(
        lambda: (
            all(client.seqs[name] >= seq for name, seq in ends.items())
            and client.public.get("counts", {}).get("backing") == backing
        ),
        within_s=within_s,
    )
    await client.ask_for_the_rest()


@pytest.fixture(scope="session")
def contents() -> Contents:
    return Contents.EVENINGS


@pytest.fixture(scope="module")
def served_evenings(
    installations: Installations, stack: Stack, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ServedEvenings]:
    with ExitStack() as exits:
        folder = tmp_path_factory.mktemp("evenings")
        server = installations.make_server(exits, stack, folder / "data", contents=Contents.EVENINGS)
        exits.callback(end_servers, [server])
        server.start()
        yield ServedEvenings(server, iter(server.evenings))


@pytest.fixture
async def evening(served_evenings: ServedEvenings, request: pytest.FixtureRequest) -> AsyncIterator[FaultyEvening]:
    """The next evening of the file's server. If the test fails, all journals are saved beside the server's log."""
    async with AsyncExitStack() as stack:
        evening = FaultyEvening(served_evenings.server, next(served_evenings.sheets), stack)
        yield evening
    write_journals(evening, request.node.name)


@pytest.fixture
async def evening_on() -> AsyncIterator[Callable[[Server], FaultyEvening]]:
    """An evening on a server of the test's own: evening_on(server)."""
    async with AsyncExitStack() as stack:
        yield lambda server: FaultyEvening(server, server.evenings[0], stack)


def write_journals(evening: FaultyEvening, name: str) -> None:
    folder = evening.server.data_dir.parent / f"journals-{name}".replace("/", "_")
    folder.mkdir()
    for number, journal in enumerate(evening.journals):
        lines = [json.dumps({"person": number, **entry}, ensure_ascii=False) for entry in journal.entries]
        (folder / f"{number}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


def on(*stacks: Stack) -> pytest.MarkDecorator:
    """For pytestmark: these tests run once on each of the stacks."""
    return pytest.mark.parametrize("stack", [stack.name for stack in stacks], indirect=True, scope="module")
