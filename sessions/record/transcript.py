"""What a record's page shows: its questions, answers and notices, each with its anchor; pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Self

from sessions.log.events.chat_session import SessionClosed
from sessions.log.events.room import (
    QuestionDeclined,
    QuestionMerged,
    QuestionQueued,
    QuestionUndecided,
    QuestionWithdrawn,
    SupportSettled,
)
from sessions.log.logged_event import LoggedEvent
from sessions.models.outcomes import QuestionOutcome, outcome_of
from sessions.platform.text.labels import how_taken
from sessions.record.owed_part import OwedInRecord
from sessions.record.promises_noted import PromisesShown, ShownPromise
from sessions.record.shown_corrections import CorrectionShown, EarlierWords, Tombstone, corrections_of, earlier_in

type QuestionFactsEvent = QuestionQueued | QuestionWithdrawn | QuestionMerged | QuestionDeclined | QuestionUndecided
"""The events that state what a question is."""

CLOSED = "closed"
"""The state of a closed chat session: only those have a record."""


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    anchor: str
    text: str | None
    by: str
    office: str
    at: datetime
    earlier: list[EarlierWords] = field(default_factory=list)
    corrected_at: datetime | None = None
    written: bool = False
    """Given in writing after the chat, to a question on notice."""
    redacted: Tombstone | None = None
    promises: list[ShownPromise] = field(default_factory=list)

    @classmethod
    def from_card(
        cls, facts: Mapping[str, Any], *, receipt: str, number: int, promises: Mapping[int, list[ShownPromise]]
    ) -> Self:
        """Build a question of the transcript. promises: by the seq of the answer's event."""
        return cls(
            anchor=f"a-{receipt}-{number}",
            text=facts["text"],
            by=facts["by"],
            office=facts["office"],
            at=datetime.fromisoformat(facts["at"]),
            earlier=earlier_in(facts),
            corrected_at=moment_of(facts.get("corrected_at")),
            written=bool(facts.get("written")),
            redacted=facts.get("redacted"),
            promises=promises.get(facts["seq"], []),
        )

    @property
    def corrections(self) -> list[CorrectionShown]:
        return corrections_of(self.earlier, self.text, self.corrected_at)


@dataclass(frozen=True, slots=True)
class ClosingCounts:
    """The counts at the close: support by question, questions by state."""

    backing: Mapping[str, int] = field(default_factory=dict)
    held: Mapping[str, int] = field(default_factory=dict)
    not_counted: Mapping[str, int] = field(default_factory=dict)
    totals: Mapping[str, int] = field(default_factory=dict)
    next_door: int = 0

    @classmethod
    def at_the_end_of(cls, events: Iterable[LoggedEvent]) -> Self:
        closed = next((each.event for each in events if isinstance(each.event, SessionClosed)), None)
        if closed is None:
            return cls()
        next_door = closed.answered_next_door or 0
        return cls(closed.backing, closed.held or {}, closed.not_counted or {}, closed.totals, next_door)


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
    united: Mapping[str, Any] = field(default_factory=dict)
    """What it stood for once others were merged into it: asked, scripts and words; empty for itself alone."""
    reason: str = ""
    """Why a moderator removed it; its words and label are None then."""
    held: int = 0
    """Support that was held as part of a crowd, and that nobody decided about."""
    not_counted: int = 0
    decisions: list[SupportSettled] = field(default_factory=list)
    """The decisions about support that had been held."""
    by_lot: bool = False
    override: str = ""
    """Why it was taken before its turn; blank if it was the next."""
    redacted: Mapping[str, Tombstone] = field(default_factory=dict)
    """Tombstones by "text" and "label", where these were redacted."""
    earlier: list[EarlierWords] = field(default_factory=list)
    """The question's words before its author's corrections; corrected_at is the moment of the last correction."""
    corrected_at: datetime | None = None
    earlier_united: list[EarlierWords] = field(default_factory=list)
    """The moderators' common words before corrections in the draft record."""
    united_at: datetime | None = None
    promises: list[ShownPromise] = field(default_factory=list)
    """Promises to answer the question in writing; the promises in its answers stand with the answers."""

    @property
    def corrections(self) -> list[CorrectionShown]:
        return corrections_of(self.earlier, self.text, self.corrected_at)

    @property
    def corrections_of_common_words(self) -> list[CorrectionShown]:
        return corrections_of(self.earlier_united, self.united.get("words"), self.united_at)

    @property
    def outcome(self) -> QuestionOutcome:
        return outcome_of(self.state, chat=CLOSED, has_answers=bool(self.answers))

    @property
    def how(self) -> str:
        """How it was taken, in words, where it was not simply the next."""
        return how_taken(by_lot=self.by_lot, override=self.override)

    @classmethod
    def from_card(
        cls,
        card: Mapping[str, Any],
        *,
        tally: ClosingCounts,
        decisions: Mapping[str, list[SupportSettled]],
        common_words: Mapping[str, Sequence[EarlierWords]] | None = None,
        promises: PromisesShown | None = None,
    ) -> Self:
        """common_words: of each question the moderators' common words at the close, then after each correction."""
        receipt, promises = card["receipt"], promises or PromisesShown()
        common = (common_words or {}).get(card["id"], ())
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
            united=card.get("united", {}),
            reason=card.get("reason", ""),
            held=tally.held.get(card["id"], 0),
            not_counted=tally.not_counted.get(card["id"], 0),
            decisions=decisions.get(card["id"], []),
            by_lot=bool(card.get("by_lot")),
            override=card.get("override", ""),
            earlier=earlier_in(card),
            corrected_at=moment_of(card.get("corrected_at")),
            earlier_united=list(common[:-1]),
            united_at=common[-1].at if len(common) > 1 else None,
            redacted=card.get("redacted", {}),
            answers=_answers_on(card, promises),
            promises=promises.of_questions.get(card["id"], []),
        )


