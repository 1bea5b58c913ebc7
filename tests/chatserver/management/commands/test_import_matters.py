"""A long list entered in a folder that nobody serves: the disk stays free, and other commands get their turn."""

import csv
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from tests.servers.fixtures import end_servers
from tests.servers.installations import Installations
from tests.servers.server import ROOT, Server
from tests.servers.stacks import SQLITE

pytestmark = pytest.mark.slow

ROWS = 3000
MOST_LOG_BYTES = 64 * 1024**2
WRITE = "from sessions.models import Category; Category.objects.filter(slug='drains').update(position=1)"
WARDS = "from sessions.models import Ward; Ward.objects.bulk_create(Ward(number=each) for each in range(1, 101))"


@pytest.fixture
def installed(installations: Installations, tmp_path: Path) -> Iterator[Server]:
    with ExitStack() as exits:
        server = installations.make_server(exits, SQLITE, tmp_path / "data")
        exits.callback(end_servers, [server])
        yield server


def write_list(path: Path) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(["external_id", "ward", "category", "state", "published", "lodged_at", "text"])
        for each in range(ROWS):
            text = f"The drain before house {each} overflows whenever it rains, and the school is closed for days."
            lines.writerow([f"FMS-{each}", 1 + each % 100, "drains", "confirmed_done", "yes", "2024-03-01", text])
    return path


def test_the_log_stays_short_and_a_second_command_gets_its_turn(installed: Server, tmp_path: Path) -> None:
    assert installed.manage("shell", "--no-imports", "-c", WARDS).returncode == 0
    log, sizes, over = installed.data_dir / "db.sqlite3-wal", [0], threading.Event()

    def watch() -> None:
        while not over.wait(0.01):
            sizes.append(log.stat().st_size if log.exists() else 0)

    watching = threading.Thread(target=watch)
    watching.start()
    command = [sys.executable, "manage.py", "import_matters", str(write_list(tmp_path / "list.csv")), "--publish"]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=installed.full_environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as entering:
        beside = installed.manage("tick")
        said, _none = entering.communicate()
    over.set()
    watching.join()
    assert (entering.returncode, said) == (
        0,
        f"{ROWS} entered, 0 had been entered before. {ROWS} rows are marked published: public now.\n",
    )
    assert (beside.returncode, beside.stderr) == (0, "")
    assert 0 < max(sizes) < MOST_LOG_BYTES


def test_a_command_that_waited_in_vain_names_who_writes(installed: Server) -> None:
    with closing(sqlite3.connect(installed.data_dir / "db.sqlite3", isolation_level=None)) as held:
        held.execute("BEGIN IMMEDIATE")
        refused = installed.manage("shell", "--no-imports", "-c", WRITE)
        held.execute("ROLLBACK")
    assert refused.returncode == 1
    assert refused.stderr.startswith("manage.py: the database is held by process ")
    assert refused.stderr.endswith(
        f", which writes to it. Wait until that ends, and try again (DATA_DIR is {installed.data_dir}).\n"
    )
    assert refused.stderr.count("\n") == 1
