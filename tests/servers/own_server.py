"""A server of the tests' own: a program that runs in the background, with a folder of its own for its log and data."""

import shutil

from tests.servers.background import Background, make_short_folder
from tests.servers.cleanup_process import cleanup


class OwnServer:
    """Not started yet. `folder` has a short name, which may go into the name of a unix socket."""

    def __init__(self, name: str) -> None:
        self.folder = make_short_folder(name)
        self.log_path = self.folder / "log"
        self._server: Background | None = None

    @property
    def running(self) -> Background:
        assert self._server is not None
        return self._server

    @property
    def pid(self) -> int:
        return self.running.pid

    @property
    def pids(self) -> list[int]:
        """None while it is stopped, which another thread may do."""
        server = self._server
        return [] if server is None else [server.pid]

    @property
    def log(self) -> str:
        return self.log_path.read_text(encoding="utf-8", errors="replace")

    def delete_folder(self) -> None:
        shutil.rmtree(self.folder)
        cleanup.forget_folder(self.folder)
