"""Open a client's WebSocket, from a loopback address with free ports."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterable, Mapping

from picows import WSError, WSListener, ws_connect

OPENS_WITHIN_S = 20.0
AT_ONCE = 200
"""How many handshakes run at the same time: enough to keep a server busy, few enough for its backlog."""

READ_BUFFER = 4096
LARGEST_FRAME = 64 * 1024 * 1024

CONNECT_ERRORS = (OSError, TimeoutError, WSError)
"""The errors of a connection that cannot be opened."""


async def open_socket(listener: WSListener, url: str, *, headers: Mapping[str, str], source: str) -> None:
    """Connect a listener. Raises one of CONNECT_ERRORS."""
    async with asyncio.timeout(OPENS_WITHIN_S):
        await ws_connect(
            lambda: listener,
            url,
            extra_headers=dict(headers),
            socket_factory=lambda _url: _socket_at(source),
            websocket_handshake_timeout=OPENS_WITHIN_S,
            read_buffer_init_size=READ_BUFFER,
            max_frame_size=LARGEST_FRAME,
        )


async def open_all(openings: Iterable[Callable[[], Awaitable[None]]], at_once: int = AT_ONCE) -> None:
    """Run them all, at most a bounded number at a time. The first failure ends all."""
    waiting = iter(openings)

    async def open_one_by_one() -> None:
        for opening in waiting:
            await opening()

    async with asyncio.TaskGroup() as group:
        for _turn in range(at_once):
            group.create_task(open_one_by_one())


def _socket_at(address: str) -> socket.socket:
    opened = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if hasattr(socket, "IP_BIND_ADDRESS_NO_PORT"):  # the port is chosen at connect(), when the other end is known
        opened.setsockopt(socket.IPPROTO_IP, socket.IP_BIND_ADDRESS_NO_PORT, 1)
    opened.bind((address, 0))
    return opened
