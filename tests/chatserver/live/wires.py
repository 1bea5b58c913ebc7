"""An ASGI server's side of a connection: it keeps what was sent, and can be made to hold it up."""

import asyncio
import json
from collections.abc import Callable
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


class Port:
    """A server's frame port, as the extension defines it."""

    def __init__(self) -> None:
        self.written: list[bytes] = []
        self.is_full = self.is_shut = False
        self.error: Exception | None = None
        self.on_clear: Callable[[], object] | None = None
        self.on_text: Callable[[bytes], bool] | None = None
        self.on_flood: Callable[[], object] | None = None

    def write(self, frame: bytes) -> None:
        self.written.append(frame)

    def is_clear(self) -> bool:
        return not self.is_full and not self.is_shut

    def offer(self, frame: bytes) -> bool:
        if self.error is not None:
            raise self.error
        if self.is_clear():
            self.write(frame)
            return True
        return False

    def shut(self) -> None:
        self.is_shut = True


def read_frame(frame: bytes) -> dict[str, Any]:
    """What a ready frame says."""
    says: dict[str, Any] = json.loads(frame[frame.index(b'{"') :])
    return says
