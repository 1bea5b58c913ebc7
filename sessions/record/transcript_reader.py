"""Read a record's document, and no other source, into what its page shows: the folded entries; pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec import UNSET, UnsetType

from sessions.log.event_form import tag_of
from sessions.log.events.chat_session import SessionAnnounced, SessionClosed, SessionSealed
from sessions.log.events.room import (
    QuestionDeclined,
    QuestionMerged,
    QuestionQueued,
    QuestionUndecided,
    QuestionUnited,
    QuestionUnmerged,
    QuestionWithdrawn,
    SupportSettled,
)
from sessions.log.folding.folding import fold_public
from sessions.log.kept_words import with_reasons_again
from sessions.log.logged_event import LoggedEvent
from sessions.models.outcomes import QuestionOutcome, outcome_of
from sessions.ordering.evening_facts import facts_of_state
from sessions.ordering.queue_order import in_order
from sessions.record.owed_part import owed_in_record
from sessions.record.promises_noted import promises_in, tombstones_in
from sessions.record.shown_corrections import EarlierWords, Tombstone, earlier_in
from sessions.record.transcript import (
    CLOSED,
    ClosingCounts,
    EarlySeal,
    PostedNotice,
    PutQuestion,
    Transcript,
    UnputQuestion,
    moment_of,
)

Entry = Mapping[str, Any]


def read_transcript(document: Mapping[str, Any]) -> Transcript:
    """The document for the page: answered questions in the order of the floor, the rest in the order of the queue."""
    events = events_of(document)
    state = fold_public(events)
    tally, decisions, common = ClosingCounts.at_the_end_of(events), _decisions_in(events), _common_words_in(events)
    promised = promises_in(events)
    session, numbers = state["session"], {entry["data"].get("seq"): entry["n"] for entry in document["entries"]}
    transcript = Transcript(
        ward=session["ward"],
        office=session["office"],
        opened_at=moment_of(session["opened_at"]),
        closed_at=moment_of(session["closed_at"]),
        totals=tally.totals,
        refused=list(_refused(events)),
        undecided=list(_undecided(events)),
        left=list(_left(events)),
        notices=[_notice_from(notice, numbers) for notice in state["notices"]],
        owed=owed_in_record(state, numbers),
        next_door=tally.next_door,
        early_seal=_early_seal_in(events),
    )
    for card in state["answered"]:
        question = PutQuestion.from_card(card, tally=tally, decisions=decisions, common_words=common, promises=promised)
        (transcript.on_notice if question.state == "on_notice" else transcript.answered).append(question)
    for card in in_order(state["queue"], tally.backing, facts_of_state(state)):
        question = PutQuestion.from_card(card, tally=tally, decisions=decisions, common_words=common, promises=promised)
        is_in_part = question.outcome == QuestionOutcome.IN_PART
        (transcript.in_part if is_in_part else transcript.not_reached).append(question)
    transcript.removed = [
        PutQuestion.from_card(each, tally=tally, decisions=decisions, promises=promised) for each in state["removed"]
    ]
    return transcript


def _notice_from(notice: Mapping[str, Any], numbers: Mapping[int, int]) -> PostedNotice:
    at = datetime.fromisoformat(notice["at"])
    redacted, entry = notice.get("redacted"), numbers.get(notice["seq"], 0)
    return PostedNotice(
        f"n-{notice['seq']}",
        notice["text"],
        at,
        redacted,
        entry,
        earlier_in(notice),
        moment_of(notice.get("corrected_at")),
    )


def events_of(document: Mapping[str, Any]) -> list[LoggedEvent]:
    """The public events that a record was made from; words that were removed are None."""
    return [_event_of(entry) for entry in document["entries"]]


def _event_of(entry: Entry) -> LoggedEvent:
    """An entry as the event that it was made from; the head as the announcement."""
    data = dict(entry["data"])
    shown = {"type": entry["type"], "at": entry["at"], "seq": data.pop("seq", 0)}
    if entry["type"] == "head":
        facts = {"id": data["chat_session"], "office": data["offices"][0], **data["policy"]}
        return LoggedEvent.from_wire("public", shown | {"type": tag_of(SessionAnnounced), "session": data | facts})
    texts = {name: text["value"] if text else None for name, text in entry["texts"].items()}
    named = {"id": data["question"]} if "question" in data else {}
    return LoggedEvent.from_wire("public", shown | with_reasons_again(entry["type"], data, texts) | named)


def _decisions_in(events: Iterable[LoggedEvent]) -> dict[str, list[SupportSettled]]:
    """The decisions about support, by question."""
    decisions: dict[str, list[SupportSettled]] = {}
    for logged in events:
        if isinstance(logged.event, SupportSettled):
            decisions.setdefault(logged.event.question, []).append(logged.event)
    return decisions


def _early_seal_in(events: Sequence[LoggedEvent]) -> EarlySeal | None:
    for logged in events:
        if isinstance(logged.event, SessionSealed) and logged.event.early_by is not UNSET:
            reason = "" if logged.event.reason is UNSET else logged.event.reason
            return EarlySeal(reason, tombstones_in(events).get(logged.seq))
    return None


def _common_words_in(events: Iterable[LoggedEvent]) -> dict[str, list[EarlierWords]]:
    """The common words by question.

    The moderators' common words at the close, then those of each correction in the draft.
    """
    words: dict[str, list[EarlierWords]] = {}
    is_closed = False
    for logged in events:
        match logged.event:
            case SessionClosed():
                is_closed = True
            case QuestionUnited() as united:
                kept = words.setdefault(united.id, []) if is_closed else []
                words[united.id] = [*kept, EarlierWords(united.words, logged.at)]
    return words


def _refused(events: Iterable[LoggedEvent]) -> Iterable[UnputQuestion]:
    events = list(events)
    outcome, tombstones = outcome_of("declined", chat=CLOSED), tombstones_in(events)
    for logged in events:
        if isinstance(logged.event, QuestionDeclined):
            redacted = tombstones.get(logged.seq)
            yield UnputQuestion.from_event(logged.event, outcome=outcome, reason=logged.event.reason, redacted=redacted)


def _undecided(events: Sequence[LoggedEvent]) -> Iterable[UnputQuestion]:
    tombstones = tombstones_in(events)
    for logged in events:
        if isinstance(logged.event, QuestionUndecided):
            outcome = outcome_of(logged.event.state, chat=CLOSED)
            yield UnputQuestion.from_event(logged.event, outcome=outcome, redacted=tombstones.get(logged.seq))


def _left(events: Sequence[LoggedEvent]) -> Iterable[UnputQuestion]:
    """Questions that were withdrawn from the queue, or merged into another from there or before they reached it.

    Each in its final state: one that came back as a successor has not left.
    """
    queued: dict[str, QuestionQueued] = {}
    places: dict[str, int] = {}
    tombstones = tombstones_in(events)
    left: dict[str, UnputQuestion] = {}
    for logged in events:
        match logged.event:
            case QuestionQueued() as event:
                queued[event.id], places[event.id] = event, logged.seq
                left.pop(event.id, None)
            case (
                QuestionUnmerged(id=question_id) | QuestionDeclined(id=question_id) | QuestionUndecided(id=question_id)
            ):
                left.pop(question_id, None)
            case QuestionWithdrawn() | QuestionMerged() as event:
                left.pop(event.id, None)
                redacted = tombstones.get(places.get(event.id, 0))
                left[event.id] = _left_by(event, queued, redacted)
    return left.values()


def _left_by(
    event: QuestionWithdrawn | QuestionMerged, queued: Mapping[str, QuestionQueued], redacted: Tombstone | None
) -> UnputQuestion:
    before = queued.get(event.id)
    text = before.text if before is not None else None
    if isinstance(event, QuestionMerged):
        outcome, into = outcome_of("merged", chat=CLOSED), queued[event.into].receipt
    else:
        is_successor = not isinstance(event.came_from, UnsetType)
        outcome, into = outcome_of("withdrawn", chat=CLOSED, is_successor=is_successor), ""
    return UnputQuestion.from_event(before or event, outcome=outcome, into=into, text=text, redacted=redacted)
