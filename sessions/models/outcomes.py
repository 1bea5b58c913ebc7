"""Outcomes of questions: the one rule that every page, script and file uses; pure.

A new outcome needs its name and its rule here, and its words in sessions/platform/text/labels.py. Scripts get the same
rules from their page (js/live/own/outcomes.js).
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, NamedTuple


class QuestionOutcome(StrEnum):
    """The states of a question, and further outcomes in a chat that is over or was cancelled."""

    WAITING = "waiting"
    WAITING_AGAIN = "waiting_again"
    HELD = "held"
    HELD_AGAIN = "held_again"
    QUEUED = "queued"
    QUEUED_IN_PLACE = "queued_in_place"
    """Queued in place of the question that it was merged with, which was withdrawn or removed."""
    QUEUED_IN_PART = "queued_in_part"
    """Back in the queue with part of an answer."""
    ON_FLOOR = "on_floor"
    ANSWERED = "answered"
    ON_NOTICE = "on_notice"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    WITHDRAWN_TOO = "withdrawn_too"
    """Withdrawn with the question that it was merged with."""
    MERGED = "merged"
    REMOVED = "removed"
    NOT_READ = "not_read"
    NOT_DECIDED = "not_decided"
    IN_PART = "in_part"
    NOT_REACHED = "not_reached"
    CHAT_CANCELLED = "chat_cancelled"


class OutcomeRule(NamedTuple):
    """A question in this state for which all these facts are true has this outcome.

    facts: cancelled, over: its chat. answers: some are given. successor: it came back when what it was merged with was
    withdrawn or removed, and nobody has withdrawn it since.
    """

    state: str
    facts: tuple[str, ...]
    outcome: QuestionOutcome


UNFINISHED = ("waiting", "held", "queued", "on_floor")

OUTCOME_RULES = (
    *(OutcomeRule(state, ("cancelled",), QuestionOutcome.CHAT_CANCELLED) for state in UNFINISHED),
    OutcomeRule("waiting", ("over",), QuestionOutcome.NOT_READ),
    OutcomeRule("held", ("over",), QuestionOutcome.NOT_DECIDED),
    OutcomeRule("queued", ("over", "answers"), QuestionOutcome.IN_PART),
    OutcomeRule("queued", ("over",), QuestionOutcome.NOT_REACHED),
    OutcomeRule("on_floor", ("over", "answers"), QuestionOutcome.IN_PART),
    OutcomeRule("on_floor", ("over",), QuestionOutcome.NOT_REACHED),
    OutcomeRule("queued", ("answers",), QuestionOutcome.QUEUED_IN_PART),
    OutcomeRule("waiting", ("successor",), QuestionOutcome.WAITING_AGAIN),
    OutcomeRule("held", ("successor",), QuestionOutcome.HELD_AGAIN),
    OutcomeRule("queued", ("successor",), QuestionOutcome.QUEUED_IN_PLACE),
    OutcomeRule("withdrawn", ("successor",), QuestionOutcome.WITHDRAWN_TOO),
)
"""The first rule that matches counts. Where none matches, the outcome is the state itself."""


def outcome_of(state: str, *, chat: str, has_answers: bool = False, is_successor: bool = False) -> QuestionOutcome:
    """Find the outcome of a written answer. chat: the state of its chat session."""
    given = {
        "cancelled": chat == "cancelled",
        "over": chat in ("closed", "sealed"),
        "answers": has_answers,
        "successor": is_successor,
    }
    fitting = (
        rule.outcome for rule in OUTCOME_RULES if rule.state == state and all(given[fact] for fact in rule.facts)
    )
    return next(fitting, None) or QuestionOutcome(state)


def outcome_of_own(own: Mapping[str, Any], *, chat: str, has_answers: bool) -> QuestionOutcome:
    """The outcome of a person's own question, as sessions/chats/questions/own_questions.py gives it."""
    return outcome_of(own["state"], chat=chat, has_answers=has_answers, is_successor=bool(own["in_place_of"]))
