"""The figures of one chat, from its record's document and nothing else; pure.

Questions that were removed or redacted later still count: their entries stay, only the words are gone.
"""

import zoneinfo
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Self

from sessions.log.event_form import kind_of
from sessions.log.events.chat_session import SessionClosed, SessionOpened
from sessions.log.events.room import (
    AnswerGiven,
    QuestionAnswered,
    QuestionDeclined,
    QuestionMerged,
    QuestionOnNotice,
    QuestionQueued,
    QuestionTaken,
    QuestionWithdrawn,
)

Entry = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ChatFigures:
    """What is counted of one chat, or of several together.

    asked: all questions, whatever became of them. refused: how many were not accepted, by reason. accepted: by kind,
    those that were in the queue and were not withdrawn or merged with another; answered: those of them that have a
    full answer, given in the chat or later in writing. on_notice: a written answer was promised; owed: and is not
    given yet. waits: of each question that was taken, the milliseconds from the moment it was asked, which may be days
    before the chat, to the moment it was first taken. next_door: people who found their answer in a question that was
    answered before, and did not ask: they are not among those asked. held: questions that were held and never decided;
    unread: that no moderator read before the chat ended.
    """

    chats: int = 0
    asked: int = 0
    refused: Mapping[str, int] = field(default_factory=dict)
    accepted: Mapping[str, int] = field(default_factory=dict)
    answered: Mapping[str, int] = field(default_factory=dict)
    on_notice: int = 0
    owed: int = 0
    waits: tuple[int, ...] = ()
    next_door: int = 0
    held: int = 0
    unread: int = 0

    @property
    def median_wait(self) -> int | None:
        """The median in whole milliseconds, of an even number of waits the mean of the middle two; None without any."""
        waits = sorted(self.waits)
        if not waits:
            return None
        return (waits[(len(waits) - 1) // 2] + waits[len(waits) // 2]) // 2

    @property
    def all_answered(self) -> int:
        return sum(self.answered.values())

    @property
    def all_refused(self) -> int:
        return sum(self.refused.values())

    @property
    def others(self) -> int:
        """Neither answered nor owed nor refused nor undecided: not reached, withdrawn, merged or removed."""
        return self.asked - self.all_answered - self.owed - self.all_refused - self.held - self.unread

    def share(self, kind: str) -> float | None:
        """The share of the accepted questions of this kind that are answered, from 0 to 1; None without any."""
        accepted = self.accepted.get(kind, 0)
        return self.answered.get(kind, 0) / accepted if accepted else None

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Self:
        """Read the figures from the plain JSON values of as_row()."""
        return cls(**{**row, "waits": tuple(row["waits"])})

    def as_row(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__} | {"waits": list(self.waits)}


def add_up(figures: Iterable[ChatFigures]) -> ChatFigures:
    """Add up the figures of several chats; the median is that of all waits."""
    chats = asked = on_notice = owed = next_door = held = unread = 0
    refused: dict[str, int] = {}
    accepted: dict[str, int] = {}
    answered: dict[str, int] = {}
    waits: list[int] = []
    for each in figures:
        chats += each.chats
        asked += each.asked
        on_notice += each.on_notice
        owed += each.owed
        next_door += each.next_door
        held += each.held
        unread += each.unread
        for key, count in each.refused.items():
            refused[key] = refused.get(key, 0) + count
        for key, count in each.accepted.items():
            accepted[key] = accepted.get(key, 0) + count
        for key, count in each.answered.items():
            answered[key] = answered.get(key, 0) + count
        waits += each.waits
    return ChatFigures(
        chats, asked, refused, accepted, answered, on_notice, owed, tuple(waits), next_door, held, unread
    )


@dataclass(slots=True)
class _QuestionsSoFar:
    """What has become of each question so far, by its id."""

    kinds: dict[str, str] = field(default_factory=dict)
    asked_at: dict[str, datetime] = field(default_factory=dict)
    in_queue: set[str] = field(default_factory=set)
    answered: set[str] = field(default_factory=set)
    on_notice: set[str] = field(default_factory=set)
    refused: dict[str, str] = field(default_factory=dict)
    taken_at: dict[str, datetime] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)
    totals: Mapping[str, int] = field(default_factory=dict)
    next_door: int = 0

    def follow(self, entry: Entry) -> None:
        data, kind = entry["data"], kind_of("public", entry["type"])
        question = data.get("question", "")
        if question and entry["type"].startswith("question."):
            self.known.add(question)
        if kind is QuestionQueued:
            self.in_queue.add(question)
            self.kinds[question] = data["kind"]
            self.asked_at[question] = datetime.fromisoformat(data["asked_at"])
        elif kind in (QuestionWithdrawn, QuestionMerged):
            self.in_queue.discard(question)
        elif kind is QuestionDeclined:
            self.in_queue.discard(question)
            self.refused[question] = data["reason"]
        elif kind is QuestionTaken:
            self.taken_at.setdefault(question, datetime.fromisoformat(entry["at"]))
        elif kind is QuestionAnswered or (kind is AnswerGiven and data.get("final")):
            self.answered.add(question)
        elif kind is QuestionOnNotice:
            self.on_notice.add(question)
        elif kind is SessionClosed:
            self.totals, self.next_door = data["totals"], data.get("answered_next_door", 0)


def figures_of(document: Mapping[str, Any]) -> ChatFigures:
    """The figures of a record. Entries of types that it does not know are no fault: newer records have more."""
    so_far = _QuestionsSoFar()
    for entry in document["entries"]:
        so_far.follow(entry)
    answered = so_far.answered & so_far.in_queue
    taken = ((question, at) for question, at in so_far.taken_at.items() if question in so_far.asked_at)
    waits = (at - so_far.asked_at[question] for question, at in taken)
    return ChatFigures(
        chats=1,
        asked=sum(so_far.totals.values()) or len(so_far.known),
        refused=_counted(so_far.refused.values()),
        accepted=_counted(so_far.kinds[question] for question in so_far.in_queue),
        answered=_counted(so_far.kinds[question] for question in answered),
        on_notice=len(so_far.on_notice),
        owed=len(so_far.on_notice - so_far.answered),
        waits=tuple(sorted(round(wait.total_seconds() * 1000) for wait in waits)),
        next_door=so_far.next_door,
        held=so_far.totals.get("held", 0),
        unread=so_far.totals.get("waiting", 0),
    )


def month_of_chat(document: Mapping[str, Any], *, zone: zoneinfo.ZoneInfo) -> date:
    """The first day of the month in which the chat opened, in the city's time zone; without an opening, its date."""
    entries = document["entries"]
    opened = (entry["at"] for entry in entries if kind_of("public", entry["type"]) is SessionOpened)
    at = datetime.fromisoformat(next(opened, entries[0]["data"]["starts_at"]))
    return at.astimezone(zone).date().replace(day=1)


def ward_in_document(document: Mapping[str, Any]) -> int:
    """The number of the ward that the record's head names."""
    return int(document["entries"][0]["data"]["ward"])


def _counted(names: Iterable[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for name in names:
        counts[name] = counts.get(name, 0) + 1
    return dict(sorted(counts.items()))
