"""The commands of the README and the pages for operators are run as written, but for folders, ports and servers."""

import os
import pty
import re
import select
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.servers.cleanup_process import cleanup
from tests.servers.installations import Installations
from tests.servers.server import NOT_INHERITED, ROOT
from tests.servers.stacks import SQLITE, UVICORN

pytestmark = [pytest.mark.slow, pytest.mark.takes(20)]

PAGES = ("README.md", *(f"chatserver/docs/{name}.md" for name in ("first-evening", "operator", "programmer")))
TEXT = "".join((ROOT / page).read_text(encoding="utf-8") for page in PAGES)
BLOCKS = re.findall(r"^```sh\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
WITHIN_S = 240.0
PASSWORD = "a-long-word-of-no-dictionary"


class Terminal:
    """bash at a terminal, which runs a block as a script."""

    def __init__(self, script: str, data_dir: Path) -> None:
        environment = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
        environment |= {"DATA_DIR": str(data_dir), "DJANGO_SETTINGS_MODULE": "chatserver.settings"}
        self._screen, terminal = pty.openpty()
        self.process = subprocess.Popen(
            ["bash", "-euc", script],
            cwd=ROOT,
            env=environment,
            stdin=terminal,
            stdout=terminal,
            stderr=terminal,
            start_new_session=True,
        )
        os.close(terminal)
        cleanup.will_end(self.process.pid, signal.SIGKILL)
        self.said = ""

    def wait_for(self, words: str) -> None:
        """Read until these words have come. Fails if the block ends before, or takes too long."""
        deadline = time.monotonic() + WITHIN_S
        while words not in self.said:
            assert time.monotonic() < deadline, self.said
            if select.select([self._screen], [], [], 1.0)[0]:
                try:
                    self.said += os.read(self._screen, 65536).decode()
                except OSError:  # Linux' way to say that the other end is closed
                    pytest.fail(f"It ended with {self.process.wait()}, having said:\n{self.said}")

    def type(self, line: str) -> None:
        os.write(self._screen, line.encode() + b"\n")

    def close(self) -> int:
        """Press Ctrl-C, as an operator does, and answer the exit code."""
        os.killpg(self.process.pid, signal.SIGINT)
        while True:  # read its output to the end, or it would wait for us
            try:
                if not os.read(self._screen, 65536):
                    break
            except OSError:
                break
        code = self.process.wait(WITHIN_S)
        os.close(self._screen)
        cleanup.forget_group(self.process.pid, signal.SIGKILL)
        return code


@contextmanager
def typed(block: str, data_dir: Path, other: Mapping[str, str] | None = None) -> Iterator[Terminal]:
    """Run a block until the server of its last line listens, and end the server properly."""
    for there, here in {"/srv/chat": str(data_dir), " --port 8000": "", **(other or {})}.items():
        block = block.replace(there, here)
    terminal = Terminal(block.replace("bin/run ", "bin/run --port 0 "), data_dir)
    try:
        yield terminal
        terminal.wait_for("Listening on http://127.0.0.1:")
    finally:
        assert terminal.close() == 0, terminal.said


def test_each_block_is_known_here():
    first_words = [block.split("#")[0].split("\n")[0].strip() for block in BLOCKS]
    assert first_words == [
        "bin/run --demo --play",
        "export DATA_DIR=/srv/chat",
        "bin/manage backup FILE",
        "export DATABASE_URL=postgresql://chat@db.example.org/chat REDIS_URL=redis://cache.example.org",
        "bin/bench",
    ]


@pytest.mark.costly
def test_the_first_command_plays_an_evening(tmp_path: Path):
    with typed(BLOCKS[0].replace("bin/test ", "test -x bin/test "), tmp_path / "demo") as terminal:
        terminal.wait_for("/demo/sign-in/")


@pytest.mark.long
def test_a_borough_is_served_and_its_first_clerk_appointed(installations: Installations, tmp_path: Path):
    # Its tables and files exist already, as after `prepare`; test_serve begins with none.
    with ExitStack() as exits:
        installations.make_server(exits, SQLITE, tmp_path / "chat")
    with typed(BLOCKS[1], tmp_path / "chat") as terminal:
        for prompt in ("Password: ", "Password (again): "):
            terminal.wait_for(prompt)
            terminal.type(PASSWORD)
        terminal.wait_for("Clerk, the whole city: asha. Sign in at /sign-in/password/, then see /planning/.")
        terminal.wait_for("Announced: /chat/")
    assert (tmp_path / "chat" / "db.sqlite3").exists()


@pytest.mark.long
def test_several_processes_serve_from_postgresql_and_redis(installations: Installations, tmp_path: Path):
    (tmp_path / "secret_key").write_text("4f" * 20 + "-a-key-of-its-own-for-this-test-0123456789", encoding="utf-8")
    with ExitStack() as exits:
        server = installations.make_server(exits, UVICORN, tmp_path / "chat")
        assert server.valkey is not None
        elsewhere = {
            "postgresql://chat@db.example.org/chat": f"'{server.database.environment['DATABASE_URL']}'",
            "redis://cache.example.org": server.valkey.url,
            "/etc/chat/secret_key": str(tmp_path / "secret_key"),
        }
        with typed(BLOCKS[3], tmp_path / "chat", elsewhere):
            pass
