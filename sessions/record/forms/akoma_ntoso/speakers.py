"""Who speaks in a debate, with the ids under which the elements of Akoma Ntoso point to them; pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self

from sessions.platform.text.labels import OFFICE_WORDS
from sessions.record.forms.questions import RecordedQuestion
from sessions.record.owed_part import OwedInRecord
from sessions.record.transcript import GivenAnswer, Transcript

RESIDENT = "resident"
CHAIRING = "moderator"
NAME_REMOVED = "Name removed"


@dataclass(frozen=True, slots=True)
class Speaker:
    id: str
    name: str


@dataclass(slots=True)
class Speakers:
    """Everybody under one name is one speaker: a record knows people by the names that they chose to show."""

    listed: list[Speaker] = field(default_factory=list)
    roles: dict[str, str] = field(
        default_factory=lambda: {"author": "Author", RESIDENT: "Resident", CHAIRING: "Moderator"}
    )
    states: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    """What they said, in the order of the entries."""
    _ids: dict[tuple[str, str], str] = field(default_factory=dict)

    @classmethod
    def in_record(
        cls, questions: Sequence[RecordedQuestion], transcript: Transcript, office: Mapping[str, str]
    ) -> Self:
        speakers = cls()
        speakers.roles[office["kind"]] = str(OFFICE_WORDS[office["kind"]])
        speakers.enter(office["kind"], office["name_en"] or str(OFFICE_WORDS[office["kind"]]))
        for question in questions:
            speakers.enter(RESIDENT, question.label or NAME_REMOVED)
            speakers.texts += [text for text in (question.text, *(each.text for each in question.answers)) if text]
            if question.outcome not in speakers.states:
                speakers.states.append(question.outcome)
            for answer in question.answers:
                speakers.enter_answerer(answer)
        for item in transcript.owed:
            if item.outcome:
                speakers.enter_answerer(item)
            speakers.texts += [text for text in (item.what, item.text) if text]
        if transcript.notices:
            speakers.enter(CHAIRING, "Moderators")
            speakers.texts += [notice.text for notice in transcript.notices if notice.text]
        return speakers

    def enter(self, role: str, name: str) -> str:
        """The id of the speaker, who is added where it is a new one."""
        key = (role, name)
        if key not in self._ids:
            self._ids[key] = f"{role}-{sum(1 for known, _name in self._ids if known == role) + 1}"
            self.listed.append(Speaker(self._ids[key], name))
        return self._ids[key]

    def enter_answerer(self, answer: GivenAnswer | OwedInRecord) -> str:
        words = str(OFFICE_WORDS[answer.office])
        self.roles.setdefault(answer.office, words)
        return self.enter(answer.office, answer.by or words)
