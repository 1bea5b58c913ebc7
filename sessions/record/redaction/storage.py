"""Remove redacted words from the unused places of the database's files, where deleted rows lie on.

SQLite: the database is written anew (VACUUM), and its write-ahead log cut to nothing. PostgreSQL: the tables that held
words are written anew (VACUUM FULL). Both wait until no chat is live, because nobody else can write
meanwhile, and no request waits for them: a thread of the server, or `bin/manage tick`, does it. What
PostgreSQL's own log and the archives of it hold is not ours to remove: chatserver/docs/redaction.md.
"""

import logging
import sqlite3
from collections.abc import Collection
from contextlib import closing
from itertools import chain

from django.db import DatabaseError, connection
from django.db.models import Model
from django.utils import timezone

from sessions.models import (
    Activity,
    ActivityPhoto,
    ActivityText,
    Answer,
    Appeal,
    Ban,
    Change,
    ChatSession,
    Closure,
    Correction,
    Digest,
    Event,
    Matter,
    MatterPhoto,
    MatterReply,
    MatterText,
    MonthRecord,
    MonthText,
    Open311Post,
    Open311Sending,
    Post,
    PostCopy,
    Promise,
    PromiseText,
    Question,
    QuestionCorrection,
    Record,
    RecordText,
    RecordTranslation,
    Redaction,
    Report,
    SearchText,
    StoredReply,
    UnpreparedPhoto,
    WrittenDraft,
)
from sessions.platform.database.log_checkpoints import LogCheckpoints
from sessions.platform.hooks import Hook

logger = logging.getLogger(__name__)

HOLD_WORDS: tuple[type[Model], ...] = (
    *(Event, Question, Answer, Correction, Report, Appeal, StoredReply, QuestionCorrection, WrittenDraft),
    *(Record, RecordText, RecordTranslation, SearchText),
    *(Promise, PromiseText, Matter, MatterText, MonthRecord, MonthText),
    *(MatterReply, MatterPhoto, UnpreparedPhoto, Open311Post, Open311Sending),
    *(Digest, Post, PostCopy),
    *(Activity, ActivityPhoto, ActivityText, ChatSession, Closure),
    *(Ban, Change, Redaction),
)
"""Tables whose rows held redacted words or salts, or hashes of them."""

LOCKS_WAIT_MS = 3000
"""Milliseconds that PostgreSQL waits for a table: a transaction that waits for one keeps all others from it."""

LOG_WAITS_S = 1.0
"""Seconds for which SQLite waits for those who read in the log, or write to it."""


@Hook
def also_hold_words() -> Collection[type[Model]]:
    """Tables of other applications that hold such words."""
    raise NotImplementedError


@Hook
def empty_log_file() -> bool:
    """Cut SQLite's write-ahead log; answers whether nothing is left in it, as others may be reading in it.

    A process that watches over the database's files has its own way.
    """
    raise NotImplementedError


class LogTruncation:
    """Whether the write-ahead log of this process's database is still to be cut after an erasure."""

    def __init__(self) -> None:
        self._is_wanted = False

    def truncate_after_erasure(self) -> None:
        """Truncate the log after the commit.

        Where others read in the log for long, the cleaning thread of this process tries again.
        """
        self._is_wanted = connection.vendor == "sqlite"
        self.truncate_wanted()

    def truncate_wanted(self) -> None:
        if self._is_wanted:
            self._is_wanted = not empty_log_file.ask()


def overwrite_deleted() -> None:
    """Overwrite deleted data. From now on this connection overwrites what it deletes; only SQLite needs to be told."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")


def clean_up() -> bool:
    """Clean the files if a redaction needs that and no chat is live; answers whether nothing is left to clean.

    Safe to run twice, and from two places: where another program holds the database, or reads in it for long, the next
    call tries again. Within a transaction it does nothing.
    """
    waiting = list(Redaction.objects.uncleaned().values_list("pk", flat=True))
    if not waiting:
        return True
    if connection.in_atomic_block or ChatSession.objects.live().exists():
        return False
    try:
        is_clean = _clean_sqlite() if connection.vendor == "sqlite" else _clean_postgresql()
    except (DatabaseError, sqlite3.DatabaseError) as error:
        logger.warning(
            "Redacted words may still be in the database's files; the server will clean them again: %s", error
        )
        return False
    if is_clean:
        Redaction.objects.filter(pk__in=waiting).update(cleaned_at=timezone.now())
    return is_clean


def truncate_log() -> bool:
    """Truncate the log by connections of its own, for a process that does not watch over the files."""
    with closing(LogCheckpoints(str(connection.settings_dict["NAME"]))) as checkpoints:
        return checkpoints.empty_log(wait_s=LOG_WAITS_S)


log_truncation = LogTruncation()


def _clean_sqlite() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
    return empty_log_file.ask()


def _clean_postgresql() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = {LOCKS_WAIT_MS}")
        try:
            for model in (*HOLD_WORDS, *chain.from_iterable(also_hold_words())):
                table = connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001 -- Django's own way to name it
                cursor.execute(f"VACUUM FULL {table}")
        finally:
            cursor.execute("RESET lock_timeout")
    return True
