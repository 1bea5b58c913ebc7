"""Serves an ASGI application on sockets that are bound already, with Daphne or uvicorn, in one process or several."""

from typing import assert_never

from chatserver.serving.process.connections import connections
from chatserver.serving.process.files import raise_file_limit
from chatserver.serving.process.service import SERVERS, ServedApplication, ServerName

__all__ = ["SERVERS", "ServedApplication", "ServerName", "serve"]


def serve(service: ServedApplication, server: ServerName) -> None:
    """Serve until SIGTERM or SIGINT, or until the lifeline ends. A second signal skips the goodbye."""
    connections.share_out(raise_file_limit())
    match server:  # import only the one in use: each takes memory and initialises itself
        case "daphne":
            from chatserver.serving.daphne.server import serve_with_daphne

            serve_with_daphne(service)
        case "uvicorn":
            from chatserver.serving.uvicorn.server import serve_with_uvicorn

            serve_with_uvicorn(service)
        case _:
            assert_never(server)
