"""The words of the list of what is owed from last time, for pages and their scripts, with {day} for a day."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sessions.text.labels import OWED_OPEN, OWED_OUTCOME_WORDS, OWED_TITLE
from sessions.views.room.words.counted_words import counted


def owed_words() -> dict[str, object]:
    return {
        "title": str(OWED_TITLE),
        "open": str(OWED_OPEN),
        "outcome": {outcome: str(word) for outcome, word in OWED_OUTCOME_WORDS.items()},
        "promised": promised_for(),
        "moved": moved_to(),
        "complaint": due_since(),
        "left": counted(left_out),
    }


def promised_for() -> str:
    return _("Promised for {day}.")


def moved_to() -> str:
    return _("Now for {day}.")


def due_since() -> str:
    return _("A complaint, due since {day}.")


def left_out(number: int) -> str:
    """With {n} in place of the number."""
    return ngettext("{n} more is owed, and did not fit.", "{n} more are owed, and did not fit.", number)
