"""A decision of the ledger as its page and its files write it."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moderation.ledger.decisions import LedgerDecision
from moderation.ledger.words import AGREES_WORDS, APPEAL_WORDS, DECIDED_PART_WORDS, DECISION_WORDS, ROLE_WORDS
from sessions.city.display import month_and_year, short_date
from sessions.city.duties.age_words import place_words
from sessions.log.logged_event import wire_time
from sessions.models import Duty, SecondAct, WaiverReason
from sessions.platform.exports.csv_table import csv_table
from sessions.platform.text.digits import digits
from sessions.platform.text.direction.isolating import isolate
from sessions.platform.text.labels import GROUND_WORDS, OVERRIDE_WORDS, REASON_WORDS
from sessions.platform.text.spoken.lists import join_with_commas

STAFF_COLUMNS = (
    "place",
    "person",
    "duty",
    "from_on",
    "to_on",
    "act",
    "until_on",
    "month",
    "printed",
    "used",
    "record",
    "waived",
    "proposed_by",
    "proposed_by_days",
    "proposed_by_appointed_by",
    "confirmed_by",
    "confirmed_by_days",
    "confirmed_by_appointed_by",
)
"""Columns with facts about staff; empty for all other decisions."""

REASONS_OF_DECISIONS: dict[str, Mapping[Any, str | Promise]] = {
    "overridden": OVERRIDE_WORDS,
    "redacted": GROUND_WORDS,
    "independence_waived": dict(WaiverReason.choices),
}

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
        **{name: decision.staff.get(name) for name in STAFF_COLUMNS},
    }


def decision_words(decision: LedgerDecision) -> str | Promise:
    return DECISION_WORDS[decision.decision]


def part_words(decision: LedgerDecision) -> str | Promise:
    """The part of a complaint or suggestion that was decided about; blank for a question or a person."""
    return DECIDED_PART_WORDS.get(decision.part, "")


def decision_reason_words(decision: LedgerDecision) -> str | Promise:
    """Blank for a decision without one."""
    words: Mapping[Any, str | Promise] = REASONS_OF_DECISIONS.get(decision.decision, REASON_WORDS)
    return words.get(decision.reason, decision.reason)


def staff_words(decision: LedgerDecision) -> str:
    """Facts of a decision about staff: who, what and where; blank for all others."""
    facts = decision.staff
    if not facts:
        return ""
    where = place_words(facts["place"])
    match decision.decision:
        case "duty_given" | "duty_ended" | "duty_resumed":
            role = Duty(facts["duty"]).label if facts["duty"] in Duty else facts["duty"]
            since = _("since {day}").format(day=short_date(date.fromisoformat(facts["from_on"])))
            return join_with_commas([f"{role} {isolate(facts['person'])}", where, since])
        case "independence_waived":
            act = SecondAct(facts["act"]).label if facts["act"] in SecondAct else facts["act"]
            until = _("until {day}").format(day=short_date(date.fromisoformat(facts["until_on"])))
            return join_with_commas([str(act), where, until])
        case "redacted":
            return _("Proposed by {first} ({first_days}), confirmed by {second} ({second_days}).").format(
                first=isolate(facts["proposed_by"]),
                first_days=_days_words(facts["proposed_by_days"]),
                second=isolate(facts["confirmed_by"]),
                second_days=_days_words(facts["confirmed_by_days"]),
            )
        case "codes_printed":
            return _("Made: {printed}.").format(printed=digits(facts["printed"]))
    month = month_and_year(date.fromisoformat(facts["month"]))
    return _("{month}: {printed} made, {used} used.").format(
        month=month, printed=digits(facts["printed"]), used=digits(facts["used"])
    )


def _days_words(days: int | None) -> str:
    """How long somebody had had the duty; a dash where nothing is known of it."""
    return "–" if days is None else ngettext("{n} day", "{n} days", days).format(n=digits(days))


def role_words(decision: LedgerDecision) -> str | Promise:
    return ROLE_WORDS.get(decision.role, decision.role)


def second_opinion_words(decision: LedgerDecision) -> str:
    """The outcome with another moderator: an appeal, or whether they agree; blank where there was neither."""
    appeal = decision.appeal
    if decision.agrees is not None:
        return str(AGREES_WORDS[decision.agrees])
    return str(APPEAL_WORDS[appeal.state]).format(day=short_date(appeal.due_at)) if appeal else ""


def decisions_as_csv(decisions: Iterable[LedgerDecision]) -> str:
    """A table for a spreadsheet, safe there (sessions/platform/exports/csv_table.py)."""
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
    *STAFF_COLUMNS,
)
