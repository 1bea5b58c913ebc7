"""An ASGI server's side of a connection: it keeps what was sent, and can be made to hold it up."""

import asyncio
import json
from typing import Any


class Wire:
    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []
        self.is_open = asyncio.Event()
        self.is_open.set()
        self.error: Exception | None = None

    async def send(self, message: dict[str, Any]) -> None:
        if self.error is not None:
            raise self.error
        if not self.is_open.is_set():
            await self.is_open.wait()
        self.sent.append(message)

    @property
    def frames(self) -> list[dict[str, Any]]:
        return [json.loads(message["text"]) for message in self.sent if message["type"] == "websocket.send"]

    @property
    def types(self) -> list[str]:
        return [frame["type"] for frame in self.frames]

    @property
    def close_code(self) -> int | None:
        return next((message["code"] for message in self.sent if message["type"] == "websocket.close"), None)
