"""A database whose pages are overwritten under a running server: /readyz says so, and goes on saying so."""

import json
import os
import signal
import time

import pytest

from tests.servers.fixtures import Serve
from tests.servers.server import Server

pytestmark = pytest.mark.long

PAGE_BYTES = 4096


@pytest.mark.row("fault", 31)
def test_damage_that_a_page_meets_makes_the_server_not_ready(serve: Serve):
    served = serve("--demo")
    served.faults_expected = True
    served.stop()  # so that nothing is in the write-ahead log
    served.start()
    overwrite_pages(served)
    assert served.get("/wards/")[0] >= 500
    assert word_of(served, "integrity", within_s=30) == "damaged"
    assert served.get("/readyz")[0] == 503
    assert " SQLITE_CORRUPT" in served.log


def overwrite_pages(server: Server) -> None:
    """All but the first, which holds the beginning of the schema; as a disk loses them, which changes no time."""
    path = server.data_dir / "db.sqlite3"
    server.signal(signal.SIGSTOP)
    found = path.stat()
    with path.open("r+b") as file:
        file.seek(PAGE_BYTES)
        file.write(b"\xff" * (found.st_size - PAGE_BYTES))
    os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns))
    server.signal(signal.SIGCONT)


def word_of(server: Server, check: str, *, within_s: float) -> str:
    deadline = time.monotonic() + within_s
    while True:
        word: str = json.loads(server.get("/readyz")[1])[check]
        if word != "ok" or time.monotonic() > deadline:
            return word
        time.sleep(0.1)
