"""Nothing outlives a test run, however it ends."""

import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from tests.servers.server import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.long]

RUN = """
import time
from tests.servers.services.postgres import Postgres
from tests.servers.services.valkey import Valkey
for server in (Postgres(), Valkey()):
    print(server.pid, server.folder, flush=True)
time.sleep(60)
"""


def test_real_servers_and_their_folders_go_when_the_run_is_killed():
    with subprocess.Popen([sys.executable, "-c", RUN], cwd=ROOT, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        started = [run.stdout.readline().split() for _ in range(2)]
        run.kill()
    deadline = time.monotonic() + 30
    while any(psutil.pid_exists(int(pid)) or Path(folder).exists() for pid, folder in started):
        assert time.monotonic() < deadline, started
        time.sleep(0.02)
