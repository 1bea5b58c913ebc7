"""The cluster bus of another process, as a test hears it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Protocol
from uuid import UUID

from pytest_django import Settings

from chatserver.config.redis_address import find_channel_layers
from chatserver.live.cluster.bus import ClusterBus
from chatserver.live.cluster.channel_layers import layer_makers
from chatserver.live.cluster.heartbeat import Health
from chatserver.live.cluster.messages import ClusterMessage, Hints
from chatserver.live.cluster.presence import Attendance
from tests.measuring.stopwatch import Stopwatch
from tests.servers.services.valkey import Valkey

PATIENCE_S = 30.0


class OtherProcess:
    """servers: those whose waits for a processor do not count as its own seconds.

    installation: what the database answers; blank: messages of all installations are heard.
    """

    def __init__(self, *servers: Valkey, installation: str = "") -> None:
        self._servers = servers
        self.installation = installation
        self.times_asked = 0
        self.bus = ClusterBus(layer_makers(), self, ask_installation=self.ask_installation)
        self.heard: list[ClusterMessage] = []
        self.healths: list[Health] = []
        self.present: dict[UUID, int] = {}

    def count_attendance(self) -> Mapping[UUID, Attendance]:
        return {there: Attendance(present) for there, present in self.present.items()}

    def hear_message(self, message: ClusterMessage) -> None:
        self.heard.append(message)

    def change_health(self) -> None:
        self.healths.append(self.bus.health)

    async def ask_installation(self) -> str:
        self.times_asked += 1
        return self.installation

    @property
    def grown(self) -> set[UUID]:
        return {chat_session for message in self.heard for chat_session in message.hints.grew}

    async def until(self, is_so: Callable[[], object], *, within_s: float = PATIENCE_S) -> float:
        """Answers the seconds that it took."""
        watch = Stopwatch(*self._servers)
        async with asyncio.timeout(within_s):
            while not is_so():  # noqa: ASYNC110 -- what is watched comes from Redis, which wakes nobody here
                await asyncio.sleep(0.01)
        return watch.seconds

    async def until_it_is(self, health: Health, *, within_s: float = PATIENCE_S) -> float:
        return await self.until(lambda: self.bus.health is health, within_s=within_s)


class Meet(Protocol):
    async def __call__(
        self, url: str, *servers: Valkey, is_there: bool = True
    ) -> tuple[OtherProcess, OtherProcess]: ...


@asynccontextmanager
async def meeting(settings: Settings) -> AsyncIterator[Meet]:
    """Connect two processes on the Redis of an address; they close when the test ends."""
    async with AsyncExitStack() as stack:

        async def meet(url: str, *servers: Valkey, is_there: bool = True) -> tuple[OtherProcess, OtherProcess]:
            settings.CHANNEL_LAYERS = find_channel_layers({"REDIS_URL": url})
            pair = OtherProcess(*servers), OtherProcess(*servers)
            for other in pair:
                stack.push_async_callback(other.bus.close)
            if is_there:
                await asyncio.gather(*(other.until_it_is(Health.OK) for other in pair))
            return pair

        yield meet


def hints(*chat_sessions: UUID) -> Hints:
    return Hints(grew=frozenset(chat_sessions))
