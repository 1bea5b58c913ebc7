"""A backup from before a redaction brings the words back, and they are gone again before anything is served."""

import os
from pathlib import Path
from time import monotonic, sleep

import pytest

from tests.chatserver.live.faults.conftest import on
from tests.servers.fixtures import Serve
from tests.servers.server import Server
from tests.servers.services.binaries import find_postgres
from tests.servers.stacks import DAPHNE, SQLITE

pytestmark = [on(SQLITE, DAPHNE), pytest.mark.long]

WORDS = b"Canary"

MAKE = """
from django.db import transaction
from tests.factories.evening import make_evening
from tests.sessions.record.redaction.conftest import make_recorded
with transaction.atomic():
    evening = make_evening()
make_recorded(evening)
"""
"""In one transaction: the clock of the server beside it opens what is announced and not open yet."""
REDACT = """
from sessions.models import Question, Redaction
from sessions.record.redaction.confirming import confirm_redaction
from tests.factories.clerks import make_clerk
confirm_redaction(Redaction.objects.get().pk, clerk=make_clerk("third"))
"""


def run(server: Server, *command: str) -> str:
    done = server.manage(*command)
    assert done.returncode == 0, done.stderr
    return done.stdout


def files_with_words(folder: Path) -> list[str]:
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and "static" not in path.parts]
    return [str(path.relative_to(folder)) for path in files if WORDS in content_of(path)]


def content_of(path: Path) -> bytes:
    """Nothing, if the server has deleted it since it was found."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


def wait_until_clean(folder: Path) -> None:
    """A thread of the server does it, every two seconds."""
    end = monotonic() + 30
    while files_with_words(folder):
        assert monotonic() < end, files_with_words(folder)
        sleep(0.1)


def words_in_database(server: Server) -> list[str]:
    rows = server.ask_database("SELECT body FROM chat_sessions_event")
    return [str(body) for (body,) in rows if "Canary" in str(body)]


@pytest.mark.takes(30)
def test_a_restored_backup_is_redacted_again(serve: Serve, tmp_path: Path) -> None:
    server = serve(PATH=f"{find_postgres()}:{os.environ['PATH']}")
    run(server, "shell", "-v", "0", "-c", MAKE)
    backup = tmp_path / "backup"
    run(server, "backup", str(backup))
    slug = server.ask_database("SELECT slug FROM chat_sessions_record")[0][0]
    numbers = _numbers(server)
    entries = [part for n in numbers for part in ("--entry", str(n))]
    order = ("--ground", "court_order", "--authority", "Order 7", "--order", "WPA 7", "--order-date", "2026-01-05")
    said = run(server, "redact", slug, *entries, *order)
    assert "Nothing is destroyed yet" in said
    assert WORDS in server.get(f"/records/{slug}/")[1]
    run(server, "shell", "-v", "0", "-c", REDACT)
    assert WORDS not in server.get(f"/records/{slug}.json")[1]
    wait_until_clean(server.data_dir)

    server.stop()
    said = run(server, "restore", "--replace", str(backup))
    assert f"Redacted again, because the backup still held their words: {len(numbers)} entries." in said
    assert words_in_database(server) == []
    assert files_with_words(server.data_dir) == []
    server.faults_expected = True  # the backup's log is older than the one that was published: the start says so
    server.start()
    assert "Records cannot be sealed" in server.log
    assert WORDS not in server.get(f"/records/{slug}/")[1]
    assert b"Order 7" in server.get("/records/redactions/")[1]


def _numbers(server: Server) -> list[int]:
    """The entries of the record that hold the words."""
    code = (
        "from sessions.models import Record; "
        "print([each['n'] for each in Record.objects.get().document['entries'] if 'Canary' in str(each['texts'])])"
    )
    return [int(n) for n in run(server, "shell", "-v", "0", "-c", code).strip().strip("[]").split(",")]
