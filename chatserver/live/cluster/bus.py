"""The hub's connection to the other processes: passes hints in both directions, and says whether they arrive."""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from typing import Any, Protocol
from uuid import UUID, uuid4

from chatserver.live.cluster.heartbeat import Health
from chatserver.live.cluster.installation import OwnInstallation, ReadOwnId
from chatserver.live.cluster.messages import ClusterMessage, Hints
from chatserver.live.cluster.presence import Attendance
from chatserver.live.cluster.subscription import Subscription

logger = logging.getLogger(__name__)

LOOK_EVERY_S = 0.1


class Listener(Protocol):
    def count_attendance(self) -> Mapping[UUID, Attendance]:
        """How many people this process has, for each chat session that has any."""

    def hear_message(self, message: ClusterMessage) -> None:
        """Another process of this installation has sent a message."""

    def change_health(self) -> None:
        """Hints arrive again, or no longer."""


class ClusterBus:
    """Belongs to one event loop. health is that of the best subscription; all of them carry the same hints."""

    def __init__(self, makers: list[Callable[[], Any]], listener: Listener, *, ask_installation: ReadOwnId) -> None:
        """`ask_installation` queries the name by which processes on the same database know each other."""
        self.health = Health.IN_DOUBT
        self._installation = OwnInstallation(ask_installation, listener.hear_message)
        self._process = uuid4().hex
        self._listener = listener
        self._told_reasons: set[str] = set()
        self._subscriptions = [Subscription(make, write=self._write, hear=self._hear) for make in makers]
        keeping = [asyncio.create_task(subscription.keep()) for subscription in self._subscriptions]
        self._tasks = [*keeping, asyncio.create_task(self._watch())]

    def tell(self, hints: Hints) -> None:
        """Send hints to the other processes."""
        for subscription in self._subscriptions:
            subscription.tell(hints)

    async def close(self) -> None:
        """Send the remaining hints, and leave. Takes at most a few seconds."""
        for task in self._tasks:
            task.cancel()
        self._installation.close()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _write(self, hints: Hints) -> ClusterMessage:
        here = self._listener.count_attendance()
        return ClusterMessage(
            process=self._process,
            installation=self._installation.name,
            hints=hints,
            present={there: attendance.present for there, attendance in here.items() if attendance.present},
            visitors={there: attendance.visitors for there, attendance in here.items() if attendance.visitors},
        )

    def _hear(self, message: ClusterMessage) -> bool:
        if message.process == self._process:
            return True
        self._installation.take(message)
        return False

    async def _watch(self) -> None:
        while True:
            self._judge(time.monotonic())
            await asyncio.sleep(LOOK_EVERY_S)

    def _judge(self, now: float) -> None:
        found = {subscription.heartbeat.look(now) for subscription in self._subscriptions}
        health = next(health for health in Health if health in found)
        self._log(health)
        if health is not self.health:
            self.health = health
            self._listener.change_health()

    def _log(self, health: Health) -> None:
        """Log each reason why hints are down once, and that they are back once. Doubt comes and goes without a line.

        The first reason may only be how the connections ended; a later one says why there are no new ones.
        """
        if health is Health.DOWN:
            reasons = {subscription.last_error for subscription in self._subscriptions}
            if reasons - self._told_reasons:
                told = ", ".join(sorted(reasons))
                logger.warning(
                    "Hints between processes are down (%s); processes poll the log every second until they are back.",
                    told,
                )
                self._told_reasons |= reasons
        elif health is Health.OK and self._told_reasons:
            logger.warning("Hints between processes are back.")
            self._told_reasons.clear()
