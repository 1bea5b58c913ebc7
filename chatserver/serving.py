"""Runs Daphne in this process: on a socket that is already ours, and with a goodbye before it goes."""

import asyncio
import logging
import signal
import socket
from collections.abc import Callable
from typing import Any, override

from daphne.server import Server  # first: it chooses the reactor that the next import gives
from daphne.ws_protocol import WebSocketProtocol
from twisted.internet import defer, reactor
from twisted.logger import (
    FilteringLogObserver,
    LogLevel,
    LogLevelFilterPredicate,
    STDLibLogObserver,
    globalLogPublisher,
)

logger = logging.getLogger(__name__)

GOODBYE_SECONDS = 5.0
MAX_MESSAGE_BYTES = 1024 * 1024


def open_socket(host: str, port: int) -> socket.socket:
    """Bind and listen, so that a port which is taken is known before any work is done. Port 0: any free one.

    Raises OSError.
    """
    family, kind, _, _, address = socket.getaddrinfo(host, port, socket.AF_INET, socket.SOCK_STREAM)[0]
    listener = socket.socket(family, kind)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(2048)
    except OSError:
        listener.close()
        raise
    return listener


class DrainingServer(Server):
    """Daphne that tells its sockets to come back before it stops: they return spread out, not all at once."""

    def kill_all_applications(self) -> defer.Deferred[Any]:
        """Daphne's own stumbles over connections whose answer is complete; only the others need to be cancelled."""
        running = [details.get("application_instance") for details in self.connections.values()]
        pending = [application for application in running if application is not None and not application.done()]
        for application in pending:
            application.cancel()
        return defer.Deferred.fromFuture(asyncio.ensure_future(_wait_for(pending)))


class OutspokenProtocol(WebSocketProtocol):
    """Daphne's protocol, with its limit for a message binding only what comes in: a full room's snapshot is larger.

    And without a traceback in the log for each handshake that autobahn itself refuses.
    """

    @override
    def onClose(self, wasClean: bool, code: int | None, reason: str | None) -> None:
        """Daphne expects to have been told of every connection; a handshake that is no good ends before that."""
        if hasattr(self, "server"):
            super().onClose(wasClean, code, reason)

    @override
    def sendMessage(self, payload: bytes, isBinary: bool = False, **how: Any) -> None:
        """A message that is sent as a stream has no limit. Where the line is closed, autobahn says so."""
        if len(payload) <= MAX_MESSAGE_BYTES or self.state != self.STATE_OPEN:
            super().sendMessage(payload, isBinary, **how)
        else:
            self.beginMessage(isBinary)
            self.sendMessageFrame(payload)
            self.endMessage()


async def _wait_for(pending: list[asyncio.Future[Any]]) -> None:
    if pending:
        await asyncio.wait(pending, timeout=GOODBYE_SECONDS)


def serve(application: Any, listener: socket.socket, *, trust_proxy: bool, when_ready: Callable[[], None]) -> None:
    """Serve until SIGTERM or SIGINT. A second signal does not wait for the goodbye."""
    server = DrainingServer(
        application,
        endpoints=[f"fd:fileno={listener.detach()}"],  # Twisted closes it itself
        signal_handlers=False,
        http_timeout=60,
        websocket_connect_timeout=15,
        websocket_handshake_timeout=15,
        ping_interval=20,
        ping_timeout=20,
        # What clients send is answered with a nack above 16 KiB; this bounds what is kept in memory until then.
        websocket_max_message_size=MAX_MESSAGE_BYTES,
        websocket_max_frame_size=MAX_MESSAGE_BYTES,
        # Only a proxy of ours can be believed about addresses, and only in the header that it sets itself.
        proxy_forwarded_address_header="X-Real-IP" if trust_proxy else None,
        server_name="",
        verbosity=0,
    )
    reactor.callLater(0, _begin, server, when_ready)
    server.run()


def _begin(server: Server, when_ready: Callable[[], None]) -> None:
    server.ws_factory.protocol = OutspokenProtocol
    _log_what_goes_wrong()
    _stop_on_signals()
    when_ready()


def _log_what_goes_wrong() -> None:
    """Daphne sends Twisted's log to nowhere, and with it every error in a callback."""
    errors = LogLevelFilterPredicate(defaultLogLevel=LogLevel.error)
    globalLogPublisher.addObserver(FilteringLogObserver(STDLibLogObserver("twisted"), [errors]))


def _stop_on_signals() -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, _stop, loop)


def _stop(loop: asyncio.AbstractEventLoop) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, _stop_reactor)
    leaving = loop.create_task(_say_goodbye())
    leaving.add_done_callback(lambda _: _stop_reactor())


async def _say_goodbye() -> None:
    from chatserver.live import hub

    try:
        async with asyncio.timeout(GOODBYE_SECONDS):
            await hub.say_goodbye()
    except Exception:
        logger.exception("Not every socket could be told that the server goes.")


def _stop_reactor() -> None:
    if reactor.running:
        reactor.stop()
