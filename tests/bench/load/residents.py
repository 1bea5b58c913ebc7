"""The residents of one generator process: they come, report how far they are, and come back when they are cut off."""

import asyncio
import time
from asyncio import Future, Task
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from sessions.contract.close_codes import FIRST_FINAL
from tests.bench.backoff import wait_s
from tests.bench.load.client_sockets import AT_ONCE, CONNECT_ERRORS, open_all, open_socket
from tests.bench.load.receiving.heard import Heard, read_product
from tests.bench.load.receiving.received import Received
from tests.bench.load.resident import Resident
from tests.bench.load.worker import Tell
from tests.bench.machine import source_address

POS_WITHIN_S = 2.0
LOOKS_EVERY_S = 0.05

JOINS_WITHIN_S = 60.0


@dataclass(frozen=True)
class RoomResidents:
    """One room as a crowd knows it: the chat session's id and its residents' session cookies."""

    room: int
    chat_session: str
    cookies: Sequence[str]


class Residents:
    """A crowd in any number of rooms. tell() counts those who are caught up."""

    def __init__(self, process: int, tell: Tell) -> None:
        self.received = Received(read_product)
        self.replies: dict[str, Future[Heard]] = {}
        self.residents: list[Resident] = []
        self.chat_sessions: dict[int, str] = {}
        self.turned_away = 0
        self.lines_lost = 0
        self._process = process
        self._tell = tell
        self._base_url = ""
        self._arrivals: dict[Resident, Future[None]] = {}
        self._returning: set[Task[None]] = set()
        self._reminders: deque[tuple[float, Resident, int]] = deque()
        self._is_leaving = False
        self._reporting: Task[None] | None = None

    async def settle(self, base_url: str, rooms: Sequence[RoomResidents]) -> None:
        """Learn who sits where: the first group of all rooms, then the second ones, and so on. Adds to those before."""
        self._base_url = base_url
        self.chat_sessions |= {group.room: group.chat_session for group in rooms}
        for index in range(max(len(group.cookies) for group in rooms)):
            for group in rooms:
                if index < len(group.cookies):
                    self.residents.append(Resident(self, len(self.residents), group.room, group.cookies[index]))

    async def join(self, at_once: int = AT_ONCE) -> float:
        """Let everybody in who is not; answers how many seconds it took until all were caught up."""
        self._reporting = self._reporting or asyncio.create_task(self._report())
        newcomers = [resident for resident in self.residents if resident.transport is None]
        began = time.monotonic()
        await open_all((partial(self._join, resident) for resident in newcomers), at_once)
        return time.monotonic() - began

    async def leave(self) -> None:
        """Go home, all of them, and do not come back."""
        self._is_leaving = True
        tasks = [*self._returning, *filter(None, (self._reporting,))]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        lines = [resident.transport for resident in self.residents if resident.transport is not None]
        for line in lines:
            line.disconnect(graceful=False)
        await asyncio.gather(*(line.wait_disconnected() for line in lines))

    @property
    def caught_up(self) -> int:
        """How many are in their room and have all of it."""
        return sum(resident.is_caught_up for resident in self.residents)

    # What residents tell their home

    def take_in(self, resident: Resident) -> None:
        arrival = self._arrivals.pop(resident, None)
        if arrival is not None and not arrival.done():
            arrival.set_result(None)
        self._tell(1)

    def lose(self, resident: Resident) -> None:
        if self._is_leaving:
            return
        self.lines_lost += 1
        if resident.stop_code >= FIRST_FINAL:
            self.turned_away += 1
        else:
            self._begin_return(resident)

    def remind(self, resident: Resident) -> None:
        self._reminders.append((time.monotonic() + POS_WITHIN_S, resident, resident.reports))

    async def _join(self, resident: Resident) -> None:
        """Until it is caught up, with as many attempts as that takes."""
        arrival = self._arrivals[resident] = asyncio.get_running_loop().create_future()
        try:
            await self._open(resident)
        except CONNECT_ERRORS:
            self._begin_return(resident)
        async with asyncio.timeout(JOINS_WITHIN_S):
            await arrival

    def _begin_return(self, resident: Resident) -> None:
        task = asyncio.create_task(self._come_back(resident))
        self._returning.add(task)
        task.add_done_callback(self._returning.discard)

    async def _come_back(self, resident: Resident) -> None:
        """Wait by the client's rule and connect, until a line is up; a line that is lost again ends up here again."""
        is_open = False
        while not is_open:
            await asyncio.sleep(wait_s(resident.attempt, resident.after_ms))
            resident.attempt, resident.after_ms = resident.attempt + 1, None
            try:
                await self._open(resident)
                is_open = True
            except CONNECT_ERRORS:
                is_open = False

    async def _open(self, resident: Resident) -> None:
        address = f"{self._base_url.replace('http', 'ws', 1)}/ws/room/{self.chat_sessions[resident.room]}/"
        headers = {"Origin": self._base_url, "Cookie": f"sessionid={resident.cookie}"}
        source = source_address(self._process, resident.number)
        await open_socket(resident, address + resident.position, headers=headers, source=source)

    async def _report(self) -> None:
        """Let those report who have heard something two seconds ago and have not said so since."""
        while True:
            await asyncio.sleep(LOOKS_EVERY_S)
            now = time.monotonic()
            while self._reminders and self._reminders[0][0] <= now:
                _due_at, resident, reports = self._reminders.popleft()
                if resident.reports == reports:
                    resident.report()
