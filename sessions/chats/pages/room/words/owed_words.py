"""The words of the list owed from last time, for pages and their scripts, with {day} for a day."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sessions.chats.pages.room.words.counted_words import counted
from sessions.contract.owed_outcomes import OwedOutcome
from sessions.models import PromiseState
from sessions.models.promises.transitions import fitting_outcomes
from sessions.platform.text.labels import OWED_OPEN, OWED_OUTCOME_WORDS, OWED_TITLE

TOLD_STATES = (
    *(PromiseState.MADE, PromiseState.CLAIMED_KEPT, PromiseState.KEPT, PromiseState.DISPUTED),
    *(PromiseState.BROKEN, PromiseState.DROPPED, PromiseState.MERGED, PromiseState.LAPSED),
)
"""What a promise on the list can come to elsewhere; made: it has a new day."""


def owed_words() -> dict[str, object]:
    return {
        "title": str(OWED_TITLE),
        "open": str(OWED_OPEN),
        "outcome": {outcome: str(word) for outcome, word in OWED_OUTCOME_WORDS.items()},
        "state": {state: str(PromiseState(state).label) for state in TOLD_STATES},
        "elsewhere": noted_elsewhere(),
        "fits": fits_by_state(),
        "promised": promised_for(),
        "moved": moved_to(),
        "complaint": due_since(),
        "left": counted(left_out),
    }


def noted_elsewhere() -> str:
    """What became of an item elsewhere, which its state says."""
    return _("Noted on its page since this chat began.")


def fits_by_state() -> dict[str, list[OwedOutcome]]:
    """The steps that still fit, by the state to which a promise came elsewhere.

    What the office can still say of it in the chat.
    """
    return {state: fitting_outcomes(state, has_new_day=state == PromiseState.MADE) for state in TOLD_STATES}


def promised_for() -> str:
    return _("Promised for {day}.")


def moved_to() -> str:
    return _("Now for {day}.")


def due_since() -> str:
    return _("A complaint, due since {day}.")


def left_out(number: int) -> str:
    """The sentence with {n} in place of the number."""
    return ngettext("{n} more is owed, and did not fit.", "{n} more are owed, and did not fit.", number)
