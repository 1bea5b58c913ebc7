"""The content of a record's page, from its document alone: the folded entries, and what left the queue; pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Self

from msgspec import UnsetType

from sessions.folding.folding import fold_public
from sessions.folding.ordering import in_order
from sessions.log.events import (
    QuestionDeclined,
    QuestionMerged,
    QuestionQueued,
    QuestionUnmerged,
    QuestionWithdrawn,
    SessionClosed,
    SupportSettled,
)
from sessions.log.logged_event import LoggedEvent
from sessions.models.outcomes import QuestionOutcome, outcome_of

Entry = Mapping[str, Any]

type _Facts = QuestionQueued | QuestionWithdrawn | QuestionMerged | QuestionDeclined
"""The events that state what a question is."""

CLOSED = "closed"
"""The state of a closed chat session: only those have a record."""


@dataclass(frozen=True, slots=True)
class EarlierWords:
    """The words of an answer before a correction."""

    text: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    anchor: str
    text: str | None
    by: str
    office: str
    at: datetime
    earlier: list[EarlierWords] = field(default_factory=list)
    corrected_at: datetime | None = None

    @classmethod
    def from_card(cls, facts: Mapping[str, Any], *, receipt: str, number: int) -> Self:
        return cls(
            anchor=f"a-{receipt}-{number}",
            text=facts["text"],
            by=facts["by"],
            office=facts["office"],
            at=datetime.fromisoformat(facts["at"]),
            earlier=[
                EarlierWords(words["text"], datetime.fromisoformat(words["at"])) for words in facts.get("earlier", ())
            ],
            corrected_at=_moment(facts.get("corrected_at")),
        )


@dataclass(frozen=True, slots=True)
class PutQuestion:
    """A question that was public when the chat session closed; a redacted text or label is None."""

    anchor: str
    receipt: str
    kind: str
    state: str
    text: str | None
    label: str | None
    asked_at: datetime
    taken_at: datetime | None
    due_on: date | None
    backing: int
    answers: list[GivenAnswer]
    reason: str = ""
    """Why a moderator removed it; its words and label are None then."""
    held: int = 0
    """Support that was held as part of a crowd, and that nobody decided about."""
    not_counted: int = 0
    decisions: list[SupportSettled] = field(default_factory=list)
    """The decisions about support that had been held."""

    @property
    def outcome(self) -> QuestionOutcome:
        return outcome_of(self.state, chat=CLOSED, has_answers=bool(self.answers))

    @classmethod
    def from_card(
        cls, card: Mapping[str, Any], *, tally: "_Tally", decisions: Mapping[str, list[SupportSettled]]
    ) -> Self:
        receipt = card["receipt"]
        answers = enumerate(card["answers"], start=1)
        return cls(
            anchor=f"q-{receipt}",
            receipt=receipt,
            kind=card["kind"],
            state=card["state"],
            text=card["text"],
            label=card["label"],
            asked_at=datetime.fromisoformat(card["asked_at"]),
            taken_at=datetime.fromisoformat(card["taken_at"]) if card["taken_at"] else None,
            due_on=date.fromisoformat(card["due_on"]) if card["due_on"] else None,
            backing=tally.backing.get(card["id"], card.get("backing", 0)),
            reason=card.get("reason", ""),
            held=tally.held.get(card["id"], 0),
            not_counted=tally.not_counted.get(card["id"], 0),
            decisions=decisions.get(card["id"], []),
            answers=[GivenAnswer.from_card(facts, receipt=receipt, number=number) for number, facts in answers],
        )


@dataclass(frozen=True, slots=True)
class UnputQuestion:
    """A question that was declined, withdrawn or merged: one line, with its words where they had been public."""

    anchor: str
    receipt: str
    kind: str
    outcome: QuestionOutcome
    asked_at: datetime
    reason: str = ""
    into: str = ""
    text: str | None = None

    @classmethod
    def from_event(
        cls,
        event: _Facts,
        *,
        outcome: QuestionOutcome,
        reason: str = "",
        into: str = "",
        text: str | None = None,
    ) -> Self:
        receipt, kind, asked_at = str(event.receipt), str(event.kind), datetime.fromisoformat(str(event.asked_at))
        return cls(f"q-{receipt}", receipt, kind, outcome, asked_at, reason=reason, into=into, text=text)


@dataclass(frozen=True, slots=True)
class PostedNotice:
    anchor: str
    text: str | None
    at: datetime


@dataclass(slots=True)
class Transcript:
    ward: int
    office: Mapping[str, str]
    opened_at: datetime | None
    closed_at: datetime | None
    totals: Mapping[str, int]
    answered: list[PutQuestion] = field(default_factory=list)
    on_notice: list[PutQuestion] = field(default_factory=list)
    in_part: list[PutQuestion] = field(default_factory=list)
    """Back in the queue with part of an answer when the chat session closed."""
    not_reached: list[PutQuestion] = field(default_factory=list)
    removed: list[PutQuestion] = field(default_factory=list)
    """Removed by a moderator, in the order of the removals."""
    refused: list[UnputQuestion] = field(default_factory=list)
    left: list[UnputQuestion] = field(default_factory=list)
    notices: list[PostedNotice] = field(default_factory=list)

    @property
    def asked(self) -> int:
        return sum(self.totals.values())

    @property
    def unread(self) -> int:
        """The number of questions that no moderator had read when the chat session closed."""
        return self.totals.get("waiting", 0)

    @property
    def held(self) -> int:
        """The number of questions that waited for a second look when the chat session closed."""
        return self.totals.get("held", 0)


def read_transcript(document: Mapping[str, Any]) -> Transcript:
    """The document for the page: answered questions in the order of the floor, the rest in the order of the queue."""
    events = [_event_of(entry) for entry in document["entries"]]
    state = fold_public(events)
    tally, decisions = _Tally.at_the_end_of(events), _decisions_in(events)
    session = state["session"]
    transcript = Transcript(
        ward=session["ward"],
        office=session["office"],
        opened_at=_moment(session["opened_at"]),
        closed_at=_moment(session["closed_at"]),
        totals=tally.totals,
        refused=list(_refused(events)),
        left=list(_left(events)),
        notices=[
            PostedNotice(f"n-{notice['seq']}", notice["text"], datetime.fromisoformat(notice["at"]))
            for notice in state["notices"]
        ],
    )
    for card in state["answered"]:
        question = PutQuestion.from_card(card, tally=tally, decisions=decisions)
        (transcript.on_notice if question.state == "on_notice" else transcript.answered).append(question)
    for card in in_order(state["queue"], tally.backing):
        question = PutQuestion.from_card(card, tally=tally, decisions=decisions)
        is_in_part = question.outcome == QuestionOutcome.IN_PART
        (transcript.in_part if is_in_part else transcript.not_reached).append(question)
    transcript.removed = [PutQuestion.from_card(each, tally=tally, decisions=decisions) for each in state["removed"]]
    return transcript


@dataclass(frozen=True, slots=True)
class _Tally:
    """The counts at the close: support by question, questions by state."""

    backing: Mapping[str, int] = field(default_factory=dict)
    held: Mapping[str, int] = field(default_factory=dict)
    not_counted: Mapping[str, int] = field(default_factory=dict)
    totals: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def at_the_end_of(cls, events: Iterable[LoggedEvent]) -> Self:
        closed = next((each.event for each in events if isinstance(each.event, SessionClosed)), None)
        if closed is None:
            return cls()
        return cls(closed.backing, closed.held or {}, closed.not_counted or {}, closed.totals)


def _event_of(entry: Entry) -> LoggedEvent:
    """An entry as the event that it was made from; the head as the announcement."""
    data = dict(entry["data"])
    shown = {"type": entry["type"], "at": entry["at"], "seq": data.pop("seq", 0)}
    if entry["type"] == "head":
        facts = {"id": data["chat_session"], "office": data["offices"][0], "order": data["policy"]["order"]}
        return LoggedEvent.from_wire("public", shown | {"type": "session.announced", "session": data | facts})
    texts = {name: text["value"] if text else None for name, text in entry["texts"].items()}
    return LoggedEvent.from_wire("public", shown | data | texts | {"id": data.get("question")})


def _decisions_in(events: Iterable[LoggedEvent]) -> dict[str, list[SupportSettled]]:
    """By question."""
    decisions: dict[str, list[SupportSettled]] = {}
    for logged in events:
        if isinstance(logged.event, SupportSettled):
            decisions.setdefault(logged.event.question, []).append(logged.event)
    return decisions


def _refused(events: Iterable[LoggedEvent]) -> Iterable[UnputQuestion]:
    outcome = outcome_of("declined", chat=CLOSED)
    for logged in events:
        if isinstance(logged.event, QuestionDeclined):
            yield UnputQuestion.from_event(logged.event, outcome=outcome, reason=logged.event.reason)


def _left(events: Sequence[LoggedEvent]) -> Iterable[UnputQuestion]:
    """Questions that were withdrawn from the queue, or merged into another from there or before they reached it.

    Each in its final state: one that came back as a successor has not left.
    """
    queued: dict[str, QuestionQueued] = {}
    left: dict[str, UnputQuestion] = {}
    for logged in events:
        match logged.event:
            case QuestionQueued() as event:
                queued[event.id] = event
                left.pop(event.id, None)
            case QuestionUnmerged(id=question_id) | QuestionDeclined(id=question_id):
                left.pop(question_id, None)
            case QuestionWithdrawn() | QuestionMerged() as event:
                left.pop(event.id, None)
                left[event.id] = _left_by(event, queued)
    return left.values()


def _left_by(event: QuestionWithdrawn | QuestionMerged, queued: Mapping[str, QuestionQueued]) -> UnputQuestion:
    before = queued.get(event.id)
    text = before.text if before is not None else None
    if isinstance(event, QuestionMerged):
        outcome, into = outcome_of("merged", chat=CLOSED), queued[event.into].receipt
    else:
        is_successor = not isinstance(event.came_from, UnsetType)
        outcome, into = outcome_of("withdrawn", chat=CLOSED, is_successor=is_successor), ""
    return UnputQuestion.from_event(before or event, outcome=outcome, into=into, text=text)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
