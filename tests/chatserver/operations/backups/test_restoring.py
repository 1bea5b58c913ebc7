"""A prepared archive is refused, or what fails later leaves all as it was: in one line, and never with a traceback."""

import json
import sqlite3
import tarfile
from collections.abc import Callable
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from chatserver.operations.backups.archive import write_archive
from chatserver.operations.backups.manifest import Manifest, describe_part
from chatserver.operations.backups.sqlite_copy import look_through_sqlite
from tests.servers.fixtures import Serve
from tests.servers.server import Server

pytestmark = [pytest.mark.slow, pytest.mark.long]


@pytest.fixture
def server(serve: Serve) -> Server:
    """Stopped, with data."""
    server = serve()
    server.stop()
    none = {"format": "councillor-chat-redactions/1", "redactions": []}
    (server.data_dir / "redactions.json").write_text(json.dumps(none))
    return server


def unpacked(server: Server, folder: Path) -> Path:
    """The parts of a real backup of it."""
    assert server.manage("backup", str(folder / "real")).returncode == 0
    with tarfile.open(folder / "real") as tar:
        tar.extractall(folder / "parts", filter="data")
    return folder / "parts"


def prepare(parts: Path, target: Path) -> Path:
    """An archive whose manifest says of each part, and of the database, what is true."""
    given: dict[str, Any] = json.loads((parts / "manifest.json").read_bytes())
    migrations, counts = look_through_sqlite(parts / "database.sqlite3")
    names = [str(path.relative_to(parts)) for path in sorted(parts.rglob("*")) if path.is_file()]
    names.remove("manifest.json")
    told = [describe_part(parts / name, name) for name in names]
    manifest = Manifest(given["at"], given["product"], "sqlite", migrations, counts, given["has_secret_key"], told)
    write_archive(target, manifest, parts, passphrase=None)
    return target


def state_of(folder: Path) -> dict[str, str]:
    """Without what each command makes anew: static files, and the lock with the number of its process."""
    files = [path for path in folder.rglob("*") if path.is_file() and path.name != "serving.lock"]
    names = {path: path.relative_to(folder) for path in files}
    return {
        str(name): sha256(path.read_bytes()).hexdigest() for path, name in names.items() if name.parts[0] != "static"
    }


def change(database: Path, query: str) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.executescript(query)


def add(name: str) -> Callable[[Path], None]:
    def put(parts: Path) -> None:
        (parts / name).parent.mkdir(parents=True, exist_ok=True)
        (parts / name).write_bytes(b"alert(1)")

    return put


def replace_database(parts: Path) -> None:
    (parts / "files" / "db.sqlite3").write_bytes((parts / "database.sqlite3").read_bytes())


def spoil(query: str) -> Callable[[Path], None]:
    return lambda parts: change(parts / "database.sqlite3", query)


PREPARED = {
    "a script beside ours": (
        add("files/static/x.js"),
        "holds 'files/static/x.js', which does not belong to this product",
    ),
    "a second database": (replace_database, "holds 'files/db.sqlite3', which does not belong to this product"),
    "a dump beside it": (add("database.dump"), "holds 'database.dump', which does not belong to this product"),
    "a list of redactions that is none": (add("files/redactions.json"), "The list of redactions in the backup cannot"),
    "a table is missing": (spoil("PRAGMA foreign_keys=OFF; DROP TABLE accounts_user"), "lacks the table accounts_user"),
    "the chats are missing": (
        spoil("PRAGMA foreign_keys=OFF; DROP TABLE chat_sessions_chatsession"),
        "The database in the backup does not belong to this product",
    ),
    "a migration that was never made is missing": (
        spoil("DELETE FROM django_migrations WHERE app = 'accounts'"),
        "The backup cannot be used: ",
    ),
    "a table that refuses": (
        spoil(
            "CREATE TRIGGER no BEFORE UPDATE ON chat_sessions_stream BEGIN SELECT RAISE(ABORT, 'no'); END;"
            "DROP TABLE chat_sessions_category;"
        ),
        "The backup cannot be used: ",
    ),
}


@pytest.mark.row("threat", 50)
@pytest.mark.parametrize("which", PREPARED)
def test_a_prepared_archive_leaves_all_as_it_was(server: Server, tmp_path: Path, which: str) -> None:
    spoiled, why = PREPARED[which]
    parts = unpacked(server, tmp_path)
    spoiled(parts)
    archive, before = prepare(parts, tmp_path / "prepared"), state_of(server.data_dir)
    done = server.manage("restore", "--replace", str(archive))
    assert (done.returncode, done.stderr.count("\n"), why in done.stderr) == (1, 1, True), done.stderr
    assert state_of(server.data_dir) == before
    assert [path.name for path in server.data_dir.iterdir() if path.name.startswith((".", "replaced-"))] == []
    server.start()


def test_others_are_left_out_where_that_is_asked_for(server: Server, tmp_path: Path) -> None:
    parts = unpacked(server, tmp_path)
    add("files/notes.txt")(parts)
    archive = prepare(parts, tmp_path / "prepared")
    done = server.manage("restore", "--replace", "--leave-out-others", str(archive))
    assert (done.returncode, done.stderr) == (0, "")
    assert "Left out, because they do not belong to this product: files/notes.txt." in done.stdout
    assert not (server.data_dir / "notes.txt").exists()
    server.start()
