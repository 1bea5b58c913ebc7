"""The room's words for people about their own questions, on the page and in its script."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from sessions.platform.text.digits import digits
from sessions.platform.text.labels import PLACE_REASON_WORDS

MANY_QUESTIONS = 3
"""Where the hint begins. From this number of questions on, the hint is shown, well before anything is refused."""


def own_words() -> dict[str, Any]:
    return {"place": _place(), "next": _next(), "endings": _endings()}


def why_words() -> dict[str, str]:
    """Why a question has its place in the queue."""
    return {code: str(words) for code, words in PLACE_REASON_WORDS.items()}


def hint_words() -> dict[str, str]:
    """The hint with {n} in place of the number, which is never less than MANY_QUESTIONS."""
    return {"many": _many(MANY_QUESTIONS)}


def queue_place_words(place: int, count: int, *, is_live: bool) -> str:
    """The place of a question in the queue, in words; place: from 1."""
    return _next() if place == 1 and is_live else _place().format(nth=nth(place), n=digits(count))


def nth(place: int) -> str:
    """1st, 2nd, 3rd, 11th; in most languages only the number, as the sentence has the rest."""
    endings = _endings()
    last = 0 if place % 100 in (11, 12, 13) else place % 10
    return digits(place) + endings[last if last < len(endings) else 0]


def appeal_words() -> dict[str, str]:
    """Words for where an appeal stands, by its state; the receipt's page says more."""
    return {
        "made": _("You have appealed. Another moderator decides."),
        "upheld": _("Your appeal: the decision stands."),
        "overturned": _("Your appeal: the decision was overturned."),
    }


def _endings() -> list[str]:
    """The endings after a number that ends in 0, 1, 2 or 3; all others are as the first."""
    # Translators: what follows the number in 1st, 2nd, 3rd and 4th, with blanks between. If your language writes
    # nothing there, or the sentence "{nth} of {n} in the queue" has it, write - - - -
    written = pgettext("endings of 1st, 2nd, 3rd and 4th", "st nd rd th").replace("-", "")
    *few, other = written.split(" ")
    return [other, *few] if written.strip() else [""]


def _place() -> str:
    return _("{nth} of {n} in the queue")


def _next() -> str:
    return _("You are next.")


def many_hint(own: Iterable[Mapping[str, Any]]) -> str:
    """A hint above the form for a person who has asked often; blank for others. Withdrawn questions do not count."""
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
