"""A backup brings the key of the log back, and a restored database signs no shorter log than was published."""

import stat
from pathlib import Path

import pytest

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
