"""Runs uvicorn on uvloop in this process, on a socket that is bound already.

uvicorn's own shutdown says no goodbye: it closes every socket with 1012 at once, so that all clients come back in the
same moment. Here it begins only after everybody has been told. uvicorn also passes on headers with underscores, and
believes a proxy by X-Forwarded-For, to which clients can add: by either a client could pass for another one.
"""

import contextlib
import logging
import socket
from collections.abc import Iterator
from typing import Any, override

from uvicorn.config import Config
from uvicorn.server import Server

from chatserver.serving.process.graceful_shutdown import leave_when_told
from chatserver.serving.process.service import ServedApplication
from chatserver.serving.uvicorn.http import LimitedHttp
from chatserver.serving.uvicorn.sockets import UvicornFrameProtocol
from sessions.contract.limits import IDLE_WITHIN_S, MAX_MESSAGE_BYTES, PING_EVERY_S, PONG_WITHIN_S

APPLICATIONS_END_WITHIN_S = 2

CLIENTS_FAULT = "Invalid UTF-8 sequence received from client."
"""uvicorn logs it as an error, with a traceback."""


class DrainingUvicorn(Server):
    """uvicorn that leaves signals to us, and can stop gracefully."""

    def __init__(self, config: Config, service: ServedApplication) -> None:
        super().__init__(config)
        self._service = service

    @override
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    @override
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        leave_when_told(self, self._service)
        self._service.when_ready()

    # The methods of GracefulShutdown.

    def stop_accepting(self) -> None:
        for server in self.servers:
            server.close()
        self._let_go_of_idle_ones()

    def is_deserted(self) -> bool:
        self._let_go_of_idle_ones()
        return not self.server_state.connections and not self.server_state.tasks

    def quit(self) -> None:
        self.should_exit = True

    def _let_go_of_idle_ones(self) -> None:
        """Close the connections without a running request, and close each of the others after its answer."""
        for connection in tuple(self.server_state.connections):
            if isinstance(connection, LimitedHttp):
                connection.shutdown()


def serve_with_uvicorn(service: ServedApplication) -> None:
    """See chatserver.serving.serve()."""
    config = Config(
        _as_under_daphne(service.application, trust_proxy=service.trust_proxy),
        loop="uvloop",
        http=LimitedHttp,
        ws=UvicornFrameProtocol,
        ws_max_size=MAX_MESSAGE_BYTES,
        ws_ping_interval=PING_EVERY_S,
        ws_ping_timeout=PONG_WITHIN_S,
        ws_per_message_deflate=False,
        lifespan="off",
        interface="asgi3",
        log_config=None,
        log_level=logging.ERROR,  # lower levels hold people's addresses, and clients' faults
        access_log=False,
        proxy_headers=False,  # it would believe X-Forwarded-For; see below
        server_header=False,
        timeout_keep_alive=IDLE_WITHIN_S,
        timeout_graceful_shutdown=APPLICATIONS_END_WITHIN_S,
    )
    logging.getLogger("uvicorn.error").addFilter(lambda record: record.msg != CLIENTS_FAULT)
    DrainingUvicorn(config, service).run(sockets=[service.listener])


def _as_under_daphne(application: Any, *, trust_proxy: bool) -> Any:
    """Remove headers with underscores, which could pass for others, and believe the proxy's X-Real-IP if any."""

    def with_clean_scope(scope: Any, receive: Any, send: Any) -> Any:
        scope["headers"][:] = [(name, value) for name, value in scope["headers"] if b"_" not in name]
        if trust_proxy:
            for name, value in scope["headers"]:
                if name == b"x-real-ip":
                    scope["client"] = (value.decode("latin1").split(",")[0].strip(), 0)
        return application(scope, receive, send)  # returned, not awaited: one frame less for each connection

    return with_clean_scope
