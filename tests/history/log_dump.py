"""The database's content about one chat session, read without the product's own code, for the checker."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

Ask = Callable[[str], list[Any]]
"""Runs a query without values and answers its rows."""


@dataclass
class StreamDump:
    """rows: its events in the order in which they were inserted, each in the wire's form."""

    epoch: str
    seq: int
    rows: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class ReplyDump:
    person: str
    ref: str
    result: dict[str, Any]


@dataclass
class QuestionDump:
    """backing: the counter; backers: the number of rows, which it should equal."""

    id: str
    text: str
    state: str
    version: int
    backing: int
    backers: int


@dataclass
class LogDump:
    streams: dict[str, StreamDump]
    replies: list[ReplyDump]
    questions: list[QuestionDump]
    order: list[str] = field(default_factory=list)
    """The types of all events of both streams, in the order of their commits."""

    def events(self, stream: str, type: str = "") -> list[dict[str, Any]]:
        return [event for event in self.streams[stream].rows if type in ("", event["type"])]


def read_log(ask: Ask, chat_session: str) -> LogDump:
    """Read everything of a chat session. The database may be SQLite or PostgreSQL, at rest."""
    streams, events, order = {}, {}, []
    for number, owner, name, epoch, seq in ask(
        "SELECT id, chat_session_id, name, epoch, seq FROM chat_sessions_stream"
    ):
        if owner is not None and _text(owner) == chat_session:  # a ward's month has none
            events[number] = streams[name] = StreamDump(epoch, seq)
    for stream, seq, type_, body, at in ask(
        "SELECT stream_id, seq, type, body, at FROM chat_sessions_event ORDER BY id"
    ):
        if stream in events:
            order.append(type_)
            events[stream].rows.append({"seq": seq, "type": type_, "at": _moment(at), **_json(body)})
    replies = [
        ReplyDump(str(person), _text(ref), _json(result))
        for owner, person, ref, result in ask(
            "SELECT chat_session_id, person_id, ref, result FROM chat_sessions_storedreply"
        )
        if _text(owner) == chat_session
    ]
    return LogDump(streams, replies, _questions(ask, chat_session), order)


def _questions(ask: Ask, chat_session: str) -> list[QuestionDump]:
    counts = ask("SELECT question_id, count(*) FROM chat_sessions_backing GROUP BY question_id")
    backers = {_text(question): count for question, count in counts}
    return [
        QuestionDump(_text(id_), text, state, version, backing, backers.get(_text(id_), 0))
        for owner, id_, text, state, version, backing in ask(
            "SELECT chat_session_id, id, text, state, version, backing FROM chat_sessions_question"
        )
        if _text(owner) == chat_session
    ]


def _text(value: Any) -> str:
    """A UUID as the wire spells it; SQLite keeps 32 digits."""
    return str(value if isinstance(value, UUID) else UUID(value))


def _json(value: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(value) if isinstance(value, str) else value
    return found


def _moment(value: Any) -> str:
    """A moment as the wire spells it; SQLite keeps it as text, in UTC."""
    moment = datetime.fromisoformat(value).replace(tzinfo=UTC) if isinstance(value, str) else value.astimezone(UTC)
    return str(moment.isoformat(timespec="milliseconds")).replace("+00:00", "Z")
