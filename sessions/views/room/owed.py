"""What is owed from last time as the live pages show it: each item with what the office said of it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sessions.display import short_date
from sessions.folding.owed import open_items
from sessions.models import OPEN_STATES
from sessions.permissions.access import ROOM, Admission
from sessions.replicas.known_streams import Current
from sessions.text.digits import digits
from sessions.text.labels import OUTCOME_WORDS, OWED_LEFT_OPEN, OWED_OPEN, OWED_OUTCOME_WORDS, WORDS_REMOVED
from sessions.views.entrance import admitted
from sessions.views.room import live_context, live_state
from sessions.views.room.words.owed_words import due_since, left_out, moved_to, owed_words, promised_for

Facts = Mapping[str, Any]


@require_safe
@never_cache
@admitted(ROOM)
def owed(request: HttpRequest, chat_session_id: UUID, _admission: Admission) -> HttpResponse:
    """For the room's script, which follows the events from `seq` on: the list, and the words for it."""
    start = live_state.start_public(chat_session_id)
    items = [item | {"what": _what(start.state, item)} for item in start.state.get("owed", ())]
    return JsonResponse({"seq": start.seq, "owed": items, "words": owed_words()})


def owed_context(state: Facts) -> dict[str, Any]:
    """owed: the items; owed_open: of how many the office has not spoken yet.

    owed_left: how many did not fit, in words; owed_rest: where they are listed.
    """
    still_open = [item["number"] for item in open_items(state)]
    is_over = state["session"]["state"] not in OPEN_STATES
    items = [
        _shown(state, item, is_open=item["number"] in still_open, is_over=is_over) for item in state.get("owed", ())
    ]
    rest = f"/promises/?ward={state['session']['ward']}"
    left = sum(item.get("left", 0) for item in state.get("owed", ()))
    return {
        "owed": items,
        "owed_open": len(still_open),
        "owed_left": left_out(left).format(n=digits(left)) if left else "",
        "owed_rest": rest,
    }


def floor_context(state: Facts) -> dict[str, Any]:
    """The same with what the forms of the office's page need."""
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
        ("id", "promise", "asked_as", "number", "kind", "what", "days", "outcome_word", "answer", "moved"), ""
    )


def next_open(state: Facts) -> dict[str, Any] | None:
    """The item of which the office is to speak now, while nothing else is being answered."""
    found = open_items(state)
    return _shown(state, found[0], is_open=True, is_over=False) if found and not state["floor"] else None


def _shown(state: Facts, item: Facts, *, is_open: bool, is_over: bool) -> dict[str, Any]:
    answer = item["answer"]
    return {
        "id": item.get("promise") or item["asked_as"],
        "promise": item.get("promise", ""),
        "asked_as": item.get("asked_as", ""),
        "number": item["number"],
        "kind": item["kind"],
        "what": _what(state, item) or WORDS_REMOVED,
        "days": days_words(item),
        "is_open": is_open,
        "outcome": answer["outcome"] if answer else "",
        "outcome_word": _outcome_word(state, item, is_over=is_over),
        "answer": live_context.shown_answer(answer, state["session"]["office"]) if answer else None,
        "moved": _day(moved_to(), answer["due_on"]) if answer and "due_on" in answer else "",
    }


def days_words(item: Facts) -> str:
    """For which day it was promised at first, and for which one since."""
    if "asked_as" in item:
        return _day(due_since(), item["due_on"])
    first = _day(promised_for(), item["first_due_on"])
    return first if item["due_on"] == item["first_due_on"] else f"{first} {_day(moved_to(), item['due_on'])}"


def _outcome_word(state: Facts, item: Facts, *, is_over: bool) -> str:
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
    cards = (*live_context.public_cards(dict(state)), *state["removed"])
    return next((card for card in cards if card["id"] == item.get("asked_as")), {})


def _day(words: str, day: str) -> str:
    return words.format(day=short_date(date.fromisoformat(day)))
