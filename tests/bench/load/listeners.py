"""The clients of a peer: plain sockets or Socket.IO's that listen, one of which sends."""

import asyncio
import json
import time
from functools import partial
from typing import ClassVar

from picows import WSFrame, WSListener, WSMsgType, WSTransport

from tests.bench.load.client_sockets import AT_ONCE, OPENS_WITHIN_S, open_all, open_socket
from tests.bench.load.receiving.heard import read_plain, read_socket_io
from tests.bench.load.receiving.received import Received
from tests.bench.load.talk import Talk, say_messages
from tests.bench.load.worker import Tell
from tests.bench.machine import source_address

FLOOD_IN_FLIGHT = 2


class Listener(WSListener):
    """One plain socket, in the room as soon as it is open."""

    read = staticmethod(read_plain)
    path: ClassVar[str] = "/"
    at_once: ClassVar[int] = AT_ONCE

    def __init__(self, received: Received) -> None:
        self.received = received
        self.joined = asyncio.Event()
        self.transport: WSTransport | None = None

    def on_ws_connected(self, transport: WSTransport) -> None:
        self.transport = transport
        self.joined.set()

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type is WSMsgType.TEXT:
            self.received.take(frame.get_payload_as_bytes())
        elif frame.msg_type is WSMsgType.CLOSE:
            transport.disconnect()

    def say(self, text: str) -> None:
        assert self.transport is not None
        self.transport.send(WSMsgType.TEXT, text.encode())


class TutorialListener(Listener):
    """A listener to messages as {"message": ...}.

    If more clients come at once than redis-py has connections (100), they get an error 500.
    """

    path = "/ws/chat/ward/"
    at_once = 50

    def say(self, text: str) -> None:
        super().say(json.dumps({"message": text}))


class SocketIoListener(Listener):
    """Socket.IO 4 by WebSocket alone: 0 opens the engine, 40 the name space, 2 asks for a 3, 42 is an event."""

    read = staticmethod(read_socket_io)
    path = "/socket.io/?EIO=4&transport=websocket"

    def on_ws_connected(self, transport: WSTransport) -> None:
        self.transport = transport

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type is not WSMsgType.TEXT:
            return super().on_ws_frame(transport, frame)
        payload = frame.get_payload_as_bytes()
        if payload.startswith(b"42"):
            self.received.take(payload)
        elif payload.startswith(b"0"):
            transport.send(WSMsgType.TEXT, b"40")
        elif payload.startswith(b"40"):
            self.joined.set()
        elif payload == b"2":
            transport.send(WSMsgType.TEXT, b"3")
        return None

    def say(self, text: str) -> None:
        super().say("42" + json.dumps(["chat message", text]))


class Listeners:
    """The crowd of one generator process."""

    def __init__(self, kind: type[Listener], process: int, tell: Tell) -> None:
        self._kind = kind
        self._process = process
        self._tell = tell
        self._received = Received(kind.read)
        self._listeners: list[Listener] = []

    async def join(self, origin: str, count: int) -> float:
        """Open so many sockets to ws://host:port; answers the seconds that it took."""
        began = time.monotonic()
        await open_all((partial(self._join, origin, index) for index in range(count)), self._kind.at_once)
        return time.monotonic() - began

    async def say_messages(self, seconds: float, every_s: float, size: int) -> Talk:
        """Let one of them send for a while, in messages of so many bytes."""
        say = partial(self._say, size)
        return await say_messages(self._received, say, len(self._listeners), seconds=seconds, every_s=every_s)

    async def flood(self, seconds: float, size: int) -> Talk:
        """Send the same message as fast as the server can: the next message is there before the last one is out."""
        say = partial(self._say, size)
        return await say_messages(
            self._received, say, len(self._listeners), seconds=seconds, every_s=0.0, in_flight=FLOOD_IN_FLIGHT
        )

    async def leave(self) -> None:
        for listener in self._listeners:
            if listener.transport is not None:
                listener.transport.disconnect(graceful=False)

    async def _say(self, size: int, number: int) -> None:
        self._listeners[0].say(f"{number:08d} ".ljust(size, "."))

    async def _join(self, origin: str, index: int) -> None:
        listener = self._kind(self._received)
        source = source_address(self._process, index)
        await open_socket(listener, origin + self._kind.path, headers={}, source=source)
        async with asyncio.timeout(OPENS_WITHIN_S):
            await listener.joined.wait()
        self._listeners.append(listener)
        self._tell(1)
