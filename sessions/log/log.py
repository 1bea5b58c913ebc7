"""Append events to a stream and read them back; everything public goes through this module."""

import secrets
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from itertools import count
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, transaction
from django.db.models import CharField, PositiveIntegerField, QuerySet, TextField, UUIDField
from django.db.models.functions import Cast
from django.utils import timezone
from msgspec import Struct

from sessions.log.audience import Audience, audience_of
from sessions.log.event_form import body_of, read_event, read_written_event, tag_of
from sessions.log.events.chat_session import SessionAnnounced
from sessions.log.events.streams import AnyEvent, MonthLogEvent
from sessions.log.ledger_events import is_in_ledger
from sessions.log.logged_event import LoggedEvent
from sessions.log.removed_words import without_removed_words
from sessions.log.withheld_words import without_withheld_words
from sessions.models import CHAT_STREAMS, MONTH_STREAMS, ChatSession, Event, MonthLog, Stream, StreamName
from sessions.platform.database.insert_rows import NewRows, insert_together
from sessions.platform.database.prepared_query import Given, PreparedQuery
from sessions.platform.database.read_together import BoundQuery
from sessions.platform.hooks import Hook

PAGE = 500
"""The number of events that one query reads."""


class NewEvent(Struct, frozen=True):
    """One event that is in no stream yet. actor: the role and the opaque id of the person who did it.

    author: the opaque id of the person who asked the question; set for an event that the author is told.
    """

    event: AnyEvent | MonthLogEvent
    actor: str
    author: UUID | None = None


@Hook
def stream_grew(*, chat_session_id: UUID, stream: str, seq: int) -> None:
    """Called after the commit, in the thread that committed. stream: its name; seq: the newest."""


@Hook
def backing_changed(*, chat_session_id: UUID) -> None:
    """Called after the commit, in the thread that committed."""


@Hook
def decisions_logged(*, log_of: ChatSession | MonthLog, logged: Sequence[LoggedEvent], actors: Sequence[str]) -> None:
    """Called in the transaction, after events were appended of which the public ledger lists at least one.

    actors: that of each logged event.
    """


@dataclass(frozen=True, slots=True)
class Position:
    epoch: str
    seq: int


def start_streams(chat_session: ChatSession) -> None:
    """Make both streams of a new chat session. They share an epoch, so that one value resumes both."""
    epoch = new_epoch()
    Stream.objects.bulk_create(Stream(chat_session=chat_session, name=name, epoch=epoch) for name in CHAT_STREAMS)


def start_month_streams(month_log: MonthLog) -> None:
    """Make both streams of a new month's log."""
    epoch = new_epoch()
    Stream.objects.bulk_create(Stream(month_log=month_log, name=name, epoch=epoch) for name in MONTH_STREAMS)


def new_epoch() -> str:
    return secrets.token_urlsafe(16)


def append(log_of: ChatSession | MonthLog, event: AnyEvent | MonthLogEvent, *, actor: str) -> LoggedEvent:
    """Append one event in the caller's transaction, and hint at it after the commit. See append_all."""
    return append_all(log_of, [NewEvent(event, actor)])[0]


def append_all(
    log_of: ChatSession | MonthLog, entries: Sequence[NewEvent], *, beside: Sequence[NewRows] = ()
) -> list[LoggedEvent]:
    """Append events in the caller's transaction, those of each stream in their order, and hint at it after the commit.

    log_of: the chat session, or the month's log, whose streams they are; nobody follows a month by socket, so that
    there is no hint for it. beside: what the events tell of, to be inserted together with them.

    The events themselves decide the stream and who is told privately (audience.py). The stream's row stays locked until
    the transaction ends, which makes seq gapless and its order the commit order. In a chat both streams may be written
    to at once: its own row is locked before them. Raises TransactionManagementError outside a transaction.
    """
    if not entries:
        return []
    audiences = [audience_of(entry.event) for entry in entries]
    ends = _advance_streams(log_of, Counter(audience.stream for audience in audiences))
    following = {name: count(end.first) for name, end in ends.items()}
    at = timezone.now()
    logged = [
        LoggedEvent(
            audience.stream, next(following[audience.stream]), at, entry.event, _told_privately(audience, entry)
        )
        for entry, audience in zip(entries, audiences, strict=True)
    ]
    decided = [is_in_ledger(each.event) for each in logged]
    insert_together(*beside, NewRows(Event, _COLUMNS, _rows_of(ends, logged, entries, decided)))
    if any(decided):
        decisions_logged(log_of=log_of, logged=logged, actors=[entry.actor for entry in entries])
    if isinstance(log_of, ChatSession):
        for name, end in ends.items():
            grew = partial(stream_grew, chat_session_id=log_of.pk, stream=name, seq=end.last)
            transaction.on_commit(grew)
    return logged


