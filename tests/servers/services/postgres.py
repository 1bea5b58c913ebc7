"""A PostgreSQL of the tests' own: real, on a unix socket alone, as the current user, or for root as nobody."""

import itertools
import os
import pwd
import shutil
import signal
import subprocess
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg

from tests.servers.background import Background
from tests.servers.own_server import OwnServer
from tests.servers.services.binaries import find_postgres

STARTS_WITHIN_SECONDS = 30
STOPS_WITHIN_SECONDS = 30
OWNER = "chat"
STOPS_BY = {"smart": signal.SIGTERM, "fast": signal.SIGINT, "immediate": signal.SIGQUIT}
# No test cuts the power, so nothing waits for the disk; a commit still outlives the end of the processes.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "max_connections": "300",
    "shared_buffers": "64MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
IN_ITS_OWN_NAMESPACE = ("unshare", "--user", "--map-user=65534", "--map-group=65534")


class Postgres(OwnServer):
    """One server with its data in a short-named folder of its own. Ended by close(), or with the test run."""

    def __init__(self, copy_of: Path | None = None, **settings: str) -> None:
        """With a copy of what copy_data() has copied, else with nothing."""
        super().__init__("pg")
        self._settings = SETTINGS | settings
        self._binaries = find_postgres()
        self._numbers = itertools.count(1)
        self._identity = how_to_be_somebody_else(self.folder)
        if copy_of is None:
            self._make_cluster()
        else:
            _copy(copy_of, self.folder / "data")
        self.start()

    def url(self, dbname: str) -> str:
        """For DATABASE_URL and for psycopg.connect() alike."""
        return f"postgresql://{OWNER}@/{dbname}?host={quote(str(self.folder), safe='')}"

    def start(self) -> None:
        """Start it (again, with the same data) and return when it accepts connections."""
        settings = [word for name, value in self._settings.items() for word in ("-c", f"{name}={value}")]
        prefix, user = self._identity
        self._server = Background(
            [*prefix, f"{self._binaries}/postgres", "-D", f"{self.folder}/data", "-k", str(self.folder), *settings],
            log_path=self.log_path,
            last_signal=signal.SIGQUIT,
            cwd="/",
            **user,
        )
        self._server.wait_until(self._takes_connections, STARTS_WITHIN_SECONDS, self.log_path)

    def stop(self, mode: str = "fast") -> None:
        """ "smart", "fast" (ends the connections) or "immediate" (as a crash does)."""
        self.running.stop(STOPS_BY[mode], STOPS_WITHIN_SECONDS)
        self._server = None

    def restart(self, mode: str = "immediate") -> None:
        self.stop(mode)
        self.start()

    def copy_data(self, folder: Path) -> None:
        """Stop it, and copy all its databases to a folder that does not exist yet."""
        self.stop()
        _copy(self.folder / "data", folder)

    def make_database(self, template: str | None = None, *, name: str = "") -> str:
        """A new database, empty or a copy of another one that nobody is connected to; answers its name."""
        name = name or f"chat_{next(self._numbers)}"
        self.command(f"CREATE DATABASE {name}" + (f" TEMPLATE {template}" if template else ""))
        return name

    def drop_database(self, name: str) -> None:
        self.command(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def command(self, sql: str, *values: object, dbname: str = "postgres") -> list[tuple[Any, ...]]:
        """Run one statement as its own transaction; answers the rows, if it has any."""
        with psycopg.connect(self.url(dbname), autocommit=True) as connection:
            cursor = connection.execute(sql, values or None)
            return cursor.fetchall() if cursor.description else []

    def close(self) -> None:
        """End it and delete its data."""
        if self._server is not None:
            self.stop("immediate")
        self.delete_folder()

    def _make_cluster(self) -> None:
        options = ["--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"]
        prefix, user = self._identity
        made = subprocess.run(
            [*prefix, f"{self._binaries}/initdb", "-D", f"{self.folder}/data", f"--username={OWNER}", *options],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            cwd="/",
            **user,
        )
        if made.returncode != 0:
            raise AssertionError(f"initdb failed. It said:\n{made.stdout}{made.stderr}")

    def _takes_connections(self) -> bool:
        try:
            return self.command("SELECT 1") == [(1,)]
        except psycopg.OperationalError:  # not yet; wait_until() knows how long is too long
            return False


def _copy(data: Path, folder: Path) -> None:
    """With its owner, which shutil would not keep."""
    subprocess.run(["cp", "--archive", str(data), str(folder)], check=True)


def how_to_be_somebody_else(folder: Path) -> tuple[list[str], dict[str, Any]]:
    """PostgreSQL refuses to run as root: a command prefix, and arguments for Popen, that run it as nobody."""
    if os.geteuid() != 0:
        return [], {}
    if _may_make_namespaces():
        return list(IN_ITS_OWN_NAMESPACE), {}
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return [], {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


@cache
def _may_make_namespaces() -> bool:
    """A container may forbid it; then "nobody" has to be able to read the programs, which it cannot below /root."""
    if shutil.which(IN_ITS_OWN_NAMESPACE[0]) is None:
        return False
    return subprocess.run([*IN_ITS_OWN_NAMESPACE, "true"], capture_output=True, check=False).returncode == 0
