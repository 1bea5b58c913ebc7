"""bin/manage seal_record: it refuses within the window, and leaves nothing half-done when it fails."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.utils import timezone

from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.models import ChatSession, LogLeaf, Record
from tests.factories.evening import Evening, make_evening

pytestmark = pytest.mark.costly


@pytest.fixture(autouse=True)
def data_folder(settings: Any, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path


def seal(written: object, **options: Any) -> str:
    out = StringIO()
    call_command("seal_record", str(written), stdout=out, **options)
    return out.getvalue()


def test_without_a_name_for_the_log_it_says_what_to_set_and_seals_nothing(db: None, settings: Any) -> None:
    settings.LOG_NAME = ""
    evening = make_evening()
    close_chat_session(evening.chat_session, by="clerk")
    with pytest.raises(CommandError, match=r"^Nothing was sealed\. The log has no name yet.*Set ORIGINS"):
        seal(evening.chat_session.pk, now=True)
    assert (Record.objects.get().is_draft, LogLeaf.objects.count()) == (True, 0)


def refusal_of(written: object, **options: Any) -> str:
    with pytest.raises(CommandError) as refusal:
        seal(written, **options)
    return str(refusal.value)


def test_within_the_window_it_says_until_when_and_with_now_who_and_why(evening: Evening) -> None:
    close_chat_session(evening.chat_session, by="clerk")
    until = timezone.localtime(Record.objects.get().correct_until)
    said = refusal_of(evening.chat_session.pk)
    assert said == f"Typing faults can be corrected until {until:%d %B %Y, %H:%M}. To seal it before that: --now"
    slug = Record.objects.get().slug
    assert seal(slug, now=True, reason="The council meets tomorrow").startswith(f"Sealed: /records/{slug}/, ")
    last = Record.objects.get().document["entries"][-1]
    told = (last["data"]["early_by"], last["texts"]["reason"]["value"])
    assert told == ("operator", "The council meets tomorrow")
    assert refusal_of(slug) == "This record is sealed already."


def test_after_the_window_it_needs_no_now(evening: Evening) -> None:
    close_chat_session(evening.chat_session, by="clerk")
    Record.objects.update(correct_until=timezone.now() - timedelta(seconds=1))
    seal(evening.chat_session.pk)
    assert set(Record.objects.get().document["entries"][-1]["data"]) == {"seq"}


def test_what_is_not_there_is_said_in_one_line(evening: Evening) -> None:
    assert refusal_of("ward-95-2020-01-01") == "There is no chat and no record 'ward-95-2020-01-01'."
    assert refusal_of(evening.chat_session.pk) == "This chat is not over yet, or was never held: it has no record."


@pytest.mark.django_db(transaction=True)
def test_on_a_full_disk_nothing_is_sealed_and_the_next_try_seals() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the limit of the file's pages is SQLite's")
    evening = make_evening()
    for _number in range(20):
        evening.queue()
    close_chat_session(evening.chat_session, by="clerk")
    before = list(Record.objects.values())
    with full_disk():
        said = refusal_of(evening.chat_session.pk, now=True)
    assert said == "Nothing was sealed: database or disk is full. Fix this and try again."
    assert list(Record.objects.values()) == before
    assert ChatSession.objects.get().state == "closed"
    assert not LogLeaf.objects.filter(kind="record").exists()
    assert seal(evening.chat_session.pk, now=True).startswith("Sealed: ")


@contextmanager
def full_disk() -> Iterator[None]:
    """The file of the database may not grow, and has no free page."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE ballast (bytes BLOB)")
        try:
            fill(cursor)
            yield
        finally:
            cursor.execute("PRAGMA max_page_count = 1073741823")
            cursor.execute("DROP TABLE ballast")


def fill(cursor: Any) -> None:
    pages = cursor.execute("PRAGMA page_count").fetchone()[0]
    cursor.execute(f"PRAGMA max_page_count = {pages}")
    for _page in range(10_000):
        try:
            cursor.execute("INSERT INTO ballast VALUES (zeroblob(3000))")
        except OperationalError:
            return
    raise AssertionError("the file never became full")
