"""The room's stage and bar without scripts: the question that is being answered, or was answered last."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from sessions.chats.pages.room.live_context import Facts
from sessions.chats.pages.room.words.stage_words import stage_words
from sessions.models import OPEN_STATES


def last_answered(state: Facts) -> dict[str, Any] | None:
    """The card with the newest part of an answer; the same rule as js/live/own/last_answered.js."""
    cards = [card for card in (*state["answered"], *state["queue"]) if card["answers"]]
    return max(cards, key=lambda card: card["answers"][-1]["at"], default=None)


def stage_context(state: Facts, shown: Facts | None) -> dict[str, Any]:
    """The values of the stage.

    shown: the card of the question that is being answered or was answered last, as shown_card makes it.
    """
    words, moment = stage_words(), waits_for(state)
    is_now = state["floor"] is not None
    empty = words["empty"][moment]
    return {
        "shown": shown,
        "stage_title": words["now" if is_now or shown is None else "last"],
        "stage_empty": empty,
        "stage_wait": (words["coming"] if not state["floor"]["answers"] else "") if is_now else empty,
        "now": _bar(state, words["bar"], moment),
    }


def waits_for(state: Facts) -> str:
    """What the room waits for while nothing is being answered; the same rule as js/room/now_bar.js."""
    phase = state["session"]["state"]
    if phase == "live":
        return "soon" if state["queue"] else "idle"
    return "scheduled" if phase in OPEN_STATES else "cancelled" if phase == "cancelled" else "over"


def _bar(state: Facts, words: Mapping[str, str], moment: str) -> dict[str, str]:
    if state["floor"] is not None and moment not in ("over", "cancelled"):
        return {"label": words["now"], "text": state["floor"]["text"], "state": words["answering"], "href": "#floor"}
    record = state["session"]["record"]
    leads_to = {"idle": "#ask", "cancelled": "#cancelled", "over": "#closed"}.get(moment, "#floor")
    if record:
        return {"label": words[moment], "text": "", "state": words["record"], "href": reverse("record", args=[record])}
    return {"label": words[moment], "text": "", "state": "", "href": leads_to}
