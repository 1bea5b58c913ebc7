"""The texts of a record that can be translated, and where its page shows each of them; pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sessions.log.event_form import kind_of
from sessions.log.events.room import (
    AnswerCorrected,
    AnswerGiven,
    NoticeCorrected,
    NoticePosted,
    OwedAnswered,
    OwedListed,
    QuestionCorrected,
    QuestionQueued,
    QuestionUnited,
)
from sessions.log.kept_words import BECAUSE

NOT_TRANSLATED = frozenset({"label", "reason"})
"""A name stays as the person wrote it. A reason of staff is on no page; why a chat was moved has each language already.
"""


@dataclass(frozen=True, slots=True)
class TextPlace:
    """One text of a record: of a field of entry n. text: None where it was removed, redacted or withheld.

    anchor: where the record's page shows it (sessions/record/transcript.py); blank for words that a correction has
    replaced, and for those that the page shows nowhere.
    """

    n: int
    field: str
    text: str | None
    anchor: str = ""
    commitment: str = ""


def find_text_place(document: Mapping[str, Any], n: int, name: str) -> TextPlace | None:
    """Find the place of a text; None where the record has no such text."""
    return next((place for place in text_places_in(document) if (place.n, place.field) == (n, name)), None)


def text_places_in(document: Mapping[str, Any]) -> list[TextPlace]:
    """Yield all texts, in the order of the entries."""
    anchors = _Anchors()
    for entry in document["entries"]:
        anchors.follow(entry)
    shown = anchors.by_place
    return [
        TextPlace(entry["n"], name, text["value"] if text else None, shown.get((entry["n"], name), ""), commitment)
        for entry in document["entries"]
        for name, text, commitment in _texts_of(entry)
    ]


def _texts_of(entry: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, str] | None, str]]:
    for name, text in entry["texts"].items():
        if name not in NOT_TRANSLATED and not name.startswith(BECAUSE):
            yield name, text, entry["commitments"].get(name, "")


@dataclass(slots=True)
class _Anchors:
    """Follows the entries: the newest words at each place of the page."""

    receipts: dict[str, str] = field(default_factory=dict)
    answers: dict[str, int] = field(default_factory=dict)
    parts: dict[int, str] = field(default_factory=dict)
    """Anchors by the seq of an answer, a notice, what is owed, or of a correction."""
    newest: dict[tuple[str, str], int] = field(default_factory=dict)
    """The newest entry, by anchor and field."""

    @property
    def by_place(self) -> dict[tuple[int, str], str]:
        return {(n, name): anchor for (anchor, name), n in self.newest.items()}

    def follow(self, entry: Mapping[str, Any]) -> None:
        anchor = self._anchor_of(kind_of("public", entry["type"]), entry["data"])
        if anchor:
            self.newest |= {(anchor, name): entry["n"] for name in entry["texts"]}

    def _anchor_of(self, kind: type | None, data: Mapping[str, Any]) -> str:
        """The anchor of an entry as sessions/record/transcript.py names it."""
        question, seq = data.get("question", ""), data.get("seq", 0)
        if kind is QuestionQueued:
            self.receipts[question] = data["receipt"]
        if kind in (QuestionQueued, QuestionUnited, QuestionCorrected):
            return f"q-{self.receipts.get(question, '')}"
        if kind is AnswerGiven:
            self.answers[question] = self.answers.get(question, 0) + 1
            self.parts[seq] = f"a-{self.receipts.get(question, '')}-{self.answers[question]}"
        elif kind in (AnswerCorrected, NoticeCorrected):
            self.parts[seq] = self.parts.get(data["of"], "")
        elif kind is NoticePosted:
            self.parts[seq] = f"n-{seq}"
        elif kind is OwedListed:
            self.parts[seq] = f"owed-{data['number']}"
        elif kind is OwedAnswered:
            self.parts[seq] = f"owed-{data['number']}-answer"
        return self.parts.get(seq, "")
