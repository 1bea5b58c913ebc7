"""The table of transitions of promises: from a state, by a step, to a state."""

from enum import StrEnum

from sessions.contract.owed_outcomes import OwedOutcome
from sessions.models import PromiseState as Now


class PromiseStepBy(StrEnum):
    """Who takes a step, as the log says it."""

    MODERATOR = "moderator"
    OFFICE = "office"
    RESIDENT = "resident"
    SUPPORTERS = "supporters"
    CLOCK = "clock"


_OWED = (Now.MADE, Now.DISPUTED)


def _staying(*states: Now) -> dict[Now, Now]:
    return {state: state for state in states}


PROMISE: dict[str, dict[Now, Now]] = {
    "confirm": {Now.PROPOSED: Now.MADE},
    "not_confirm": {Now.PROPOSED: Now.NOT_CONFIRMED},
    "unanswered": _staying(Now.PROPOSED),
    "due_soon": _staying(*_OWED),
    "overdue": _staying(*_OWED),
    "new_day": dict.fromkeys(_OWED, Now.MADE),
    "claim": dict.fromkeys(_OWED, Now.CLAIMED_KEPT),
    "unconfirmed": _staying(Now.CLAIMED_KEPT),
    "unconfirmable": _staying(Now.CLAIMED_KEPT),
    "keep": {Now.CLAIMED_KEPT: Now.KEPT},
    "dispute": {Now.CLAIMED_KEPT: Now.DISPUTED},
    "break": dict.fromkeys((*_OWED, Now.CLAIMED_KEPT), Now.BROKEN),
    "inherit": _staying(*_OWED, Now.CLAIMED_KEPT),
    "adopt": _staying(*_OWED, Now.CLAIMED_KEPT),
    "drop": dict.fromkeys(_OWED, Now.DROPPED),
    "merge": dict.fromkeys((Now.PROPOSED, *_OWED), Now.MERGED),
    "lapse": dict.fromkeys((Now.PROPOSED, *_OWED, Now.CLAIMED_KEPT), Now.LAPSED),
    "carry": _staying(*_OWED, Now.CLAIMED_KEPT),
}
"""unanswered: a proposal that the office did not answer in time. keep, dispute: by those who asked. new_day: once.

unconfirmed: those who asked could say in time whether it is kept, and did not settle it. unconfirmable: the person who
asked cannot be asked, and too few support it.

lapse: the question or suggestion that it answers was removed. carry: it stands on the list of what is owed from last
time in a chat. A claim that nobody confirms stays a claim, and is told to be one.
"""


def promise_state_after(step: str, state: str) -> Now | None:
    """What a step leads to from a state; None where the table has no such step."""
    return PROMISE.get(step, {}).get(Now(state))


STEP_NAMES = {OwedOutcome.KEPT: "claim", OwedOutcome.NEW_DAY: "new_day", OwedOutcome.BROKEN: "break"}


def fitting_outcomes(state: str, *, has_new_day: bool) -> list[OwedOutcome]:
    """What can be said in a chat of a promise in this state; a new day is named once."""
    return [
        outcome
        for outcome, step in STEP_NAMES.items()
        if promise_state_after(step, state) is not None and not (has_new_day and outcome == OwedOutcome.NEW_DAY)
    ]
