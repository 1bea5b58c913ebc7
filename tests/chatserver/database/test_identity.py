import io
import logging
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from chatserver.database import identity
from chatserver.database.identity import DATABASE_FILE, KnownDatabase
from chatserver.database.marker import MARKER_FILE as MARKER_NAME
from chatserver.database.models import DatabaseIdentity
from sessions.models import Event, Stream
from tests.factories.evening import make_evening

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """With a file in the place of the database's, whose inode is looked at."""
    (tmp_path / DATABASE_FILE).touch()
    return tmp_path


def epochs_of() -> set[str]:
    return set(Stream.objects.values_list("epoch", flat=True))


@pytest.mark.costly
def test_a_database_that_was_never_served_gets_an_identity_and_new_epochs_and_then_keeps_them(folder: Path):
    make_evening(residents=1)
    before = epochs_of()
    KnownDatabase(folder).look()
    first = epochs_of()
    assert not before & first
    known = KnownDatabase(folder)
    known.look()
    make_evening(number=81, residents=1)
    known.look()
    KnownDatabase(folder).look()
    assert first < epochs_of()
    row = DatabaseIdentity.objects.get()
    assert (row.generation, len(row.identity), len(row.token)) == (1, 22, 22)


def test_the_marker_is_written_only_where_the_log_has_grown(folder: Path):
    evening = make_evening()
    known = KnownDatabase(folder)
    known.look()
    written = (folder / MARKER_NAME).stat().st_ino, (folder / MARKER_NAME).read_bytes()
    known.look()
    assert ((folder / MARKER_NAME).stat().st_ino, (folder / MARKER_NAME).read_bytes()) == written
    evening.ask()
    known.look()
    assert (folder / MARKER_NAME).read_bytes() != written[1]


@pytest.mark.costly
@pytest.mark.row("fault", 17)
@pytest.mark.parametrize("is_running", [True, False])
def test_an_older_database_gets_new_epochs_also_when_events_are_appended(
    folder: Path, is_running: bool, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.INFO, identity.__name__)
    evening = make_evening()
    evening.ask()
    known = KnownDatabase(folder)
    known.look()
    assert caplog.text.count("Reset the positions of 1 chats") == 1
    before = epochs_of()
    last = Event.objects.latest("pk")
    Event.objects.filter(pk=last.pk).delete()
    Stream.objects.filter(pk=last.stream_id).update(seq=last.seq - 1)
    evening.ask("Another question, since then?", by=1)
    (known if is_running else KnownDatabase(folder)).look()
    after = epochs_of()
    assert not before & after
    assert "it lacks what was served last" in caplog.text
    known.look()
    KnownDatabase(folder).look()
    assert epochs_of() == after


def test_a_copy_from_another_installation_gets_new_epochs(folder: Path):
    make_evening(residents=1)
    KnownDatabase(folder).look()
    before = epochs_of()
    DatabaseIdentity.objects.update(identity="another", generation=9)
    KnownDatabase(folder).look()
    assert not before & epochs_of()
    assert DatabaseIdentity.objects.get().generation == 10


def test_servers_that_share_a_database_renew_it_once(folder: Path, tmp_path: Path):
    make_evening(residents=1)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / DATABASE_FILE).hardlink_to(folder / DATABASE_FILE)
    servers = [KnownDatabase(folder), KnownDatabase(tmp_path / "other")]
    for server in servers:
        server.look()
    DatabaseIdentity.objects.update(place="elsewhere")
    generation = DatabaseIdentity.objects.get().generation
    for server in servers * 2:
        server.look()
    assert DatabaseIdentity.objects.get().generation == generation + 1


def test_an_operator_may_renew_beside_a_server(folder: Path, settings: object):
    make_evening(residents=1)
    known = KnownDatabase(folder)
    known.look()
    before = epochs_of()
    settings.DATA_DIR = folder  # type: ignore[attr-defined]
    said = io.StringIO()
    call_command("renew_epochs", stdout=said)
    assert said.getvalue() == "Renewed the epochs of 1 chats.\n"
    after = epochs_of()
    assert not before & after
    for server in (known, KnownDatabase(folder)):
        server.look()
    assert epochs_of() == after


@pytest.mark.skipif(connection.vendor == "postgresql", reason="a place of PostgreSQL is never taken by another")
def test_a_file_that_nothing_vouches_for_gets_new_epochs(folder: Path):
    make_evening(residents=1)
    KnownDatabase(folder).look()
    before = epochs_of()
    (folder / MARKER_NAME).unlink()
    KnownDatabase(folder).look()
    assert not before & epochs_of()


@pytest.mark.skipif(connection.vendor == "sqlite", reason="any file may be anybody's")
def test_a_new_machine_beside_others_renews_nothing(folder: Path):
    make_evening(residents=1)
    KnownDatabase(folder).look()
    before = epochs_of()
    (folder / MARKER_NAME).unlink()
    KnownDatabase(folder).look()
    assert epochs_of() == before
