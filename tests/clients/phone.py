"""A client that behaves as the page does: reconnects by itself, and keeps each command until it is answered.

    async with Phone(client) as phone:
        reply = await phone.tell("question.ask", text="When?", kind="question")      # an ack, or a nack for good

It waits as the last `bye` said, else a random time of up to `patience_s`, which tests shorten.
"""

import asyncio
import random
from contextlib import suppress
from time import monotonic
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

from websockets.exceptions import WebSocketException

from sessions.contract.close_codes import FIRST_FINAL
from tests.clients.live_client import LiveClient

PATIENCE_S = 0.3
ANSWERED_WITHIN_S = 60.0
ASKS_AGAIN_AFTER_S = 10.0
TRY_AGAIN_AFTER_S = 0.02


class Phone:
    """away_s: how long it was away each time, from the loss of the connection to the next welcome."""

    def __init__(self, client: LiveClient, *, patience_s: float = PATIENCE_S) -> None:
        self.client = client
        client.answered_within_s = ASKS_AGAIN_AFTER_S
        self.patience_s = patience_s
        self.away_s: list[float] = []
        self.losses: list[int | None] = []
        self._keeper: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        await self.client.join()
        self._keeper = asyncio.create_task(self._keep_up())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.put_away()

    async def put_away(self) -> None:
        """Stop coming back, and leave."""
        if self._keeper is not None:
            self._keeper.cancel()
            await asyncio.gather(self._keeper, return_exceptions=True)
        await self.client.leave()

    async def tell(self, op: str, *, ref: str | None = None, **fields: Any) -> dict[str, Any]:
        """Send a command under one ref until it is acked or finally refused. Raises TimeoutError after a minute."""
        ref = ref or str(uuid4())
        async with asyncio.timeout(ANSWERED_WITHIN_S):
            while True:
                await self.client.until(lambda: self.client.close_code is None, within_s=ANSWERED_WITHIN_S)
                try:
                    reply = await self.client.send(op, ref=ref, **fields)
                except (ConnectionError, TimeoutError):
                    await asyncio.sleep(TRY_AGAIN_AFTER_S)
                    continue
                if reply["type"] == "ack" or not reply["retry"]:
                    return reply
                await asyncio.sleep((reply["after_ms"] or 0) / 1000)

    async def _keep_up(self) -> None:
        while True:
            await self.client.until(lambda: self.client.close_code is not None, within_s=float("inf"))
            self.losses.append(self.client.close_code)
            if (self.client.close_code or 0) >= FIRST_FINAL:
                return
            began = monotonic()
            await self._come_back()
            self.away_s.append(monotonic() - began)
            await self.client.look_again()

    async def _come_back(self) -> None:
        byes = self.client.byes
        wait_s = random.uniform(0, self.patience_s)
        if byes and byes[-1]["code"] == self.client.close_code and byes[-1]["after_ms"] is not None:
            wait_s = byes[-1]["after_ms"] / 1000
        while True:
            await asyncio.sleep(wait_s)
            with suppress(OSError, WebSocketException, TimeoutError):  # the server is not back yet
                await self.client.resume()
                return
            wait_s = random.uniform(0, self.patience_s)
