"""Queries about questions for the sockets and the pages, besides the log: counts, and a person's own questions."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery, UUIDField

from sessions.log.log import Position
from sessions.log.logged_event import wire_time
from sessions.models import (
    Backing,
    Call,
    ChatSession,
    ChatSessionState,
    Question,
    QuestionState,
    RecordCheckpoint,
    Stream,
)
from sessions.models.chat_session import RECORD_STATES
from sessions.platform.database.prepared_query import Given, PreparedQuery
from sessions.platform.database.read_together import BoundQuery

PersonIn = tuple[int, UUID]
"""An account and a chat session."""


class Support(NamedTuple):
    """How many people back each question: the counted ones, and the held or not counted ones where there are any."""

    backing: dict[str, int]
    held: dict[str, int] = {}
    not_counted: dict[str, int] = {}

    def as_counts(self) -> dict[str, dict[str, int]]:
        """Return the counts as the wire writes them, without empty `held` and `not_counted`."""
        return {name: counts for name, counts in self._asdict().items() if counts or name == "backing"}


OVER_CHAT_STATES = frozenset({*RECORD_STATES, ChatSessionState.CANCELLED})
"""States of chat sessions that have ended or were cancelled."""


def state_of(chat_session_id: UUID) -> str | None:
    """The state of a chat session, in one query; None if there is no such chat session."""
    return ChatSession.objects.filter(pk=chat_session_id).values_list("state", flat=True).first()


def support_counts(chat_session_id: UUID) -> Support:
    """How many people back each question in the queue and on the floor, in one query."""
    return query_support(chat_session_id).read()


def query_support(chat_session_id: UUID) -> BoundQuery[Support]:
    """The query of support_counts."""
    return _backing_query.bind(chat_session=chat_session_id).then(_count_support)


def _count_support(rows: Iterable[tuple[UUID, int, int, int]]) -> Support:
    support = Support({}, {}, {})
    for pk, backing, held, not_counted in rows:
        question_id = str(pk)
        support.backing[question_id] = backing
        if held:
            support.held[question_id] = held
        if not_counted:
            support.not_counted[question_id] = not_counted
    return support


_backing_query = PreparedQuery(
    lambda: Question.objects.filter(
        chat_session=Given("chat_session", UUIDField()), state__in=(QuestionState.QUEUED, QuestionState.ON_FLOOR)
    ).values_list("id", "backing", "backing_held", "backing_not_counted")
)


def query_checkpoint(chat_session_id: UUID) -> BoundQuery[str]:
    """The query of the newest signed checkpoint of a chat: the note, blank without any."""
    rows = _checkpoint_query.bind(chat_session=chat_session_id)
    return rows.then(lambda found: found[0] if found else "")


def query_positions_and_checkpoint(chat_session_id: UUID) -> BoundQuery[tuple[dict[str, Position], str]]:
    """The query of query_positions (sessions/log/log.py) and query_checkpoint together."""
    rows = _positions_and_checkpoint_query.bind(chat_session=chat_session_id)
    return rows.then(_split_off_checkpoint)


def _split_off_checkpoint(rows: Iterable[tuple[str, str, int, str | None]]) -> tuple[dict[str, Position], str]:
    positions, newest = {}, ""
    for name, epoch, seq, note in rows:
        positions[name], newest = Position(epoch, seq), note or ""
    return positions, newest


def _notes(chat_session: Any) -> QuerySet[RecordCheckpoint, str]:
    rows = RecordCheckpoint.objects.filter(chat_session=chat_session).exclude(note="")
    return rows.order_by("-size").values_list("note", flat=True)[:1]


_checkpoint_query = PreparedQuery(lambda: _notes(Given("chat_session", UUIDField())))

_positions_and_checkpoint_query = PreparedQuery(
    lambda: Stream.objects.filter(chat_session=Given("chat_session", UUIDField())).values_list(
        "name", "epoch", "seq", Subquery(_notes(OuterRef("chat_session")))
    )
)


def own_questions_of(people: Collection[PersonIn]) -> dict[PersonIn, list[dict[str, Any]]]:
    """Read each person's own questions in a chat, oldest first, as only they see them; one query, no empty entries."""
    own: defaultdict[PersonIn, list[dict[str, Any]]] = defaultdict(list)
    if people:
        accounts, chat_sessions = map(set, zip(*people, strict=True))
        rows = Question.objects.filter(author__in=accounts, chat_session__in=chat_sessions).order_by("asked_at", "id")
        for question in rows:
            if question.author_id is not None:
                own[question.author_id, question.chat_session_id].append(own_question(question))
    return dict(own)


def backed_by(people: Collection[PersonIn]) -> dict[PersonIn, list[str]]:
    """The ids of the questions that each of these people backs there, in one query; without any, no entry."""
    backed: defaultdict[PersonIn, list[str]] = defaultdict(list)
    if people:
        accounts, chat_sessions = map(set, zip(*people, strict=True))
        rows = Backing.objects.filter(person__in=accounts, question__chat_session__in=chat_sessions)
        for account_id, chat_session_id, question_id in rows.values_list(
            "person_id", "question__chat_session_id", "question_id"
        ):
            backed[account_id, chat_session_id].append(str(question_id))
    return dict(backed)


def calls_of(people: Collection[PersonIn]) -> dict[PersonIn, list[str]]:
    """The ids of the questions to which each of these officials is called there, in one query; else no entry."""
    called: defaultdict[PersonIn, list[str]] = defaultdict(list)
    if people:
        accounts, chat_sessions = map(set, zip(*people, strict=True))
        rows = Call.objects.filter(official__in=accounts, question__chat_session__in=chat_sessions).order_by("pk")
        for account_id, chat_session_id, question_id in rows.values_list(
            "official_id", "question__chat_session_id", "question_id"
        ):
            called[account_id, chat_session_id].append(str(question_id))
    return dict(called)


def own_question(question: Question) -> dict[str, Any]:
    return {
        "id": str(question.pk),
        "text": question.text or None,
        "kind": question.kind,
        "state": question.state,
        "version": question.version,
        "receipt": question.receipt,
        "reason": question.reason or None,
        "note": question.note or None,
        "asked_at": wire_time(question.asked_at),
        "into": str(question.merged_into_id) if question.merged_into_id else None,
        "in_place_of": str(question.successor_of_id) if question.successor_of_id else None,
        "due_on": question.due_on.isoformat() if question.due_on else None,
    } | ({"appeal": question.appeal} if question.appeal else {})
