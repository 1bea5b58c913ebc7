"""What a record's page shows, read from its document alone: the fold of the entries, and what left the queue; pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Self

from sessions.folding.folding import fold_public
from sessions.folding.ordering import in_order
from sessions.models.outcomes import QuestionOutcome, outcome_of

Entry = Mapping[str, Any]

CLOSED = "closed"
"""There is a record only of what is over."""


@dataclass(frozen=True, slots=True)
class EarlierWords:
    """Words of an answer until they were corrected."""

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
    """Support that was held as a crowd, and about which nobody decided."""
    not_counted: int = 0
    decisions: list[Mapping[str, Any]] = field(default_factory=list)
    """What was decided about support that had been held: number, counts, and by which office."""

    @property
    def outcome(self) -> QuestionOutcome:
        return outcome_of(self.state, chat=CLOSED, has_answers=bool(self.answers))

    @classmethod
    def from_card(
        cls, card: Mapping[str, Any], *, close: Mapping[str, Any], decisions: Mapping[str, list[Mapping[str, Any]]]
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
            backing=close.get("backing", {}).get(card["id"], card.get("backing", 0)),
            reason=card.get("reason", ""),
            held=close.get("held", {}).get(card["id"], 0),
            not_counted=close.get("not_counted", {}).get(card["id"], 0),
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
    def from_data(
        cls, data: Mapping[str, Any], *, outcome: QuestionOutcome, into: str = "", text: str | None = None
    ) -> Self:
        return cls(
            anchor=f"q-{data['receipt']}",
            receipt=data["receipt"],
            kind=data["kind"],
            outcome=outcome,
            asked_at=datetime.fromisoformat(data["asked_at"]),
            reason=data.get("reason", ""),
            into=into,
            text=text,
        )


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
    """By a moderator, in the order in which they were."""
    refused: list[UnputQuestion] = field(default_factory=list)
    left: list[UnputQuestion] = field(default_factory=list)
    notices: list[PostedNotice] = field(default_factory=list)

    @property
    def asked(self) -> int:
        return sum(self.totals.values())

    @property
    def unread(self) -> int:
        """Questions that no moderator had read when the chat session closed."""
        return self.totals.get("waiting", 0)

    @property
    def held(self) -> int:
        """Questions that waited for a second look when the chat session closed."""
        return self.totals.get("held", 0)


def read_transcript(document: Mapping[str, Any]) -> Transcript:
    """The document as the page shows it: answered in the order of the floor, not reached in the order of the queue."""
    entries: list[Entry] = document["entries"]
    state = fold_public(_event(entry) for entry in entries)
    close: Mapping[str, Any] = next((entry["data"] for entry in entries if entry["type"] == "session.closed"), {})
    decisions: dict[str, list[Mapping[str, Any]]] = {}
    for entry in entries:
        if entry["type"] == "support.settled":
            decisions.setdefault(entry["data"]["question"], []).append(entry["data"])
    session = state["session"]
    transcript = Transcript(
        ward=session["ward"],
        office=session["office"],
        opened_at=_moment(session["opened_at"]),
        closed_at=_moment(session["closed_at"]),
        totals=close.get("totals", {}),
        refused=[_refused(entry) for entry in entries if entry["type"] == "question.declined"],
        left=list(_left(entries)),
        notices=[
            PostedNotice(f"n-{notice['seq']}", notice["text"], datetime.fromisoformat(notice["at"]))
            for notice in state["notices"]
        ],
    )
    for card in state["answered"]:
        question = PutQuestion.from_card(card, close=close, decisions=decisions)
        (transcript.on_notice if question.state == "on_notice" else transcript.answered).append(question)
    for card in in_order(state["queue"], close.get("backing", {})):
        question = PutQuestion.from_card(card, close=close, decisions=decisions)
        is_in_part = question.outcome == QuestionOutcome.IN_PART
        (transcript.in_part if is_in_part else transcript.not_reached).append(question)
    transcript.removed = [PutQuestion.from_card(each, close=close, decisions=decisions) for each in state["removed"]]
    return transcript


def _event(entry: Entry) -> dict[str, Any]:
    """An entry as the event that it was made from; the head as the announcement."""
    data = dict(entry["data"])
    event = {"type": entry["type"], "at": entry["at"], "seq": data.pop("seq", 0)}
    if entry["type"] == "head":
        return event | {
            "type": "session.announced",
            "session": data | {"office": data["offices"][0], "id": data["chat_session"]},
        }
    texts = {name: text["value"] if text else None for name, text in entry["texts"].items()}
    return event | data | texts | {"id": data.get("question")}


def _refused(entry: Entry) -> UnputQuestion:
    return UnputQuestion.from_data(entry["data"], outcome=outcome_of("declined", chat=CLOSED))


def _left(entries: Iterable[Entry]) -> Iterable[UnputQuestion]:
    """Questions that were withdrawn from the queue, or merged into another from there or before they reached it.

    Each as it stood at the end: one that came back, as the successor of what it was merged into, has not left.
    """
    queued: dict[str, Entry] = {}
    left: dict[str, UnputQuestion] = {}
    for entry in entries:
        question, event = entry["data"].get("question"), entry["type"]
        if event == "question.queued":
            queued[question] = entry
        if event in ("question.withdrawn", "question.merged"):
            left.pop(question, None)
            left[question] = _left_as(entry, queued)
        elif event in CAME_BACK:
            left.pop(question, None)
    return left.values()


def _left_as(entry: Entry, queued: Mapping[str, Entry]) -> UnputQuestion:
    data, state = entry["data"], entry["type"].removeprefix("question.")
    into = queued[data["into"]]["data"]["receipt"] if state == "merged" else ""
    before = queued.get(data["question"])
    text = before["texts"]["text"] if before else None
    facts = before["data"] if before else data
    outcome = outcome_of(state, chat=CLOSED, is_successor="from" in data)
    return UnputQuestion.from_data(facts, outcome=outcome, into=into, text=text["value"] if text else None)


CAME_BACK = ("question.queued", "question.unmerged", "question.declined")


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
