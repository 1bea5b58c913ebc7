"""What a server serves and where, and the callbacks at its beginning and its end."""

import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Literal

ServerName = Literal["daphne", "uvicorn"]

SERVERS: tuple[ServerName, ...] = ("daphne", "uvicorn")


@dataclass(frozen=True, kw_only=True)
class ServedApplication:
    """close_sockets is awaited once no new connection is taken, and may first finish what clients have sent.

    close is awaited once the last request has been answered.

    lifeline: a file descriptor to read from; when it ends, the server shuts down as after a signal.
    """

    application: Any
    listener: socket.socket
    trust_proxy: bool
    when_ready: Callable[[], None]
    close_sockets: Callable[[], Awaitable[None]]
    close: Callable[[], Awaitable[None]]
    lifeline: int | None = None
