"""Keeps the subscription with one Redis: sends and hears messages, and subscribes again when none arrive.

Every wait for the layer has a limit, and none of its errors leaves this module. channels-redis keeps one lock for all
that it sends: if one message hangs, the next one would, too. So messages are sent one at a time, and flush() comes
before a new subscription.
"""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import msgspec

from chatserver.live.cluster.heartbeat import HEARTBEAT_EVERY_S, Health, Heartbeat
from chatserver.live.cluster.messages import ClusterMessage, Hints, read_message

GROUP = "live"
SUBSCRIBED_WITHIN_S = 4.0
WITHIN_S = 2.0
LAST_MESSAGE_WITHIN_S = 0.5
GATHER_COMMITS_S = 0.05
"""Commits within this time go out in one message."""

TRY_AGAIN_AFTER_S = 1.0
SILENCE = "silence"


class Subscription:
    """Belongs to one event loop. last_error: the type of the layer's last error, for the log."""

    def __init__(
        self,
        make_layer: Callable[[], Any],
        *,
        write: Callable[[Hints], ClusterMessage],
        hear: Callable[[ClusterMessage], bool],
    ) -> None:
        """`write` makes a message of hints; `hear` takes each incoming one, and answers whether it is our own."""
        self.heartbeat = Heartbeat(time.monotonic())
        self.last_error = SILENCE
        self._make_layer = make_layer
        self._layer = make_layer()
        self._write = write
        self._hear = hear
        self._untold = Hints()
        self._told_once = Hints()
        self._woken = asyncio.Event()

    def tell(self, hints: Hints) -> None:
        """Have hints sent soon; all of one moment together, and each twice, in case one message is lost."""
        self._untold |= hints
        self._woken.set()

    async def keep(self) -> None:
        """Keep the subscription until cancelled; then send the remaining hints, and a last message."""
        while True:
            listening: asyncio.Task[None] | None = None
            try:
                channel = await self._subscribe()
                listening = asyncio.create_task(self._listen(channel))
                await self._send_until_silent(listening)
            except asyncio.CancelledError:
                await self._send_last()
                raise
            except TimeoutError:
                self.last_error = SILENCE
                self.heartbeat.fail()
            except Exception as error:  # noqa: BLE001 -- after any error of the layer, it is tried again and the log is polled
                self.last_error = type(error).__qualname__
                self.heartbeat.fail()
            finally:
                await self._clear(listening)
            await asyncio.sleep(TRY_AGAIN_AFTER_S)

    async def _subscribe(self) -> str:
        self.heartbeat.start_over(time.monotonic())
        async with asyncio.timeout(SUBSCRIBED_WITHIN_S):
            channel: str = await self._layer.new_channel()
            await self._layer.group_add(GROUP, channel)
        return channel

    async def _listen(self, channel: str) -> None:
        while True:
            message = read_message(await self._layer.receive(channel))
            if message is not None and self._hear(message):
                self.heartbeat.hear(time.monotonic())

    async def _send_until_silent(self, listening: asyncio.Task[None]) -> None:
        """Raises the layer's errors, except for slow messages: the heartbeat judges whether those mean the end."""
        heartbeat_at = 0.0
        while not self._is_silent():
            if listening.done():
                await listening
            if await self._is_woken_by(heartbeat_at):
                await asyncio.sleep(GATHER_COMMITS_S)
            heartbeat_at = time.monotonic() + HEARTBEAT_EVERY_S
            await self._send()
        self.last_error = SILENCE

    def _is_silent(self) -> bool:
        now = time.monotonic()
        self.heartbeat.look(now)
        return self.heartbeat.is_silent(now)

    async def _is_woken_by(self, moment: float) -> bool:
        """Wait until there is something to send, or until a moment."""
        try:
            async with asyncio.timeout(max(0.0, moment - time.monotonic())):
                await self._woken.wait()
        except TimeoutError:
            return False
        return True

    async def _send(self) -> None:
        fresh, self._untold = self._untold, Hints()
        self._woken.clear()
        try:
            async with asyncio.timeout(WITHIN_S):
                await self._publish(self._write(fresh | self._told_once))
        except BaseException as error:
            self._untold |= fresh
            if not isinstance(error, TimeoutError):
                raise
        else:
            self._told_once = fresh

    async def _send_last(self) -> None:
        last = self._write(self._untold | self._told_once)
        if self.heartbeat.look(time.monotonic()) is Health.OK:
            with suppress(Exception):  # without it the others notice a little later
                async with asyncio.timeout(LAST_MESSAGE_WITHIN_S):
                    await self._publish(msgspec.structs.replace(last, present={}, visitors={}, is_last=True))

    async def _publish(self, message: ClusterMessage) -> None:
        await self._layer.group_send(GROUP, message.as_message())

    async def _clear(self, listening: asyncio.Task[None] | None) -> None:
        """End the subscription. flush() first: a listener whose channel still exists would unsubscribe, and wait."""
        try:
            async with asyncio.timeout(WITHIN_S):
                await self._layer.flush()
        except Exception:  # noqa: BLE001 -- a layer that cannot be flushed is not used again
            self._layer = self._make_layer()
        if listening is not None:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)
