"""What the room says to people about their own questions, on the page and by its script."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import ngettext

from sessions.templatetags.chat import digits
from sessions.views.counted_words import counted

MANY_QUESTIONS = 3
"""From so many on, a person is kindly reminded of the others: well before anything is refused."""


def own_words() -> dict[str, Any]:
    return {"many": counted(_many)}


def many_hint(own: Iterable[Mapping[str, Any]]) -> str:
    """What stands over the form of a person who has asked often, blank for others. What was taken back is no burden."""
    count = sum(question["state"] != "withdrawn" for question in own)
    return _many(count).format(n=digits(count)) if count >= MANY_QUESTIONS else ""


def _many(count: int) -> str:
    return ngettext(
        "You have asked {n} question here. Many people share the time: please ask what matters most to you, and "
        "support questions that say the same.",
        "You have asked {n} questions here. Many people share the time: please ask what matters most to you, and "
        "support questions that say the same.",
        count,
    )