def _answers_on(card: Mapping[str, Any], promises: PromisesShown) -> list[GivenAnswer]:
    return [
        GivenAnswer.from_card(facts, receipt=card["receipt"], number=number, promises=promises.of_answers)
        for number, facts in enumerate(card["answers"], start=1)
    ]


@dataclass(frozen=True, slots=True)
class UnputQuestion:
    """A question that was declined, withdrawn, merged or never decided: one line, with its words where they had been
    public."""

    anchor: str
    receipt: str
    kind: str
    outcome: QuestionOutcome
    asked_at: datetime
    reason: str = ""
    into: str = ""
    text: str | None = None
    redacted: Tombstone | None = None

    @classmethod
    def from_event(
        cls,
        event: QuestionFactsEvent,
        *,
        outcome: QuestionOutcome,
        reason: str = "",
        into: str = "",
        text: str | None = None,
        redacted: Tombstone | None = None,
    ) -> Self:
        receipt, kind, asked_at = str(event.receipt), str(event.kind), datetime.fromisoformat(str(event.asked_at))
        return cls(
            f"q-{receipt}", receipt, kind, outcome, asked_at, reason=reason, into=into, text=text, redacted=redacted
        )


@dataclass(frozen=True, slots=True)
class PostedNotice:
    """A notice in the transcript. entry: its number in the record."""

    anchor: str
    text: str | None
    at: datetime
    redacted: Tombstone | None = None
    entry: int = 0
    earlier: list[EarlierWords] = field(default_factory=list)
    corrected_at: datetime | None = None

    @property
    def corrections(self) -> list[CorrectionShown]:
        return corrections_of(self.earlier, self.text, self.corrected_at)


@dataclass(frozen=True, slots=True)
class EarlySeal:
    """A seal that was set before the end of a record's correction window. reason: blank if it is gone."""

    reason: str
    redacted: Tombstone | None = None


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
    undecided: list[UnputQuestion] = field(default_factory=list)
    """Held, or never read; a record of an older log has only their numbers."""
    left: list[UnputQuestion] = field(default_factory=list)
    notices: list[PostedNotice] = field(default_factory=list)
    owed: list[OwedInRecord] = field(default_factory=list)
    """What was owed from last time, in the order of its list."""
    next_door: int = 0
    """How many people found their answer in a question that was answered before, and did not ask."""
    early_seal: EarlySeal | None = None

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


def moment_of(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
