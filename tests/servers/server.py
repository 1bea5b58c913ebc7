"""The product as a process of its own, started with the command that users use."""

import json
import os
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

import psutil

from tests.servers.background import Background
from tests.servers.databases import Database, PostgresDatabase, SqliteDatabase
from tests.servers.services.valkey import Valkey
from tests.servers.stacks import SQLITE, Stack

ROOT = Path(__file__).resolve().parent.parent.parent
STARTS_WITHIN_SECONDS = 120  # it needs two on an idle machine
COMMAND_WITHIN_SECONDS = 180
STOPS_WITHIN_SECONDS = 32  # the product promises 30 for everything under way
NOT_INHERITED = {
    *("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "LOG_NAME", "ORIGINS", "PORT", "DEBUG", "TRUST_PROXY"),
    *(
        "EMAIL_URL",
        "EMAIL_FROM",
        "SMS_GATEWAY",
        "OPEN311_RECEIVERS",
        "POSTING_TARGETS",
        "PHONE_REGION",
        "SECURITY_CONTACT",
        "PYTHONUNBUFFERED",
        "TEST_DATABASE",
    ),
    "MAX_WAITING_QUESTIONS",
    "QUEUE_ORDER",
    "DELIVER_AT_ONCE",
    "TIME_ZONE",
    "WITNESSES",
    "DATA_LICENSE",
    "BEACON",
}

NAMED = {"LOG_NAME": "127.0.0.1:8000/log"}
"""Most have no ORIGINS; the log of one without both takes nothing."""

FEW_ASK_FOR_MANY = {"MAX_WAITING_QUESTIONS": "1000000"}
"""In these tests a few people send what a whole room would. Tests of the domain try how many questions may wait."""


class Server:
    """One `manage.py serve` with all its workers, on a free port. close() ends it in any case."""

    def __init__(self, data_dir: Path, *arguments: str, **environment: str) -> None:
        self.data_dir = data_dir
        self.arguments = arguments
        self.environment = environment
        self.program = "manage.py"  # or a program that does more before the same
        self.stack = SQLITE
        self.database: Database = SqliteDatabase(data_dir)
        self.valkey: Valkey | None = None
        self.port = 0
        self.log_path = data_dir.parent / f"{data_dir.name}.log"
        self.faults_expected = False
        self._process: Background | None = None

    def on(self, stack: Stack, database: Database, valkey: Valkey | None = None) -> Self:
        """Use something else than a file in its data folder."""
        self.stack, self.database, self.valkey = stack, database, valkey
        return self

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    @property
    def pids(self) -> list[int]:
        """Including that of its PostgreSQL, for which it waits."""
        database = self.database.server.pids if isinstance(self.database, PostgresDatabase) else []
        return [self.pid, *database]

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.is_running

    @property
    def worker_pids(self) -> list[int]:
        """The processes that serve people: the workers, or the one process for everything."""
        workers = [child for child in _children_of(self.pid) if _is_worker(child)]
        return workers or [self.pid]

    @property
    def log(self) -> str:
        return self.log_path.read_text(encoding="utf-8") if self.log_path.exists() else ""

    @property
    def faults(self) -> list[str]:
        """Lines in which the server complains about itself."""
        signs = (" ERROR ", " CRITICAL ", "Traceback", "Warning:", "Exception ignored", "was never awaited")
        return [line for line in self.log.splitlines() if any(sign in line for sign in signs)]

    @property
    def demo(self) -> dict[str, Any]:
        sheet: dict[str, Any] = json.loads((self.data_dir / "demo.json").read_text(encoding="utf-8"))
        return sheet

    @property
    def evenings_path(self) -> Path:
        return self.data_dir / "evenings.json"

    @property
    def evenings(self) -> list[dict[str, Any]]:
        """The live evenings that were prepared here: each with its chat session, and everybody's session cookie."""
        sheets: list[dict[str, Any]] = json.loads(self.evenings_path.read_text(encoding="utf-8"))
        return sheets

    def start(self) -> None:
        """Start, or start again on the same port, and return when the server says that it is ready."""
        begin = len(self.log)
        self._process = Background(
            [sys.executable, self.program, "serve", "--port", str(self.port), *self.stack.arguments, *self.arguments],
            log_path=self.log_path,
            environment=self.full_environment,
            cwd=ROOT,
        )
        self._process.wait_until(lambda: self._is_ready(self.log[begin:]), STARTS_WITHIN_SECONDS, self.log_path)

    def stop(self) -> int:
        """Ask the server to end (SIGTERM) and answer its exit code."""
        self.signal(signal.SIGTERM)
        return self.wait()

    def signal(self, number: signal.Signals) -> None:
        assert self._process is not None
        self._process.send(number)

    def wait(self) -> int:
        """Wait until the server has ended by itself, and answer its exit code."""
        assert self._process is not None
        return self._process.wait(STOPS_WITHIN_SECONDS)

    def kill(self) -> None:
        """End it and all its workers between two instructions (SIGKILL), as a loss of power would."""
        assert self._process is not None
        self._process.kill()

    def restart(self) -> None:
        self.kill()
        self.start()

    def close(self) -> None:
        if self.is_running:
            try:
                self.stop()
            except subprocess.TimeoutExpired:
                self.kill()
                raise AssertionError(f"The server did not stop when asked. It said:\n{self.log}") from None

    def manage(self, *command: str, input: str | None = None) -> subprocess.CompletedProcess[str]:
        """Run a manage.py command on the same data; the test judges its failure."""
        return subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env=self.full_environment,
            input=input,
            stdin=None if input is not None else subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=COMMAND_WITHIN_SECONDS,
            check=False,
        )

    def get(self, path: str) -> tuple[int, bytes]:
        """Fetch a page without signing in."""
        try:
            with urllib.request.urlopen(self.base_url + path, timeout=30) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as refusal:
            with refusal:
                return refusal.code, refusal.read()

    def ask_database(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """The rows of a query, written with `?` for its values, on any engine; ids are given as UUID."""
        return self.database.ask(query, *values)

    @property
    def full_environment(self) -> dict[str, str]:
        """For the server, and for any command on the same data."""
        kept = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
        hints = {"REDIS_URL": self.valkey.url} if self.valkey is not None else {}
        return kept | {
            "DATA_DIR": str(self.data_dir),
            "DJANGO_SETTINGS_MODULE": "chatserver.settings",
            "PYTHONWARNINGS": "default",
            **self.stack.environment,
            **self.database.environment,
            **hints,
            **NAMED,
            **FEW_ASK_FOR_MANY,
            **self.environment,
        }

    def _is_ready(self, said: str) -> bool:
        listening = re.search(r"^Listening on http://[\d.]+:(\d+)/", said, re.MULTILINE)
        if listening is None:
            return False
        self.port = int(listening[1])
        return self.get("/readyz")[0] == 200


def _children_of(pid: int) -> list[int]:
    """Tests call it again and again, and psutil takes milliseconds to look at every process of the machine."""
    found = _listed_children(pid)
    while found != (again := _listed_children(pid)):  # if a child ends meanwhile, the list may lack the next one
        found = again
    return found or [child.pid for child in psutil.Process(pid).children()]


def _listed_children(pid: int) -> list[int]:
    """The children as Linux lists them, by thread."""
    found: list[int] = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):  # the thread has ended
            found += map(int, path.read_text(encoding="ascii").split())
    return sorted(found)


def _is_worker(pid: int) -> bool:
    try:
        return "serve_worker" in psutil.Process(pid).cmdline()
    except psutil.NoSuchProcess:  # it has ended since it was listed
        return False
