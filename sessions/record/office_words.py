"""How the log and a record name the office, who answered, and what became of a promise, in the reader's words."""

from collections.abc import Mapping
from typing import Any

from sessions.log.kept_words import names_in
from sessions.models import PromiseState
from sessions.platform.text.by_language import for_reader
from sessions.platform.text.direction.isolating import isolate
from sessions.platform.text.direction.tagged_text import join_tagged
from sessions.platform.text.labels import OFFICE_WORDS, OWED_LEFT_OPEN, OWED_OUTCOME_WORDS
from sessions.record.owed_part import OwedInRecord
from sessions.record.transcript import GivenAnswer


def office_holder_then(office: Mapping[str, Any]) -> str:
    """The office and its holder at the announcement, as the log and a record's head have them: Councillor Asha Sen."""
    return join_tagged(str(OFFICE_WORDS[office["kind"]]), isolate(_name_then(office)))


def answer_by(answer: GivenAnswer | OwedInRecord, office: Mapping[str, str]) -> str:
    """The person who gave an answer of a record."""
    return answerer_words(answer.office, answer.by, office)


def answerer_words(kind: str, by: str, office: Mapping[str, Any]) -> str:
    """Who answered. The log has their name in English; that of the chat's own office is known in other languages."""
    name = _name_then(office) if by == office["name_en"] else by
    return join_tagged(str(OFFICE_WORDS[kind]), isolate(name))


def owed_word(item: OwedInRecord) -> str:
    """The outcome of a promise that was owed: what the office said of it in the chat, or what it came to elsewhere."""
    if item.state:
        return str(PromiseState(item.state).label)
    return str(OWED_OUTCOME_WORDS.get(item.outcome, item.outcome) if item.outcome else OWED_LEFT_OPEN)


def _name_then(office: Mapping[str, Any]) -> str:
    return for_reader(names_in(office))
