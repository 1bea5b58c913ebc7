"""The words that a room seldom needs: its page brings those of what it shows.

Its script asks for all of them when one is missing (js/ui/wording/late_words.js).
"""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sessions.chats.pages.room.live_context import Facts
from sessions.chats.pages.room.words.live_words import ScriptWords, asking_words, live_words, removal_words
from sessions.chats.pages.room.words.own_words import many_hint
from sessions.log.folding.folding import public_cards

TABLES = (
    "state",
    "office",
    "reason",
    "override",
    "stopped",
    "outcome",
    "explanation",
    "hint",
    "appeal",
    "owed",
    "removal",
    "told",
    "how",
    "why",
)
ANSWERED = {"on_floor", "answered", "on_notice"}
BEFORE_OPENING = {"planned", "scheduled", "moved", "cancelled", "opened", "opens_in", "opens_soon", "day"}
SELDOM_TOLD = {"extended", "slowed", "slow_ended"}
ALWAYS_STOPPED = {"other", "reload", "sign_in"}
"""What is said of a closed connection until the words for its code are there, and the ways on."""


@require_safe
def late_words(_request: HttpRequest) -> HttpResponse:
    """All words that a room may lack, in the reader's language."""
    words = live_words() | asking_words() | removal_words()
    aloud = {"read": _("Read aloud"), "stop": _("Stop reading")}
    return JsonResponse({table: words[table] for table in TABLES} | {"aloud": aloud})


def leave_out_late(words: ScriptWords, state: Facts, own: Iterable[Facts]) -> ScriptWords:
    """The words of a room, without those that nothing in this state needs. own: the reader's own cards."""
    own = list(own)
    cards = public_cards(state)
    outcomes = {card["outcome"] for card in own}
    offices = {answer["office"] for card in (*cards, *state["removed"]) for answer in card["answers"]}
    needed = {
        "state": ANSWERED | outcomes,
        "office": offices | {state["session"]["office"]["kind"]},
        "reason": {card["reason"] for card in (*state["removed"], *own)},
        "override": {card.get("override") for card in cards},
        "stopped": ALWAYS_STOPPED,
        "explanation": outcomes,
        "hint": {"many"} if many_hint(own) else set(),
        "appeal": {card.get("appeal") for card in own},
        "owed": {"due", "overdue"} if any(card["state"] == "on_notice" for card in (*cards, *own)) else set(),
        "told": words["told"].keys() - SELDOM_TOLD,
        "how": {how for how in words["how"] if any(card.get(how) for card in cards)},
        "why": {why for card in own for why in card["why"]},
        "removal": {"line"} if state["removed"] else set(),
    }
    shown = {
        table: {key: word for key, word in words[table].items() if key in keys}
        for table, keys in needed.items()
        if table in words
    }
    known = {table: word for table, word in (words | shown).items() if word != {}}
    if all(card["outcome"] == card["state"] for card in own):  # no rule applies
        known.pop("outcome", None)
    return known | _without_the_past(known, state)


def _without_the_past(words: ScriptWords, state: Facts) -> ScriptWords:
    """Tables without the words for what a chat can only be, or only do, before it has opened, once it has."""
    if state["session"]["state"] not in ("live", "closed", "sealed"):
        return {}
    return {table: _without(words[table]) for table in ("stage", "told", "time", "chat") if table in words}


def _without(words: Any) -> Any:
    if not isinstance(words, dict):
        return words
    return {key: _without(word) for key, word in words.items() if key not in BEFORE_OPENING}
