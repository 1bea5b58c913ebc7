"""A server and witnesses as processes of their own: signed, forked with the real key, set back, and away."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from chatserver.outside.witness import Witness
from sessions.record.proof.verifier.verify import Failed, check_note, check_witnesses
from tests.servers.background import Background
from tests.servers.fixtures import end_servers
from tests.servers.installations import Installations
from tests.servers.server import NOT_INHERITED, ROOT, Server
from tests.servers.stacks import SQLITE

pytestmark = [pytest.mark.slow, pytest.mark.takes(20), pytest.mark.row("threat", 68)]

APPEND = """
from django.db import transaction
from sessions.record.proof.installation_log import append_record_state
with transaction.atomic():
    append_record_state(slug="{slug}", root="{root}=", size=41, sealed_at="2027-01-05T18:00:00Z")
"""

REWRITE = """
from django.conf import settings
from django.db import transaction
from sessions.models import LogCheckpoint, LogLeaf
from sessions.record.proof.signing import lock_log, sign_checkpoint
from sessions.record.proof.tree import hash_of_leaf
with transaction.atomic():
    origin = lock_log()
    leaf = LogLeaf.objects.get(index=0)
    data = leaf.data.replace("evening-0", "evening-9")
    LogLeaf.objects.filter(index=0).update(data=data, hash=hash_of_leaf(data.encode()))
    LogCheckpoint.objects.all().delete()
    (settings.DATA_DIR / "log_high_water.json").unlink()
    sign_checkpoint(origin, [bytes(each.hash) for each in LogLeaf.objects.order_by("index")])
"""

SET_BACK = """
from django.conf import settings
from sessions.models import LogCheckpoint, LogLeaf
LogCheckpoint.objects.latest("pk").delete()
LogLeaf.objects.latest("index").delete()
(settings.DATA_DIR / "log_high_water.json").unlink()
"""


def change(server: Server, code: str) -> None:
    done = server.manage("shell", "--no-imports", "-c", code)
    assert (done.returncode, done.stderr) == (0, "")


def append(server: Server, number: int) -> None:
    change(server, APPEND.format(slug=f"evening-{number}", root="cnJy" * 10 + "cnI"))


def elsewhere() -> dict[str, str]:
    """The environment of a machine without an installation."""
    return {name: value for name, value in os.environ.items() if name not in {*NOT_INHERITED, "DATA_DIR"}} | {
        "DJANGO_SETTINGS_MODULE": "none.such"
    }


def witness(server: Server, folder: Path) -> tuple[int, str]:
    """Run as a command line runs it, in a folder of its own; answers its exit code and its last line."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "witness", server.base_url],
        cwd=folder,
        env=elsewhere(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, (done.stderr or done.stdout).splitlines()[-1]


def signed_by(server: Server) -> list[str]:
    status, note = server.get("/log/checkpoint")
    assert status == 200
    return re.findall(r"^— (witness\S+) ", note.decode(), re.MULTILINE)


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.1)


@pytest.fixture
def served(installations: Installations, tmp_path: Path) -> Iterator[tuple[Server, Witness]]:
    """A server that names a witness which comes by itself: its key is in the folder `witness`."""
    own = Witness(tmp_path / "witness", "witness.example/follows")
    with ExitStack() as exits:
        server = installations.make_server(exits, SQLITE, tmp_path / "data", environment={"WITNESSES": own.vkey})
        exits.callback(end_servers, [server])
        append(server, 0)
        append(server, 1)
        server.start()
        yield server, own


def test_a_witness_on_another_machine_follows_until_the_log_is_rewritten(
    served: tuple[Server, Witness], tmp_path: Path
) -> None:
    server, own = served
    said = "Signed: 127.0.0.1:8000/log has {} leaves, and goes on from the {} that were signed before."
    assert witness(server, tmp_path) == (0, said.format(2, 0))
    assert witness(server, tmp_path) == (0, "127.0.0.1:8000/log has 2 leaves, as were signed before.")
    append(server, 2)
    assert signed_by(server) == []
    assert witness(server, tmp_path) == (0, said.format(3, 2))
    assert signed_by(server) == ["witness.example/follows"]
    note, keys = server.get("/log/checkpoint")[1].decode(), [own.seen().vkey]  # type: ignore[union-attr]
    assert check_witnesses(check_note(note, keys), [own.vkey], keys) == ("witness.example/follows",)
    assert not (tmp_path / "log_keys").exists()


def test_what_the_operator_signs_anew_with_the_real_key_gets_no_signature(
    served: tuple[Server, Witness], tmp_path: Path
) -> None:
    server, own = served
    append(server, 2)
    assert witness(server, tmp_path)[0] == 0
    kept = own.seen()
    assert kept is not None
    change(server, SET_BACK)
    refused = "Refused: the log has shrunk: 3 leaves were signed before, and 2 are now."
    assert witness(server, tmp_path) == (1, refused)
    append(server, 3)
    change(server, REWRITE)
    refused = "Refused: the log was rewritten: two checkpoints of 3 leaves differ."
    assert witness(server, tmp_path) == (1, refused)
    append(server, 4)
    refused = "Refused: the log was rewritten: it does not begin with the 3 leaves that were signed before."
    assert witness(server, tmp_path) == (1, refused)
    assert (own.seen(), signed_by(server)) == (kept, [])
    head = check_note(server.get("/log/checkpoint")[1].decode(), [kept.vkey])
    with pytest.raises(Failed, match="the checkpoint has no signature of the witness"):
        check_witnesses(head, [own.vkey], [kept.vkey])


def test_a_listening_witness_is_asked_by_the_log_and_a_missing_one_delays_nothing(
    installations: Installations, tmp_path: Path
) -> None:
    folder = tmp_path / "witness"
    own, away = Witness(folder, "witness.example/listens"), Witness(tmp_path / "away", "witness.example/away")
    with ExitStack() as exits:
        server = installations.make_server(exits, SQLITE, tmp_path / "data")
        exits.callback(end_servers, [server])
        append(server, 0)
        [[vkey]] = server.ask_database("SELECT vkey FROM chat_sessions_logkey")
        options = ["--folder", str(folder), "--key", vkey, "--listen", "0"]
        command = [sys.executable, "manage.py", "witness", "http://127.0.0.1:9", *options]
        log = tmp_path / "witness.log"
        process = Background(command, log_path=log, environment=elsewhere(), cwd=ROOT)
        exits.callback(process.kill)
        process.wait_until(lambda: "Listening on" in log.read_text(), 60, log)
        found = re.search(r"Listening on (\S+)/add-checkpoint", log.read_text())
        assert found is not None
        server.environment["WITNESSES"] = f"{own.vkey} {found[1]}, {away.vkey} http://127.0.0.1:9"
        server.start()
        wait_until(lambda: signed_by(server) == ["witness.example/listens"])
        append(server, 1)
        wait_until(lambda: signed_by(server) == ["witness.example/listens"])
        assert "The witness witness.example/away has not signed the newest checkpoint: " in server.log
        page = server.get("/log/")[1].decode()
        assert "It has signed the newest checkpoint." in page
        assert "It has not signed yet." in page
        assert server.get("/readyz")[0] == 200
