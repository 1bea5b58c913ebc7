"""No byte of redacted words is left in the database's files, nor in any file of the data folder."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import Client

from chatserver.operations.workers.cleaning_thread import CleaningThread
from sessions.models import Redaction
from sessions.record.redaction.after_commit import finish_pending
from sessions.record.redaction.redaction_list import lines_in_database, read_list
from sessions.record.redaction.repeating import repeat_redactions
from tests.factories.evening import make_evening
from tests.factories.planning_desk import client_of
from tests.sessions.record.redaction.conftest import ALL, CANARY, Recorded, make_recorded

WORDS = ("Canary", "ক্যানারি")

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]


@pytest.fixture
def data_dir(settings: Any, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def recorded(data_dir: Path) -> Recorded:
    """Written by a connection that leaves deleted rows where they are, as SQLite does by itself."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = OFF")
    forget_other_tests()
    return make_recorded(make_evening())


def forget_other_tests() -> None:
    """Earlier tests' deleted rows, which may hold the same words, lie in PostgreSQL's files until these are cleaned."""
    if connection.vendor == "postgresql":
        tables = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in apps.get_models())
        with connection.cursor() as cursor:
            cursor.execute(f"VACUUM (FULL) {tables}")


def spellings() -> set[bytes]:
    """Spellings as text, folded for the search, and escaped in JSON."""
    found = {spelt for word in WORDS for spelt in (word, word.casefold(), json.dumps(word).strip('"'))}
    return {spelt.encode() for spelt in found}


def database_bytes() -> Iterator[bytes]:
    if connection.vendor == "sqlite":
        path = Path(connection.settings_dict["NAME"])
        for name in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
            yield name.read_bytes()
        return
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        for model in apps.get_models():
            cursor.execute(
                "SELECT pg_relation_filepath(c.oid) FROM pg_class c"
                " JOIN pg_class t ON c.oid IN (t.oid, t.reltoastrelid) WHERE t.relname = %s"
                " UNION SELECT pg_relation_filepath(i.indexrelid) FROM pg_index i"
                " JOIN pg_class t ON i.indrelid = t.oid WHERE t.relname = %s",
                [model._meta.db_table] * 2,
            )
            for (path,) in cursor.fetchall():
                cursor.execute("SELECT pg_read_binary_file(%s)", [path])
                yield bytes(cursor.fetchone()[0])


def holds_words() -> bool:
    return any(spelt in content for content in database_bytes() for spelt in spellings())


def test_the_words_are_in_no_byte_of_the_database_any_longer(recorded: Recorded) -> None:
    assert holds_words()
    redaction = recorded.redact(*ALL)
    assert finish_pending()
    redaction.refresh_from_db()
    assert redaction.cleaned_at is not None
    assert not holds_words()


def test_a_clerk_who_confirms_does_not_wait_for_clean_files_and_the_page_says_so(recorded: Recorded) -> None:
    address, client = f"/planning/redactions/{recorded.propose(*ALL).pk}/", client_of(recorded.second_clerk)
    with connection.execute_wrapper(die_while_cleaning):
        assert client.post(address, {"do": "confirm"}).status_code == 302
    assert CANARY not in str(recorded.record.document)
    waiting = "Traces of them may still lie in unused places"
    assert waiting in client.get(address, headers={"accept-language": "en"}).content.decode()
    assert finish_pending()
    assert waiting not in client.get(address, headers={"accept-language": "en"}).content.decode()


class Killed(BaseException):
    """An interruption like the end of a process: nothing catches it."""


def die_while_cleaning(execute: Any, sql: str, *rest: Any) -> Any:
    if "VACUUM" in sql:
        raise Killed
    return execute(sql, *rest)


def test_cleaning_that_is_killed_is_done_by_the_next_process(recorded: Recorded) -> None:
    redaction = recorded.redact(*ALL)
    with connection.execute_wrapper(die_while_cleaning), pytest.raises(Killed):
        CleaningThread().take_turn()
    assert Redaction.objects.uncleaned().get() == redaction
    CleaningThread().take_turn()
    assert not Redaction.objects.uncleaned().exists()
    assert not holds_words()


def test_no_page_and_no_file_holds_them(recorded: Recorded, data_dir: Path) -> None:
    recorded.redact(*ALL)
    assert finish_pending()
    slug = recorded.record.slug
    for address in (f"/records/{slug}/", f"/records/{slug}.json", "/records/redactions.json", "/feeds/ward-95.atom"):
        content = Client().get(address).content
        assert [spelt for spelt in spellings() if spelt in content] == []
    files = [path for path in data_dir.rglob("*") if path.is_file()]
    assert data_dir / "redactions.json" in files
    assert [path for path in files if any(spelt in path.read_bytes() for spelt in spellings())] == []


def test_while_a_chat_is_live_it_waits_and_the_clock_goes_on_later(recorded: Recorded) -> None:
    other = make_evening(number=96)
    redaction = recorded.redact(*ALL)
    assert not finish_pending()
    redaction.refresh_from_db()
    assert redaction.cleaned_at is None
    type(other.chat_session).objects.filter(pk=other.chat_session.pk).update(state="closed")
    assert finish_pending()
    assert not holds_words()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has no log that readers hold")
def test_a_reader_that_holds_the_log_delays_it(recorded: Recorded) -> None:
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM chat_sessions_question").fetchone()
        redaction = recorded.redact(*ALL)
        assert not finish_pending()
        redaction.refresh_from_db()
        assert redaction.cleaned_at is None
        reader.execute("ROLLBACK")
    assert finish_pending()
    assert not holds_words()


def test_a_disk_that_takes_no_list_leaves_it_to_the_clock(recorded: Recorded, data_dir: Path) -> None:
    (data_dir / "redactions.json").mkdir()
    redaction = recorded.redact(*ALL)
    redaction.refresh_from_db()
    assert (redaction.state, redaction.cleaned_at) == ("confirmed", None)
    (data_dir / "redactions.json").rmdir()
    assert finish_pending()
    assert len(read_list(data_dir)) == 4


def test_what_an_older_copy_brings_back_is_redacted_again(recorded: Recorded, data_dir: Path) -> None:
    with transaction.atomic():
        recorded.redact("question.queued", "answer.given")
        lines = list(lines_in_database())
        transaction.set_rollback(True)
    assert holds_words()
    assert repeat_redactions(lines) == 2
    assert [line["ground"] for line in recorded.record.document["redactions"]] == ["court_order", "court_order"]
    assert Redaction.objects.get().proposed_by is None
    assert repeat_redactions(read_list(data_dir)) == 0
    assert recorded.record.document["entries"][recorded.numbers_of("question.queued")[0]]["texts"]["text"] is None


def test_a_list_about_another_log_changes_nothing(recorded: Recorded) -> None:
    with transaction.atomic():
        recorded.redact("question.queued")
        lines = list(lines_in_database())
        transaction.set_rollback(True)
    [line] = lines
    assert repeat_redactions([line | {"given_at": "2026-01-01T00:00:00.000Z"}]) == 0
    assert repeat_redactions([line | {"seq": 4000}]) == 0