class _End(NamedTuple):
    """Where a stream ends once its new events are in it: its key, and the seq of the first and of the last of them."""

    key: int
    first: int
    last: int


def _advance_streams(log_of: ChatSession | MonthLog, counts: Mapping[str, int]) -> dict[str, _End]:
    """Lock the rows of streams, and count so many next events of each; answers their ends, by name."""
    if connection.get_autocommit():
        raise transaction.TransactionManagementError("Events can only be appended in a transaction.")
    column = "chat_session_id" if isinstance(log_of, ChatSession) else "month_log_id"
    log_id = log_of.pk if connection.features.has_native_uuid_field else log_of.pk.hex
    more, names = " ".join(["WHEN %s THEN %s"] * len(counts)), ", ".join(["%s"] * len(counts))
    named_counts = [each for pair in counts.items() for each in pair]
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE chat_sessions_stream SET seq = seq + CASE name {more} END"  # noqa: S608 -- one of our own names
            f" WHERE {column} = %s AND name IN ({names}) RETURNING name, id, seq",
            [*named_counts, log_id, *counts],
        )
        ends = {name: _End(key, last - counts[name] + 1, last) for name, key, last in cursor.fetchall()}
    if len(ends) < len(counts):
        raise Stream.DoesNotExist
    return {name: ends[name] for name in counts}


_COLUMNS = ("stream_id", "seq", "type", "body", "actor", "note_to", "at", "in_ledger_at")


def _rows_of(
    ends: Mapping[str, _End], logged: Sequence[LoggedEvent], entries: Sequence[NewEvent], decided: Sequence[bool]
) -> Iterator[tuple[Any, ...]]:
    """The values of _COLUMNS for each event. decided: whether the ledger lists it."""
    for each, entry, is_decision in zip(logged, entries, decided, strict=True):
        in_ledger_at = each.at if is_decision else None
        body = body_of(each.event)
        yield ends[each.stream].key, each.seq, each.type, body, entry.actor, each.note_to, each.at, in_ledger_at


def _told_privately(audience: Audience, entry: NewEvent) -> UUID | None:
    return entry.author if audience.is_author_told else audience.official


def read_since(*, chat_session_id: UUID, stream: str, seq: int, limit: int = PAGE) -> list[LoggedEvent]:
    """The events after a position, oldest first, in one query that sees one state of the database.

    The words of a question that a moderator has removed since are left out (removed_words.py). An event that cannot be
    read comes as an UnreadableEvent; the reader has to replace it (unreadable.py).
    """
    return without_removed_words(
        query_since(chat_session_id=chat_session_id, stream=stream, seq=seq, limit=limit).read()
    )


def query_since(*, chat_session_id: UUID, stream: str, seq: int, limit: int = PAGE) -> BoundQuery[list[LoggedEvent]]:
    """The query of read_since, whose answer still has the words that were removed."""
    return _page_query(limit).bind(chat_session=chat_session_id, name=stream, seq=seq).then(partial(_read_rows, stream))


def _read_rows(stream: str, rows: Iterable[tuple[Any, ...]]) -> list[LoggedEvent]:
    return [
        LoggedEvent(stream, number, at, read_written_event(stream, kind, written), note_to)
        for number, at, kind, written, note_to in rows
    ]


@cache
def _page_query(limit: int) -> PreparedQuery:
    """Rows of values: a room that is full reads hundreds of events each second, and a model costs as much as one."""
    return PreparedQuery(
        lambda: (
            Event.objects.filter(
                stream__chat_session=Given("chat_session", UUIDField()),
                stream__name=Given("name", CharField()),
                seq__gt=Given("seq", PositiveIntegerField()),
            )
            .order_by("seq")
            .annotate(written=Cast("body", TextField()))
            .values_list("seq", "at", "type", "written", "note_to")[:limit]
        )
    )


