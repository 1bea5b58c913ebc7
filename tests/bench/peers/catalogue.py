"""The peers by name, and how each is started on a free port."""

import os
import socket
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.load.listeners import Listener, SocketIoListener, TutorialListener
from tests.bench.machine import load_cores, on_cores, server_cores
from tests.bench.names import PICOWS, SOCKET_IO, TUTORIAL, TUTORIAL_PUBSUB, WEBSOCKETS
from tests.bench.peers.node import install_socket_io
from tests.servers.background import Background
from tests.servers.server import ROOT
from tests.servers.services.valkey import Valkey, find_free_port

STARTS_WITHIN_S = 20


@dataclass(frozen=True)
class Peer:
    """command's {port} and {redis} are filled in when it is started."""

    name: str
    command: tuple[str, ...]
    listener: type[Listener] = Listener
    environment: Mapping[str, str] = field(default_factory=dict)
    has_redis: bool = False
    is_node: bool = False


_DAPHNE = (sys.executable, "-m", "daphne", "-v", "0", "-p", "{port}", "tests.bench.peers.tutorial:application")


def _tutorial(name: str, layer: str) -> Peer:
    return Peer(name, _DAPHNE, TutorialListener, {"TUTORIAL_LAYER": layer}, has_redis=True)


PEERS = (
    _tutorial(TUTORIAL, "channels_redis.core.RedisChannelLayer"),
    _tutorial(TUTORIAL_PUBSUB, "channels_redis.pubsub.RedisPubSubChannelLayer"),
    Peer(SOCKET_IO, ("node", "server.js", "{port}", "{redis}"), SocketIoListener, has_redis=True, is_node=True),
    Peer(WEBSOCKETS, (sys.executable, "-m", "tests.bench.peers.websockets_broadcast", "{port}")),
    Peer(PICOWS, (sys.executable, "-m", "tests.bench.peers.picows_broadcast", "{port}")),
)


@dataclass(frozen=True)
class Running:
    """A peer that takes connections at ws://host:port. Redis is not among its processes."""

    origin: str
    pid: int


@contextmanager
def started(peer: Peer) -> Iterator[Running]:
    """Start a peer on the server's core and its Redis elsewhere. Raises Missing."""
    folder = install_socket_io() if peer.is_node else ROOT
    with ExitStack() as exits:
        redis_url = _start_redis(exits) if peer.has_redis else ""
        logs = Path(exits.enter_context(TemporaryDirectory(prefix="chat-peer-")))
        port = find_free_port()
        with on_cores(server_cores()):
            program = Background(
                [word.format(port=port, redis=redis_url.split("?")[0]) for word in peer.command],
                log_path=logs / "log",
                environment=os.environ | peer.environment | {"REDIS_URL": redis_url},
                cwd=folder,
            )
        program.wait_until(lambda: _takes_connections(port), STARTS_WITHIN_S, logs / "log")
        exits.callback(program.kill)
        yield Running(f"ws://127.0.0.1:{port}", program.pid)


def _start_redis(exits: ExitStack) -> str:
    with on_cores(load_cores()):
        return exits.enter_context(closing(Valkey())).url


def _takes_connections(port: int) -> bool:
    with suppress(OSError), closing(socket.create_connection(("127.0.0.1", port), timeout=1)):
        return True
    return False
