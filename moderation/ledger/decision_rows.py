"""A decision of the ledger as its page and its files write it."""

from collections.abc import Iterable
from typing import Any

from django.utils.functional import Promise

from moderation.ledger.decisions import LedgerDecision
from moderation.ledger.words import AGREES_WORDS, APPEAL_WORDS, DECIDED_PART_WORDS, DECISION_WORDS, ROLE_WORDS
from sessions.display import short_date
from sessions.exports.csv_table import csv_table
from sessions.log.logged_event import wire_time
from sessions.text.labels import OVERRIDE_WORDS, REASON_WORDS

LEDGER_FORMAT = "councillor-chat-ledger/1"


def decision_row(decision: LedgerDecision) -> dict[str, Any]:
    """Plain JSON values, with the words of the codes in the reader's language. Keys without a value are null."""
    appeal = decision.appeal
    return {
        "at": wire_time(decision.at),
        "ward": decision.ward,
        "chat_session": str(decision.chat_session) if decision.chat_session else None,
        "decision": decision.decision,
        "decision_words": str(decision_words(decision)),
        "reason": decision.reason or None,
        "reason_words": str(decision_reason_words(decision)) or None,
        "role": decision.role,
        "by": decision.by or None,
        "commitment": decision.commitment or None,
        "agrees": decision.agrees,
        "appeal": appeal.state if appeal else None,
        "appeal_due_at": wire_time(appeal.due_at) if appeal else None,
        "appeal_decided_at": wire_time(appeal.decided_at) if appeal and appeal.decided_at else None,
        "appeal_by": appeal.by or None if appeal else None,
        "part": decision.part or None,
        "number": decision.number or None,
    }


def decision_words(decision: LedgerDecision) -> str | Promise:
    return DECISION_WORDS[decision.decision]


def part_words(decision: LedgerDecision) -> str | Promise:
    """Of a complaint or suggestion, which part was decided about; blank for a decision about a question or a person."""
    return DECIDED_PART_WORDS.get(decision.part, "")


def decision_reason_words(decision: LedgerDecision) -> str | Promise:
    """Blank for a decision without one."""
    words = OVERRIDE_WORDS if decision.decision == "overridden" else REASON_WORDS
    return words.get(decision.reason, decision.reason)


def role_words(decision: LedgerDecision) -> str | Promise:
    return ROLE_WORDS.get(decision.role, decision.role)


def second_opinion_words(decision: LedgerDecision) -> str:
    """What became of it with another moderator: an appeal, or whether they agree; blank where there was neither."""
    appeal = decision.appeal
    if decision.agrees is not None:
        return str(AGREES_WORDS[decision.agrees])
    return str(APPEAL_WORDS[appeal.state]).format(day=short_date(appeal.due_at)) if appeal else ""


def decisions_as_csv(decisions: Iterable[LedgerDecision]) -> str:
    """A table for a spreadsheet, safe there (sessions/exports/csv_table.py)."""
    return csv_table(COLUMNS, map(decision_row, decisions))


COLUMNS = (
    "at",
    "ward",
    "chat_session",
    "decision",
    "decision_words",
    "reason",
    "reason_words",
    "role",
    "by",
    "commitment",
    "agrees",
    "appeal",
    "appeal_due_at",
    "appeal_decided_at",
    "appeal_by",
    "part",
    "number",
)
