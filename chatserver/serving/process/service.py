"""What a server serves, where, and whom it tells of its beginning and its end."""

import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Literal

ServerName = Literal["daphne", "uvicorn"]

SERVERS: tuple[ServerName, ...] = ("daphne", "uvicorn")


@dataclass(frozen=True, kw_only=True)
class Service:
    """say_goodbye is awaited once no new connection is taken, close when the last request has been answered.

    The lifeline is a file descriptor that can be read: where it ends, the server leaves as if it had been told to.
    """

    application: Any
    listener: socket.socket
    trust_proxy: bool
    when_ready: Callable[[], None]
    say_goodbye: Callable[[], Awaitable[None]]
    close: Callable[[], Awaitable[None]]
    lifeline: int | None = None
