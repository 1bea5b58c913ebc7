"""Serves the ASGI application on sockets that are already ours, under Daphne or uvicorn, in one process or several."""

import socket
from collections.abc import Callable
from typing import Any, Literal, assert_never

ServerName = Literal["daphne", "uvicorn"]

SERVERS: tuple[ServerName, ...] = ("daphne", "uvicorn")


def serve(
    application: Any,
    listener: socket.socket,
    *,
    server: ServerName,
    trust_proxy: bool,
    when_ready: Callable[[], None],
    lifeline: int | None = None,
) -> None:
    """Serve until SIGTERM or SIGINT, or until nothing more can come through the lifeline (a file descriptor).

    Whoever is connected hears a goodbye first; a second signal does not wait for that.
    """
    match server:  # each is imported where it is used: they take memory and set themselves up
        case "daphne":
            from chatserver.serving.daphne_server import serve_with_daphne as serve_here
        case "uvicorn":
            from chatserver.serving.uvicorn_server import serve_with_uvicorn as serve_here
        case _:
            assert_never(server)
    serve_here(application, listener, trust_proxy=trust_proxy, when_ready=when_ready, lifeline=lifeline)
