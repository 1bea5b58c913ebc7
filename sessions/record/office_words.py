"""How a record names the office, the person who answered, and what became of a promise, in the reader's words."""

from collections.abc import Mapping

from sessions.log.kept_words import names_in
from sessions.models import PromiseState
from sessions.record.owed_part import OwedInRecord
from sessions.record.transcript import GivenAnswer
from sessions.text.by_language import for_reader
from sessions.text.direction.isolating import isolate
from sessions.text.labels import OFFICE_WORDS, OWED_LEFT_OPEN, OWED_OUTCOME_WORDS


def office_in_record(office: Mapping[str, str]) -> str:
    """The office and its holder as the record's head holds them: Councillor Asha Sen."""
    return f"{OFFICE_WORDS[office['kind']]} {isolate(_name_in_record(office))}".strip()


def answer_by(answer: GivenAnswer | OwedInRecord, office: Mapping[str, str]) -> str:
    """Who gave an answer of a record, by the reader's name where that is the name of the record's own office."""
    name = _name_in_record(office) if answer.by == office["name_en"] else answer.by
    return f"{OFFICE_WORDS[answer.office]} {isolate(name)}".strip()


def owed_word(item: OwedInRecord) -> str:
    """What became of a promise that was owed: what the office said of it in the chat, or what it came to elsewhere."""
    if item.state:
        return str(PromiseState(item.state).label)
    return str(OWED_OUTCOME_WORDS.get(item.outcome, item.outcome) if item.outcome else OWED_LEFT_OPEN)


def _name_in_record(office: Mapping[str, str]) -> str:
    return for_reader(names_in(office))
