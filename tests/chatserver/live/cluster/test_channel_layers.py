"""Every kind of address that REDIS_URL may hold, with real servers."""

import asyncio
import ssl
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, asynccontextmanager, closing, suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import redis
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pytest_django import Settings

from chatserver.live.cluster.heartbeat import Health
from tests.chatserver.live.other_processes import Meet, OtherProcess, hints, meeting
from tests.servers.background import Background
from tests.servers.services.valkey import STARTS_WITHIN_SECONDS, Valkey, find_free_port

pytestmark = pytest.mark.slow


@pytest.fixture
async def meet(settings: Settings) -> AsyncIterator[Meet]:
    async with meeting(settings) as meet:
        yield meet


async def assert_hints_come(here: OtherProcess, there: OtherProcess) -> None:
    room = uuid4()
    here.bus.tell(hints(room))
    await there.until(lambda: room in there.grown)


async def assert_hints_come_again(here: OtherProcess, there: OtherProcess) -> None:
    """Hints sent before a process notices the loss are lost with the old connection, and polled: so repeat them."""
    told: set[UUID] = set()

    def is_heard() -> bool:
        told.add(room := uuid4())
        here.bus.tell(hints(room))
        return not told.isdisjoint(there.grown)

    await there.until(is_heard)


async def test_one_address_with_a_password_and_a_database(own_valkey: Callable[..., Valkey], meet: Meet) -> None:
    valkey = own_valkey("--databases", "16")
    valkey.command("ACL", "SETUSER", "chat", "on", ">p/w,", "~*", "&*", "+@all")
    url = f"redis://chat:p%2Fw%2C@127.0.0.1:{valkey.port}/3?protocol=2"
    await assert_hints_come(*await meet(url))


async def test_an_address_with_tls(valkey: Valkey, meet: Meet, tmp_path: Path) -> None:
    certificate = make_certificate(tmp_path / "localhost.pem")
    async with tls_before(valkey, certificate) as port:
        await assert_hints_come(*await meet(f"rediss://localhost:{port}?ssl_ca_certs={certificate}"))


def make_certificate(path: Path) -> Path:
    """A certificate of our own for this machine, with its key in the same file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(secret + certificate.public_bytes(Encoding.PEM))
    return path


@asynccontextmanager
async def tls_before(valkey: Valkey, certificate: Path) -> AsyncIterator[int]:
    """Offer TLS in front of a Valkey whose build has none; answers the port."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)

    async def pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there_reader, there_writer = await asyncio.open_connection("127.0.0.1", valkey.port)
        await asyncio.gather(copy(reader, there_writer), copy(there_reader, writer))

    async def copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await reader.read(65536):
                writer.write(data)
        writer.close()

    server = await asyncio.start_server(pass_on, "127.0.0.1", 0, ssl=context)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


async def test_of_several_servers_one_may_be_away(own_valkey: Callable[..., Valkey], meet: Meet) -> None:
    first, second = own_valkey(), own_valkey()
    here, there = await meet(f"redis://127.0.0.1:{first.port},127.0.0.1:{second.port}")
    for gone in (first, second):
        gone.stop()
        await assert_hints_come(here, there)
        gone.start()
        for one in (here, there):
            await one.until(partial(hears_all, one))
    assert there.healths.count(Health.DOWN) == 0


def hears_all(other: OtherProcess) -> bool:
    now = time.monotonic()
    return all(kept.heartbeat.look(now) is Health.OK for kept in other.bus._subscriptions)


async def test_the_nodes_of_a_cluster_stand_in_for_each_other(own_valkey: Callable[..., Valkey], meet: Meet) -> None:
    nodes = [own_valkey(*clustered()) for _ in range(3)]
    shares = ((0, 5461), (5462, 10922), (10923, 16383))
    for node, (first, last) in zip(nodes, shares, strict=True):
        node.command("CLUSTER", "ADDSLOTSRANGE", first, last)
    for node in nodes[1:]:
        nodes[0].command("CLUSTER", "MEET", "127.0.0.1", node.port, bus_port(node))
    here, there = await meet(",".join(f"redis://127.0.0.1:{node.port}" for node in nodes))
    await assert_hints_come(here, there)
    nodes[0].stop()
    await assert_hints_come(here, there)
    assert there.healths.count(Health.DOWN) == 0


def clustered() -> list[str]:
    return ["--cluster-enabled", "yes", "--cluster-port", str(find_free_port())]


def bus_port(node: Valkey) -> int:
    _name, port = node.command("CONFIG", "GET", "cluster-port")
    return int(port)


async def test_a_sentinel_says_who_the_master_is(
    own_valkey: Callable[..., Valkey], sentinel: "Callable[[Valkey], Sentinel]", meet: Meet
) -> None:
    master, other = own_valkey(), own_valkey()
    watching = sentinel(master)
    here, there = await meet(f"redis+sentinel://127.0.0.1:1,127.0.0.1:{watching.port}/evening")
    await assert_hints_come(here, there)
    watching.name(other)
    master.stop()
    await there.until(lambda: connected(other) >= 4)
    await asyncio.gather(*(one.until_it_is(Health.OK) for one in (here, there)))
    await assert_hints_come_again(here, there)


def connected(valkey: Valkey) -> int:
    return int(valkey.command("INFO", "clients")["connected_clients"])


class Sentinel:
    """A sentinel that watches one master, called evening."""

    def __init__(self, master: Valkey) -> None:
        self.port = find_free_port()
        settings = master.folder / "sentinel.conf"
        settings.write_text(f"port {self.port}\nbind 127.0.0.1\nsentinel monitor evening 127.0.0.1 {master.port} 1\n")
        log_path = master.folder / "sentinel.log"
        self._process = Background([str(master._program), str(settings), "--sentinel"], log_path=log_path)
        self._process.wait_until(self._answers, STARTS_WITHIN_SECONDS, log_path)

    def name(self, master: Valkey) -> None:
        """Announce another master, as after a failover."""
        self._command("SENTINEL", "REMOVE", "evening")
        self._command("SENTINEL", "MONITOR", "evening", "127.0.0.1", str(master.port), "1")

    def close(self) -> None:
        self._process.kill()

    def _command(self, *words: str) -> object:
        with closing(redis.Redis(port=self.port, socket_timeout=30)) as client:
            return client.execute_command(*words)

    def _answers(self) -> bool:
        try:
            return bool(self._command("PING"))
        except redis.ConnectionError:
            return False


@pytest.fixture
def sentinel() -> Iterator[Callable[[Valkey], Sentinel]]:
    with ExitStack() as stack:
        yield lambda master: stack.enter_context(closing(Sentinel(master)))
