"""A backup brings the key of the log back, and a restored database signs no shorter log than was published."""

import json
import re
import stat
import time
from pathlib import Path

import pytest

from chatserver.readiness.check_runner import KEPT_S
from tests.servers.fixtures import Serve
from tests.servers.server import Server

APPEND = """
from django.db import transaction
from sessions.record.proof.installation_log import append_record_state
from sessions.record.proof.log_refused import LogRefused
with transaction.atomic():
    try:
        print("leaf", append_record_state(slug="a", root="", size=1, sealed_at=""))
    except LogRefused as refusal:
        print(refusal)
"""


def append(server: Server) -> str:
    done = server.manage("shell", "--no-imports", "-c", APPEND)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.strip()


@pytest.mark.long
@pytest.mark.slow
def test_a_restored_backup_signs_nothing_until_the_operator_has_spoken(serve: Serve, tmp_path: Path) -> None:
    server, file = serve(), str(tmp_path / "backup")
    assert append(server) == "leaf 0"
    assert server.manage("backup", file).returncode == 0
    assert append(server) == "leaf 1"
    server.stop()
    assert server.manage("restore", "--replace", file).returncode == 0
    assert "has signed a log of 2 leaves, and only 1 are in the database" in append(server)
    done = server.manage("accept_restored_log", "--reason", "The disk broke.")
    assert (done.returncode, done.stderr) == (0, "")
    assert append(server) == "leaf 1"


@pytest.mark.slow
@pytest.mark.row("fault", 17)
@pytest.mark.parametrize("kept", [0, 1])
def test_that_nothing_is_sealed_is_told_from_the_start_until_the_operator_has_spoken(
    serve: Serve, tmp_path: Path, kept: int
) -> None:
    server, file = serve(), str(tmp_path / "backup")
    server.faults_expected = True
    for _leaf in range(kept):
        append(server)
    assert server.manage("backup", file).returncode == 0
    append(server)
    server.stop()
    assert server.manage("restore", "--replace", file).returncode == 0
    assert "Records cannot be sealed" not in server.log
    server.start()
    [line] = [line for line in server.log.splitlines() if "Records cannot be sealed" in line]
    assert " ERROR " in line
    assert "accept_restored_log" in line
    assert (state_of(server), server.get("/log/checkpoint")[0]) == ((True, "stopped", "1.0"), 503)
    assert server.manage("accept_restored_log", "--reason", "The disk broke.").returncode == 0
    status, checkpoint = server.get("/log/checkpoint")
    assert (status, checkpoint.decode().split("\n")[:2]) == (200, ["127.0.0.1:8000/log/2", f"{kept}"])
    time.sleep(KEPT_S)
    assert state_of(server) == (True, "ok", "0.0")


def state_of(server: Server) -> tuple[bool, str, str]:
    told = json.loads(server.get("/readyz")[1])
    [metric] = re.findall(r"^chat_sealing_stopped (\S+)$", server.get("/metrics")[1].decode(), re.MULTILINE)
    return told["ready"], told["sealing"], metric


@pytest.mark.long
@pytest.mark.slow
def test_on_a_new_machine_the_key_is_there_and_the_log_waits(serve: Serve, tmp_path: Path) -> None:
    server, file, folder = serve(), str(tmp_path / "backup"), tmp_path / "restored"
    assert append(server) == "leaf 0"
    assert server.manage("backup", file).returncode == 0
    restored = Server(folder)
    assert restored.manage("restore", file).returncode == 0
    [key] = (folder / "log_keys").iterdir()
    assert key.read_bytes() == (server.data_dir / "log_keys" / key.name).read_bytes()
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert "whether a longer one was published, nobody here knows" in append(restored)
    assert restored.manage("accept_restored_log", "--nothing-lost").returncode == 0
    assert append(restored) == "leaf 1"
