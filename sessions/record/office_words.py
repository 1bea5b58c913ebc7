"""How a record names the office and the person who answered, in the reader's language."""

from collections.abc import Mapping

from sessions.log.kept_words import names_in
from sessions.record.owed_part import OwedInRecord
from sessions.record.transcript import GivenAnswer
from sessions.text.by_language import for_reader
from sessions.text.direction.isolating import isolate
from sessions.text.labels import OFFICE_WORDS


def office_in_record(office: Mapping[str, str]) -> str:
    """The office and its holder as the record's head holds them: Councillor Asha Sen."""
    return f"{OFFICE_WORDS[office['kind']]} {isolate(_name_in_record(office))}".strip()


def answer_by(answer: GivenAnswer | OwedInRecord, office: Mapping[str, str]) -> str:
    """Who gave an answer of a record, by the reader's name where that is the name of the record's own office."""
    name = _name_in_record(office) if answer.by == office["name_en"] else answer.by
    return f"{OFFICE_WORDS[answer.office]} {isolate(name)}".strip()


def _name_in_record(office: Mapping[str, str]) -> str:
    return for_reader(names_in(office))
