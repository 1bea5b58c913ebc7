"""Serves an ASGI application on sockets that are bound already, with Daphne or uvicorn, in one process or several.

Ours are the frame ports (chatserver.live.wire.frames) and the graceful shutdown. What a setting of the servers can do
is set in daphne/server.py and uvicorn/server.py. The rest is here because neither server has it, and a threat or fault
that is tested needs it (chatserver/docs/threats.md, chatserver/docs/faults.md):

- Requests come whole, in time and of bounded size (threats 34, 40, 42: clients/plain_connection.py). Twisted's timeOut
  begins anew with each byte, and uvicorn's timeout_keep_alive counts only between requests. Neither bounds a body, and
  both take more than one way to say where it ends. uvicorn bounds a head only with a parser that is slow.
- Clients read, or go (threat 41: clients/watched_transport.py, process/slow_readers.py). Both servers keep what waits.
- Frames are counted, and handshakes take turns (threat 38: clients/incoming_frames.py, clients/handshakes.py). The
  servers bound the size of a message, and how many of them wait for the application.
- Files are left for pages (fault 35, threat 39: process/connections.py). uvicorn's limit_concurrency counts sockets,
  too, but refuses pages alone; Twisted's LimitTotalConnectionsFactory keeps those who are idle. And Twisted decides by
  itself how many connections it accepts at once, with those that are reset already (daphne/listener.py).
- Limits go by the seconds that pass (fault 20: daphne/passed_seconds.py). uvicorn needs nothing for that.
- Workers that hang are replaced: see chatserver.serving.supervision.
- A socket takes little memory: clients/light_queue.py, and what the frame ports forget of a handshake.
"""

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
