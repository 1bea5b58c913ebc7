"""The room's words for people about their own questions, on the page and in its script."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from sessions.text.digits import digits
from sessions.text.labels import PLACE_REASON_WORDS

MANY_QUESTIONS = 3
"""From this number of questions on, the hint is shown, well before anything is refused."""


ORDINALS = {1: "st", 2: "nd", 3: "rd"}


def own_words() -> dict[str, Any]:
    why = {code: str(words) for code, words in PLACE_REASON_WORDS.items()}
    return {"place": _place(), "next": _next(), "why": why}


def hint_words() -> dict[str, str]:
    """With {n} in place of the number, which is never less than MANY_QUESTIONS."""
    return {"many": _many(MANY_QUESTIONS)}


def place_words(place: int, count: int, *, is_live: bool) -> str:
    """The place of a question in the queue, in words; place: from 1."""
    return _next() if place == 1 and is_live else _place().format(nth=nth(place), n=digits(count))


def nth(place: int) -> str:
    """1st, 2nd, 3rd, 11th; in other languages only the number, as the sentence has the rest."""
    if (get_language() or "en").partition("-")[0] != "en":
        return digits(place)
    return f"{place}{'th' if place % 100 in (11, 12, 13) else ORDINALS.get(place % 10, 'th')}"


def appeal_words() -> dict[str, str]:
    """Where an appeal stands, by its state; the receipt's page says more."""
    return {
        "made": _("You have appealed. Another moderator decides."),
        "upheld": _("Your appeal: the decision stands."),
        "overturned": _("Your appeal: the decision was overturned."),
    }


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
