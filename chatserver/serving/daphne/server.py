"""Runs Daphne in this process, on a socket that is bound already.

Daphne has no graceful stop: it stops its reactor, which cuts every connection, and then fails on those whose answer is
complete. It discards Twisted's log, and gives each socket a queue of some kilobytes.
"""

from sessions.contract.limits import (
    IDLE_WITHIN_S,
    MAX_MESSAGE_BYTES,
    PING_EVERY_S,
    PONG_WITHIN_S,
    READ_AT_ONCE_BYTES,
    RESPONSE_WITHIN_S,
)
import asyncio
import logging
from collections.abc import Iterator
from functools import partial
from typing import Any, override

from daphne.server import Server  # first: it chooses the reactor that the next import gets
from daphne.http_protocol import WebRequest
from twisted.internet import defer, reactor, tcp
from twisted.logger import STDLibLogObserver, globalLogPublisher

from chatserver.live.wire.frames import EXTENSION
from chatserver.serving.daphne.http import LimitedHttpChannel
from chatserver.serving.daphne.listener import PacedListener
from chatserver.serving.daphne.passed_seconds import measure_by_passed_seconds
from chatserver.serving.daphne.sockets import DaphneFrameProtocol
from chatserver.serving.process.graceful_shutdown import leave_when_told


from chatserver.serving.process.service import ServedApplication
from chatserver.serving.clients.light_queue import LightQueue

APPLICATIONS_END_WITHIN_S = 2.0


class DrainingDaphne(Server):
    """Daphne that knows its listening port, tells sockets about their frame port, and can stop gracefully."""

    port: Any = None

    @override
    def listen_success(self, port: Any) -> None:
        super().listen_success(port)
        DaphneFrameProtocol.share_settings(self.ws_factory)
        port.socket = PacedListener.taking(port.socket)
        port.fileno = port.socket.fileno
        self.port = port

    @override
    def create_application(self, protocol: Any, scope: dict[str, Any]) -> Any:
        """Create the application like Daphne, but for a socket with a smaller queue, and with the frame port."""
        if scope["type"] != "websocket":
            return super().create_application(protocol, scope)
        protocol.transport.bufferSize = READ_AT_ONCE_BYTES
        scope |= {"asgi": {"version": "3.0"}, "extensions": {EXTENSION: {"port": protocol}}}
        inbox = LightQueue()
        application = self.application(scope=scope, receive=inbox.get, send=partial(self.handle_reply, protocol))
        self.connections[protocol]["application_instance"] = asyncio.ensure_future(application)
        return inbox

    @override
    async def handle_reply(self, protocol: Any, message: dict[str, Any]) -> None:
        """Send like Daphne, at the client's pace: otherwise memory would hold the whole of an answer in many pieces."""
        await super().handle_reply(protocol, message)
        if message["type"] == "http.response.body" and message.get("more_body") and protocol.channel is not None:
            await protocol.channel.until_clear()

    @override
    def kill_all_applications(self) -> defer.Deferred[Any]:
        """Daphne's own fails on connections whose answer is complete; only the others need to be cancelled."""
        running = [details.get("application_instance") for details in self.connections.values()]
        pending = [application for application in running if application is not None and not application.done()]
        for application in pending:
            application.cancel()
        return defer.Deferred.fromFuture(asyncio.ensure_future(_wait_for(pending)))

    # The methods of GracefulShutdown.

    def stop_accepting(self) -> None:
        if self.port is not None:
            self.port.stopListening()
        self._let_go_of_idle_ones()

    def is_deserted(self) -> bool:
        self._let_go_of_idle_ones()
        return not any(True for _ in _open_transports())

    def quit(self) -> None:
        if reactor.running:
            reactor.stop()

    def _let_go_of_idle_ones(self) -> None:
        """Close the connections without a running request, and close each of the others after its answer."""
        busy = set()
        for request in tuple(self.connections):
            if isinstance(request, WebRequest) and not request.finished and request.channel is not None:
                busy.add(request.channel.transport)
                request.channel.persistent = False
                request.responseHeaders.setRawHeaders(b"connection", [b"close"])
        for transport in _open_transports():
            if transport not in busy and not isinstance(transport.protocol, DaphneFrameProtocol):
                transport.unregisterProducer()
                transport.loseConnection()


def _open_transports() -> Iterator[Any]:
    """Every connection that we read from or that has data left to write."""
    selectables = {id(one): one for one in (*reactor.getReaders(), *reactor.getWriters())}
    return (one for one in selectables.values() if isinstance(one, tcp.Server))


async def _wait_for(pending: list[asyncio.Future[Any]]) -> None:
    if pending:
        await asyncio.wait(pending, timeout=APPLICATIONS_END_WITHIN_S)


def serve_with_daphne(service: ServedApplication) -> None:
    """See chatserver.serving.serve()."""
    measure_by_passed_seconds()
    server = DrainingDaphne(
        service.application,
        endpoints=[f"fd:fileno={service.listener.detach()}"],  # Twisted closes it itself
        signal_handlers=False,
        http_timeout=RESPONSE_WITHIN_S,
        websocket_connect_timeout=15,
        websocket_handshake_timeout=15,
        ping_interval=PING_EVERY_S,
        ping_timeout=PONG_WITHIN_S,
        websocket_max_message_size=MAX_MESSAGE_BYTES,
        websocket_max_frame_size=MAX_MESSAGE_BYTES,
        # Only our proxy can be believed about addresses, and only in the header that it sets itself.
        proxy_forwarded_address_header="X-Real-IP" if service.trust_proxy else None,
        server_name="",
        verbosity=0,
    )
    reactor.callLater(0, _begin, server, service)
    server.run()


def _begin(server: DrainingDaphne, service: ServedApplication) -> None:
    server.http_factory.protocol, server.http_factory.timeOut = LimitedHttpChannel, IDLE_WITHIN_S
    server.ws_factory.protocol = DaphneFrameProtocol
    logging.getLogger("twisted").setLevel(logging.ERROR)
    globalLogPublisher.addObserver(STDLibLogObserver("twisted"))  # Daphne discards even errors in callbacks
    leave_when_told(server, service)
    service.when_ready()
