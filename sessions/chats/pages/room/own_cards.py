"""A person's own questions for their page: the place, the outcome and the answer of each."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from sessions.chats.pages.room.live_context import Facts, owed_by_words, shown_card, with_moments
from sessions.chats.pages.room.words.counted_words import backing_words
from sessions.chats.pages.room.words.own_words import appeal_words, queue_place_words
from sessions.log.steps.transitions import QUESTION_TRANSITIONS
from sessions.models import OPEN_STATES, Question
from sessions.models.outcomes import outcome_of_own
from sessions.ordering import queue_places as declared_places
from sessions.ordering.evening_facts import facts_of_state
from sessions.platform.text.labels import PLACE_REASON_WORDS
from sessions.platform.text.spoken.lists import join_facts, join_with_commas

SHORT = 120
GONE = ("withdrawn", "merged")
REPHRASABLE = ("declined", "removed")
_IDS = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class OwnPlace(NamedTuple):
    """A place in the queue. why: the reasons of sessions/ordering/queue_places.py."""

    place: int
    why: list[str]


Places = Mapping[str, OwnPlace]


def own_cards(own: list[dict[str, Any]], state: Facts, *, may_ask: bool) -> list[dict[str, Any]]:
    """The cards in the order in which a person looks for them. own: the oldest first."""
    places = own_places_in(state)
    return in_own_order([_own_card(each, state, places, may_ask=may_ask) for each in own], places)


def in_own_order(own: list[dict[str, Any]], places: Places) -> list[dict[str, Any]]:
    """First questions that are being answered or come next, then the newest; withdrawn and merged ones are last."""
    newest_first = own[::-1]
    newest_first.sort(key=lambda card: _rank(card, places))
    return newest_first


def rephrased(own: list[dict[str, Any]], question_id: str, account_id: int | None = None) -> dict[str, Any] | None:
    """The person's own question with this id, of this chat or an earlier one, to be asked again in other words."""
    here = next((each for each in own if each["id"] == question_id), None)
    if here is not None or account_id is None or not _IDS.fullmatch(question_id):
        return here
    earlier = Question.objects.filter(pk=question_id, author=account_id).first()
    return {"text": earlier.text, "kind": earlier.kind} if earlier else None


def own_places_in(state: Facts) -> Places:
    """Each question's place in the queue, from 1, and why, by question id; empty once the chat is over."""
    if state["session"]["state"] not in OPEN_STATES:
        return {}
    places, why = declared_places.queue_places(state)
    return {question_id: OwnPlace(place, why.get(question_id, [])) for question_id, place in places.items()}


def _rank(card: Facts, places: Places) -> int:
    if card["state"] == "on_floor":
        return 0
    if card["id"] in places and places[card["id"]].place == 1:
        return 1
    return 3 if card["state"] in GONE else 2


def _own_card(own: dict[str, Any], state: Facts, places: Places, *, may_ask: bool) -> dict[str, Any]:
    session = state["session"]["state"]
    public = _public_card(own["id"], state)
    shows = facts_of_state(state).policy.shows_support
    shown = public and shown_card(state, public)
    is_open = session in OPEN_STATES
    return with_moments(own) | {
        "may_withdraw": own["state"] in QUESTION_TRANSITIONS["withdraw"] and is_open,
        "may_rephrase": own["state"] in REPHRASABLE and is_open and may_ask,
        "may_appeal": own["state"] in REPHRASABLE and not own.get("appeal"),
        "appealed": appeal_words().get(own.get("appeal") or "", ""),
        "outcome": outcome_of_own(own, chat=session, has_answers=bool(shown and shown["answers"])),
        "answers": shown["answers"] if shown else [],
        "place": _place(shown, places, is_live=session == "live", shows_support=shows) if shown and is_open else "",
        "why": places[own["id"]].why if own["id"] in places else [],
        "due": owed_by_words(own),
        "joined": own["into"] and _joined_with(own["into"], state),
    }


def _place(card: Facts, places: Places, *, is_live: bool, shows_support: bool) -> str:
    if card["id"] not in places:
        return ""
    place, why = places[card["id"]]
    support = (
        [join_with_commas([each for each in (backing_words(card["backing"]), card["apart"]) if each])]
        if shows_support
        else []
    )
    parts = [
        queue_place_words(place, len(places), is_live=is_live),
        *(PLACE_REASON_WORDS[each] for each in why),
        *support,
    ]
    return join_facts(parts)


def _public_card(question_id: str, state: Facts) -> dict[str, Any] | None:
    floor = [state["floor"]] if state["floor"] else []
    cards = [*state["queue"], *state["answered"], *state["removed"], *floor]
    return next((card for card in cards if card["id"] == question_id), None)


def _joined_with(question_id: str, state: Facts) -> dict[str, str] | None:
    """The public question that the person's own one was merged into, for a link on the same page."""
    card = _public_card(question_id, state)
    if card is None or card["text"] is None:
        return None
    words = _("Merged with: {text}").format(text=Truncator(card["text"]).chars(SHORT))
    return {"receipt": card["receipt"], "words": words}
