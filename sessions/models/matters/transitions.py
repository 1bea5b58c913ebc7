"""The tables of transitions of complaints and of suggestions: from a state, by a step, to a state; and whose steps."""

from enum import StrEnum

from sessions.models import ENDED_STATES, MatterKind
from sessions.models import MatterState as Now


class By(StrEnum):
    """Who takes a step, as the log says it."""

    MODERATOR = "moderator"
    OFFICE = "office"
    RESIDENT = "resident"
    SUPPORTERS = "supporters"
    CLOCK = "clock"


_TO_SCREEN = (Now.WAITING, Now.HELD)
_UNDER_WAY = (Now.OPEN, Now.ACKNOWLEDGED, Now.PLANNED, Now.IN_PROGRESS, Now.HALF_DONE, Now.DISPUTED)
_CLAIMED = (Now.CLAIMED_DONE, Now.DONE_UNCONFIRMED)
_SUGGESTED = (Now.OPEN, Now.UNDER_REVIEW, Now.ACCEPTED)


def _from(states: tuple[Now, ...], to: Now) -> dict[Now, Now]:
    return dict.fromkeys(states, to)


def _staying(*states: Now) -> dict[Now, Now]:
    return {state: state for state in states}


SCREENING: dict[str, dict[Now, Now]] = {
    "approve": _from(_TO_SCREEN, Now.OPEN),
    "hold": {Now.WAITING: Now.HELD},
    "decline": _from(_TO_SCREEN, Now.DECLINED),
    "reopen": {Now.DECLINED: Now.WAITING, Now.MERGED: Now.WAITING},
    "merge": _from((*_TO_SCREEN, Now.OPEN, Now.ACKNOWLEDGED), Now.MERGED),
    "take_down": _from(
        (*_UNDER_WAY, Now.TRANSFERRED, Now.UNDER_REVIEW, Now.ACCEPTED, *ENDED_STATES),
        Now.REMOVED,
    ),
    "restore": {Now.REMOVED: Now.OPEN},
    "withdraw": _from((*_TO_SCREEN, *_UNDER_WAY, Now.TRANSFERRED, Now.UNDER_REVIEW), Now.WITHDRAWN),
}
"""Steps of both kinds. restore: an appeal against its removal was granted."""

COMPLAINT: dict[str, dict[Now, Now]] = SCREENING | {
    "acknowledge": {Now.OPEN: Now.ACKNOWLEDGED, Now.TRANSFERRED: Now.ACKNOWLEDGED},
    "plan": _from(_UNDER_WAY, Now.PLANNED),
    "start": _from(_UNDER_WAY, Now.IN_PROGRESS),
    "transfer": _from(_UNDER_WAY, Now.TRANSFERRED),
    "claim_done": _from((*_UNDER_WAY, Now.TRANSFERRED), Now.CLAIMED_DONE),
    "refuse": _from((*_UNDER_WAY, Now.TRANSFERRED), Now.NOT_POSSIBLE),
    "ask": _staying(*_UNDER_WAY),
    "clarify": _staying(*_UNDER_WAY, Now.TRANSFERRED),
    "delay": _staying(*_UNDER_WAY, Now.TRANSFERRED),
    "update": _staying(*_UNDER_WAY, Now.TRANSFERRED),
    "confirm": _from(_CLAIMED, Now.CONFIRMED_DONE),
    "half": _from(_CLAIMED, Now.HALF_DONE),
    "dispute": _from(_CLAIMED, Now.DISPUTED),
    "lapse": {Now.CLAIMED_DONE: Now.DONE_UNCONFIRMED},
}
"""half and dispute: it is not done, and goes on. lapse: nobody said within 28 days whether it is done."""

SUGGESTION: dict[str, dict[Now, Now]] = SCREENING | {
    "review": {Now.OPEN: Now.UNDER_REVIEW},
    "accept": _from((Now.OPEN, Now.UNDER_REVIEW), Now.ACCEPTED),
    "not_accept": _from(_SUGGESTED, Now.NOT_ACCEPTED),
    "finish": {Now.ACCEPTED: Now.DONE},
    "ask": _staying(Now.OPEN, Now.UNDER_REVIEW),
    "clarify": _staying(Now.OPEN, Now.UNDER_REVIEW),
    "update": _staying(*_SUGGESTED),
    "delay": _staying(*_SUGGESTED),
}

MATTER_TRANSITIONS: dict[str, dict[str, dict[Now, Now]]] = {
    MatterKind.COMPLAINT: COMPLAINT,
    MatterKind.SUGGESTION: SUGGESTION,
}

STEPS_BY: dict[str, By] = (
    dict.fromkeys(("approve", "hold", "decline", "reopen", "merge", "take_down", "restore"), By.MODERATOR)
    | dict.fromkeys(("acknowledge", "plan", "start", "transfer", "claim_done", "refuse", "ask", "delay"), By.OFFICE)
    | dict.fromkeys(("update", "review", "accept", "not_accept", "finish"), By.OFFICE)
    | dict.fromkeys(("clarify", "confirm", "half", "dispute", "withdraw"), By.RESIDENT)
    | {"lapse": By.CLOCK}
)
"""Who usually takes each step; a majority of supporters may confirm, too."""


def state_after(kind: str, step: str, state: str) -> Now | None:
    """What a step leads to from a state; None where the table has no such step."""
    return MATTER_TRANSITIONS[kind].get(step, {}).get(Now(state))


def steps_from(kind: str, state: str, by: By) -> list[str]:
    """The steps that may be taken now, in the table's order."""
    return [step for step, table in MATTER_TRANSITIONS[kind].items() if Now(state) in table and STEPS_BY[step] == by]
