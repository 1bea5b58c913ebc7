"""What is owed from last time as the live pages show it: each item with what the office said of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sessions.chats.pages.room import live_context, live_state
from sessions.chats.pages.room.live_context import Facts
from sessions.chats.pages.room.words.owed_words import (
    due_since,
    fits_by_state,
    left_out,
    moved_to,
    noted_elsewhere,
    owed_words,
    promised_for,
)
from sessions.chats.pages.room_page import room_page
from sessions.city.display import short_date
from sessions.city.people.access import Admission
from sessions.contract.owed_outcomes import OwedOutcome
from sessions.log.folding.folding import public_cards
from sessions.log.folding.owed import open_items
from sessions.log.known_streams import Current
from sessions.models import OPEN_STATES, ChatSessionState, PromiseState
from sessions.platform.text.digits import digits
from sessions.platform.text.labels import OUTCOME_WORDS, OWED_LEFT_OPEN, OWED_OPEN, OWED_OUTCOME_WORDS, WORDS_REMOVED


@require_safe
@never_cache
@room_page
def owed(request: HttpRequest, chat_session_id: UUID, admission: Admission) -> HttpResponse:
    """The owed list for the room's script, which follows the events from `seq` on: the list, and the words for it."""
    start = live_state.start_public(chat_session_id)
    items = [item | {"what": _what(start.state, item)} for item in start.state.get("owed", ())]
    return JsonResponse({"seq": start.seq, "owed": items, "words": owed_words()})


def owed_context(state: Facts) -> dict[str, Any]:
    """owed: the items; owed_open: of how many the office still has to speak; owed_to_say: whether it can, of any.

    owed_left: how many did not fit, in words; owed_rest: where they are listed.
    """
    still_open = [item["number"] for item in open_items(state)]
    is_over = state["session"]["state"] not in OPEN_STATES
    is_live = state["session"]["state"] == ChatSessionState.LIVE
    items = [
        _shown(state, item, is_open=item["number"] in still_open, is_over=is_over) for item in state.get("owed", ())
    ]
    rest = f"/promises/?ward={state['session']['ward']}"
    left = sum(item.get("left", 0) for item in state.get("owed", ()))
    return {
        "owed": items,
        "owed_open": len(still_open),
        "owed_to_say": bool(still_open) or (is_live and any(item["fits"] for item in items)),
        "owed_left": left_out(left).format(n=digits(left)) if left else "",
        "owed_rest": rest,
    }


def floor_context(state: Facts) -> dict[str, Any]:
    """Return the context of owed_context(), with what the forms of the office's page need."""
    return owed_context(state) | {
        "owed_outcomes": OWED_OUTCOME_WORDS.items(),
        "blank_owed": _blank_item(),
        "tomorrow": timezone.localdate() + timedelta(days=1),
    }


def without_list(start: Current) -> Current:
    """The start of a room, which has to be light: its script asks for the list (js/room/owed_part.js)."""
    return replace(start, state=start.state | {"owed": True}) if "owed" in start.state else start


def _blank_item() -> dict[str, Any]:
    return dict.fromkeys(
        ("id", "promise", "asked_as", "number", "kind", "what", "days", "elsewhere", "outcome_word", "answer", "moved"),
        "",
    ) | {"fits": list(OwedOutcome)}


def next_open(state: Facts) -> dict[str, Any] | None:
    """The item of which the office is to speak now, while nothing else is being answered."""
    found = open_items(state)
    return _shown(state, found[0], is_open=True, is_over=False) if found and not state["floor"] else None


def _shown(state: Facts, item: Facts, *, is_open: bool, is_over: bool) -> dict[str, Any]:
    answer, now = item["answer"], item.get("now")
    return {
        "id": item.get("promise") or item["asked_as"],
        "promise": item.get("promise", ""),
        "asked_as": item.get("asked_as", ""),
        "number": item["number"],
        "kind": item["kind"],
        "what": _what(state, item) or WORDS_REMOVED,
        "days": promised_day_words(item),
        "elsewhere": noted_elsewhere() if now else "",
        "is_open": is_open,
        "fits": _fitting(item),
        "outcome": now["state"] if now else answer["outcome"] if answer else "",
        "outcome_word": _outcome_word(state, item, is_over=is_over),
        "answer": live_context.shown_answer(answer, state["session"]["office"]) if answer else None,
        "moved": _day(moved_to(), answer["due_on"]) if answer and "due_on" in answer else "",
    }


def promised_day_words(item: Facts) -> str:
    """The day for which the item was promised at first, and the one for which it is promised since."""
    if "asked_as" in item:
        return _day(due_since(), item["due_on"])
    first, due_on = _day(promised_for(), item["first_due_on"]), item.get("now", {}).get("due_on", item["due_on"])
    return first if due_on == item["first_due_on"] else f"{first} {_day(moved_to(), due_on)}"


def _fitting(item: Facts) -> Sequence[str]:
    """The outcomes that the office can still say here of a promise."""
    if item["answer"] is not None or "asked_as" in item:
        return ()
    return fits_by_state().get(item["now"]["state"], ()) if "now" in item else list(OwedOutcome)


def _outcome_word(state: Facts, item: Facts, *, is_over: bool) -> str:
    if "now" in item:
        return str(PromiseState(item["now"]["state"]).label)
    if item["answer"]:
        return str(OWED_OUTCOME_WORDS.get(item["answer"]["outcome"], item["answer"]["outcome"]))
    card = _card(state, item)
    if card:
        return str(OUTCOME_WORDS[card["state"]])
    return str(OWED_LEFT_OPEN if is_over else OWED_OPEN)


def _what(state: Facts, item: Facts) -> str | None:
    """A complaint's words are those of its question."""
    what: str | None = _card(state, item).get("text", item["what"])
    return what


def _card(state: Facts, item: Facts) -> Facts:
    cards = (*public_cards(dict(state)), *state["removed"])
    return next((card for card in cards if card["id"] == item.get("asked_as")), {})


def _day(words: str, day: str) -> str:
    return words.format(day=short_date(date.fromisoformat(day)))
