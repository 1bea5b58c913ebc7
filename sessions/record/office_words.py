"""How a record names the office and the person who answered, in the reader's language."""

from collections.abc import Mapping

from sessions.record.transcript import GivenAnswer
from sessions.text.digits import reads_bengali
from sessions.text.direction.isolating import isolate
from sessions.text.labels import OFFICE_WORDS


def office_in_record(office: Mapping[str, str]) -> str:
    """The office and its holder as the record's head holds them: Councillor Asha Sen."""
    return f"{OFFICE_WORDS[office['kind']]} {isolate(_name_in_record(office))}".strip()


def answer_by(answer: GivenAnswer, office: Mapping[str, str]) -> str:
    """Who gave an answer of a record, by the Bengali name where that is the name of the record's own office."""
    name = _name_in_record(office) if answer.by == office["name_en"] else answer.by
    return f"{OFFICE_WORDS[answer.office]} {isolate(name)}".strip()


def _name_in_record(office: Mapping[str, str]) -> str:
    return (office["name_bn"] if reads_bengali() else "") or office["name_en"]
