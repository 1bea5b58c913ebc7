"""Divides this process's files: some stay free for pages and the database, however many sockets come.

Neither server counts: both accept until no file is left, and then not even the database can be opened. A connected
client stays: when there is no more room, new ones are refused, and of the plain connections without a running request
the one that has waited longest is closed. Where there is none, one is whose client reads its answer slowly.
"""

from chatserver.serving.process.slow_readers import Plain, SlowReaders

KEPT_FILES = 160
"""Files for the database, the code and its output: three for each of SQLite's connections; each page has one of these.
"""

KEPT_CONNECTIONS = 256
"""Connections for pages, from those that are left."""


class Connections:
    """Belongs to the event loop's thread. Without limits, as in our own tests, there is room for all."""

    def __init__(self) -> None:
        self.max_connections = self.max_sockets = 1 << 30
        self.sockets = 0
        self.slow_readers = SlowReaders()
        self._answering: set[Plain] = set()
        self._waiting: dict[Plain, None] = {}
        """In the order in which they began to wait."""

    def share_out(self, files: int) -> None:
        """Set the limits by how many files this process may have open."""
        self.max_connections = files - min(KEPT_FILES, files // 2)
        self.max_sockets = self.max_connections - min(KEPT_CONNECTIONS, self.max_connections // 4)

    def come(self, connection: Plain) -> bool:
        """A plain connection begins; False if there is no room for it."""
        while self.sockets + len(self._answering) + len(self._waiting) >= self.max_connections:
            closed = next(iter(self._waiting), None) or self.slow_readers.next_to_go()
            if closed is None:
                return False
            self.go(closed)
            closed.let_go()
        self._waiting[connection] = None
        return True

    def begin_answer(self, connection: Plain) -> None:
        """Note that a connection's request has arrived: until the answer, it is not closed to make room for others."""
        if connection in self._waiting:
            del self._waiting[connection]
            self._answering.add(connection)

    def end_answer(self, connection: Plain) -> None:
        if connection in self._answering:
            self._answering.remove(connection)
            self._waiting[connection] = None

    def go(self, connection: Plain) -> None:
        """Forget a connection that is closed, or no longer one of plain requests."""
        self._waiting.pop(connection, None)
        self._answering.discard(connection)
        self.slow_readers.forget(connection)

    def take_socket(self) -> bool:
        """A handshake has come; False if it has to be refused. leave_socket() gives the place back."""
        if self.sockets >= self.max_sockets:
            return False
        self.sockets += 1
        return True

    def leave_socket(self) -> None:
        self.sockets -= 1


connections = Connections()
"""The connections of this process."""
