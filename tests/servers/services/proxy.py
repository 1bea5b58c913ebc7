"""A TCP proxy that does what bad connections do: delay, drip, cut at a byte, or fall silent.

    with Proxy(("127.0.0.1", server.port)) as line:
        client connects to line.port
        line.go_dark()                       # half-open from here on: nothing passes, nobody is told

It runs in a thread of its own, so that servers and tests on both sides may block.
"""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Self

Upstream = tuple[str, int] | str
"""Host and port, or the path of a unix socket."""

CHUNK = 64 * 1024
STARTS_WITHIN_S = 30.0


@dataclass(eq=False)
class Link:
    """One connection through the proxy. is_mute: the server's next answer is dropped, and the link cut."""

    client: asyncio.StreamWriter
    server: asyncio.StreamWriter
    is_mute: bool = False
    answered: int = 0

    def cut(self) -> None:
        """End both sides at once, by resets."""
        self.client.transport.abort()
        self.server.transport.abort()


class Proxy:
    """delay_s passes before each piece of at most piece_bytes; each link is cut when cut_at bytes came back on it."""

    def __init__(self, upstream: Upstream, *, port: int = 0) -> None:
        self.upstream = upstream
        self.port = port
        self.delay_s = 0.0
        self.piece_bytes = CHUNK
        self.cut_at: int | None = None
        self.taken = 0
        self._is_dark = False
        self._traps: list[tuple[bytes, bool]] = []
        self._links: set[Link] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="proxy", daemon=True)
        self._is_up = threading.Event()
        self._stop = asyncio.Event()

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._is_up.wait(STARTS_WITHIN_S)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    def go_dark(self) -> None:
        """Pass nothing on, in either direction, and close nothing: as when a phone loses its network."""
        self._is_dark = True

    def light_up(self) -> None:
        """Pass on all that comes from now on; what came in the dark is lost, so old links are cut."""
        self.cut()
        self._is_dark = False

    def cut(self) -> None:
        """Break every existing link."""
        self._in_loop(self._cut_links)

    def cut_after_sending(self, words: bytes) -> None:
        """Once, when these bytes have gone up to the server: let it carry them out, and cut before its answer."""
        self._traps.append((words, True))

    def cut_instead_of_sending(self, words: bytes) -> None:
        """Once, when these bytes are about to go up to the server: cut, so that it never gets them."""
        self._traps.append((words, False))

    @property
    def has_sprung(self) -> bool:
        """Whether all of these cuts have happened."""
        return not self._traps

    def _in_loop(self, act: Callable[[], object]) -> None:
        done = threading.Event()
        self._loop.call_soon_threadsafe(act)
        self._loop.call_soon_threadsafe(done.set)
        assert done.wait(STARTS_WITHIN_S)

    def _cut_links(self) -> None:
        for link in tuple(self._links):
            link.cut()

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._serve())

    async def _serve(self) -> None:
        async with await asyncio.start_server(self._pass_on, "127.0.0.1", self.port) as listener:
            self.port = listener.sockets[0].getsockname()[1]
            self._is_up.set()
            await self._stop.wait()
            self._cut_links()

    async def _pass_on(self, client_reader: asyncio.StreamReader, client: asyncio.StreamWriter) -> None:
        self.taken += 1
        try:
            server_reader, server = await self._connect()
        except OSError:
            client.transport.abort()
            return
        link = Link(client, server)
        self._links.add(link)
        try:
            async with asyncio.TaskGroup() as pumps:
                pumps.create_task(self._pump(client_reader, server, lambda piece: self._watch(piece, link)))
                pumps.create_task(self._pump(server_reader, client, lambda piece: self._count(piece, link)))
        finally:
            link.cut()
            self._links.discard(link)

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if isinstance(self.upstream, str):
            return await asyncio.open_unix_connection(self.upstream)
        return await asyncio.open_connection(*self.upstream)

    async def _pump(
        self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, pass_by: Callable[[bytes], bytes]
    ) -> None:
        """Carry one direction until its end; pass_by answers what of a piece goes on."""
        with suppress(OSError):  # either side may be gone at any moment
            while data := await source.read(CHUNK):
                for begin in range(0, len(data), self.piece_bytes):
                    await asyncio.sleep(self.delay_s)
                    if not self._is_dark:
                        sink.write(pass_by(data[begin : begin + self.piece_bytes]))
                        await sink.drain()
            if not self._is_dark and sink.can_write_eof():
                sink.write_eof()

    def _watch(self, piece: bytes, link: Link) -> bytes:
        for trap in self._traps:
            words, goes_up = trap
            if words in piece:
                self._traps.remove(trap)
                link.is_mute = goes_up
                if not goes_up:
                    link.cut()
                break
        return piece

    def _count(self, piece: bytes, link: Link) -> bytes:
        if link.is_mute:
            link.cut()
            return b""
        room = len(piece) if self.cut_at is None else max(self.cut_at - link.answered, 0)
        link.answered += len(piece)
        if room < len(piece) or link.answered == self.cut_at:
            asyncio.get_running_loop().call_soon(link.cut)
        return piece[:room]