def read_pages(*, chat_session_id: UUID, stream: str, seq: int = 0) -> Iterator[list[LoggedEvent]]:
    """All events after a position, as read_since() reads them, page by page."""
    while page := read_since(chat_session_id=chat_session_id, stream=stream, seq=seq, limit=PAGE):
        yield page
        if len(page) < PAGE:
            return
        seq = page[-1].seq


def read_month(month_log: MonthLog, *, stream: str = StreamName.WARD) -> Iterator[LoggedEvent]:
    """All events of a month's log, oldest first, in pages of PAGE, without what is hidden since (withheld_words.py)."""
    rows = Event.objects.filter(stream__month_log=month_log, stream__name=stream).order_by("seq")
    seq = 0
    while page := [_logged(stream, row, _read_body(row)) for row in rows.filter(seq__gt=seq)[:PAGE]]:
        yield from without_withheld_words(page)
        seq = page[-1].seq


def events_of_matter(matter_id: UUID) -> list[LoggedEvent]:
    """What the public logs of months say about one complaint or suggestion, oldest first, in one query."""
    return _in_months(Event.objects.filter(matter_event__matter=matter_id))


def events_of_promise(promise_id: UUID) -> list[LoggedEvent]:
    """What the public logs of months say about one promise, oldest first, in one query."""
    return _in_months(Event.objects.filter(promise_event__promise=promise_id))


def events_of_activity(activity_id: UUID) -> list[LoggedEvent]:
    """What the public logs of months say about one activity, oldest first, in one query."""
    return _in_months(Event.objects.filter(activity_event__activity=activity_id))


def _in_months(rows: QuerySet[Event]) -> list[LoggedEvent]:
    rows = rows.filter(stream__name=StreamName.WARD).order_by("pk")
    return without_withheld_words([_logged(StreamName.WARD, row, row.body) for row in rows])


def events_of_months(event_ids: Iterable[int]) -> dict[int, LoggedEvent]:
    """Read these events of wards' and boroughs' public streams, by their ids, without what was hidden since."""
    rows = list(Event.objects.filter(pk__in=list(event_ids), stream__name=StreamName.WARD))
    shown = without_withheld_words([_logged(StreamName.WARD, row, row.body) for row in rows])
    return {row.pk: logged for row, logged in zip(rows, shown, strict=True)}


def read_announcements(chat_session_ids: Iterable[UUID]) -> list[tuple[SessionAnnounced, datetime]]:
    """The announcements of these chat sessions, and their moments, oldest first."""
    rows = Event.objects.filter(
        stream__chat_session__in=chat_session_ids, stream__name=StreamName.PUBLIC, type=tag_of(SessionAnnounced)
    )
    events = [_logged(StreamName.PUBLIC, row, row.body) for row in rows.order_by("at")]
    return [(each.event, each.at) for each in events if isinstance(each.event, SessionAnnounced)]


def _logged(stream: str, row: Event, body: Any) -> LoggedEvent:
    return LoggedEvent(stream, row.seq, row.at, read_event(stream, row.type, body), row.note_to)


def _read_body(row: Event) -> Any:
    """The body of a row; None if it is not even JSON."""
    try:
        return row.body
    except ValueError:
        return None


def position(*, chat_session_id: UUID, stream: str) -> Position:
    """The position of a stream's end. Raises Stream.DoesNotExist for an unknown chat session."""
    row: Stream = _position_query.get(chat_session=chat_session_id, name=stream)
    return Position(epoch=row.epoch, seq=row.seq)


_position_query = PreparedQuery(
    lambda: Stream.objects.filter(chat_session=Given("chat_session", UUIDField()), name=Given("name", CharField()))
)


def positions(*, chat_session_id: UUID) -> dict[str, Position]:
    """The position of the end of each stream of a chat session, in one query; empty for an unknown one."""
    return query_positions(chat_session_id=chat_session_id).read()


def query_positions(*, chat_session_id: UUID) -> BoundQuery[dict[str, Position]]:
    """The query of positions."""
    rows = _positions_query.bind(chat_session=chat_session_id)
    return rows.then(lambda found: {name: Position(epoch, seq) for name, epoch, seq in found})


_positions_query = PreparedQuery(
    lambda: Stream.objects.filter(chat_session=Given("chat_session", UUIDField())).values_list("name", "epoch", "seq")
)


def announce_backing(chat_session: ChatSession) -> None:
    """Hint after the commit that the counts of a chat session's questions changed, or that it has a new checkpoint."""
    transaction.on_commit(partial(backing_changed, chat_session_id=chat_session.pk))
