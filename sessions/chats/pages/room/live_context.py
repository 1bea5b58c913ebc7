"""The templates' context from a folded state: the same facts, with datetimes parsed and names in words."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from sessions.chats.pages.room.words.counted_words import asked_by, overdue_since, owed_by
from sessions.chats.pages.room.words.live_words import apart_words
from sessions.city.display import clock_time, short_date
from sessions.log.folding import desk_pieces
from sessions.log.folding.folding import answered_with_removed, public_cards
from sessions.log.folding.queue_search import WHOLE_QUEUE, QueueSearch, search_queue
from sessions.models import OPEN_STATES
from sessions.ordering.evening_facts import facts_of_state
from sessions.ordering.queue_order import insert_removed, queue_in_order
from sessions.platform.text.digits import digits
from sessions.platform.text.labels import ORDER_WORDS, QUESTION_KIND_WORDS, TOPIC_WORDS, WORDS_REMOVED, how_taken
from sessions.record.office_words import answerer_words, office_holder_then

Facts = Mapping[str, Any]

FIRST_WORDS = 120
"""Characters of an answer that are shown under its question until the reader opens it."""


def head_context(state: Facts) -> dict[str, Any]:
    """The head of each live page, and the empty parts from which its script builds new ones."""
    session = state["session"]
    return {
        "session": session,
        "host": office_holder_then(session["office"]),
        "times": session_times(session),
        "is_over": session["state"] not in OPEN_STATES,
        "kinds": QUESTION_KIND_WORDS.items(),
        "topics": TOPIC_WORDS.items(),
        "order_words": ORDER_WORDS.get(session["order"], ""),
        "shows_support": facts_of_state(state).policy.shows_support,
        "notices": [
            with_moments(notice) | {"text": notice["text"] or WORDS_REMOVED} for notice in reversed(state["notices"])
        ],
        "blank": blank_card(),
        "blank_answer": {"text": "", "by_shown": "", "at": timezone.now()},
    }


def queue_cards(
    state: Facts, *, backed: Iterable[str] = (), mine: Iterable[str] = (), search: QueueSearch = WHOLE_QUEUE
) -> list[dict[str, Any]]:
    """The cards of the queue in its declared order, or those that the reader's search selects."""
    cards = search_queue(queue_in_order(state), search)
    return [shown_card(state, card, backed=backed, mine=mine) for card in cards]


def queue_lines(state: Facts, queue: list[dict[str, Any]], **reader: Iterable[str]) -> list[dict[str, Any]]:
    """The lines of the queue: its cards, in their order, and a mark at the place of each question removed from it."""
    left = [card for card in state["removed"] if "after" not in card]
    removed = [shown_card(state, card, **reader) | {"backing": card["backing"]} for card in left]
    support = {card["id"]: card["backing"] for card in (*queue, *removed)}
    shown = {card["id"]: card for card in (*queue, *removed)}
    facts = {card["id"]: card for card in (*state["queue"], *left)}
    lines = insert_removed([facts[card["id"]] for card in queue], left, support, facts_of_state(state))
    return [shown[card["id"]] for card in lines]


def answered_lines(state: Facts, **reader: Iterable[str]) -> list[dict[str, Any]]:
    """The answered questions, the newest first, and a mark at the place of each that was removed since."""
    cards = answered_with_removed(dict(state))
    return [shown_card(state, card, **reader) | {"reason": card.get("reason")} for card in reversed(cards)]


def shown_card(state: Facts, card: Facts, *, backed: Iterable[str] = (), mine: Iterable[str] = ()) -> dict[str, Any]:
    """One public question, with whether it is the reader's own or has their support."""
    office = state["session"]["office"]
    return {
        **with_moments(card),
        "text": card["text"] or WORDS_REMOVED,
        "label": card["label"] or "",
        "backing": state["counts"]["backing"].get(card["id"], 0),
        "apart": apart_words(state["counts"], card["id"]),
        "backed": card["id"] in backed,
        "mine": card["id"] in mine,
        "answers": [shown_answer(answer, office) for answer in card["answers"]],
        "first": first_words(card),
        "due": owed_by_words(card),
        "how": how_taken(by_lot=bool(card.get("by_lot")), override=card.get("override", "")),
        "united_line": united_line(card),
    }


def united_line(card: Facts) -> str:
    """The common words of a question with which others were merged, and how many people asked it; blank for others."""
    united = card.get("united", {"words": None, "asked": 1})
    asked = asked_by().format(n=digits(united["asked"])) if united["asked"] > 1 else ""
    return " ".join(filter(None, [united["words"], asked]))


def shown_answer(answer: Facts, office: Facts) -> dict[str, Any]:
    """One part of an answer, with its corrected texts, the earliest first."""
    earlier = [with_moments(words) | {"text": words["text"] or WORDS_REMOVED} for words in answer.get("earlier", ())]
    words = {"removed_words": "" if answer["text"] else WORDS_REMOVED}
    by_shown = answerer_words(answer["office"], answer["by"], office)
    return with_moments(answer) | {"by_shown": by_shown, "earlier": earlier} | words


def given_parts(state: Facts, own: Collection[int]) -> list[dict[str, Any]]:
    """The reader's own parts of answers, the newest first, each with its question. own: the seq of each part."""
    parts = [
        shown_answer(answer, state["session"]["office"])
        | {"question": card["text"] or WORDS_REMOVED, "question_id": card["id"]}
        for card in public_cards(state)
        for answer in card["answers"]
        if answer["seq"] in own
    ]
    return sorted(parts, key=lambda part: part["seq"], reverse=True)


def first_words(card: Facts) -> str:
    """The beginning of the answer; blank where there is none yet."""
    return Truncator(card["answers"][0]["text"] or "").chars(FIRST_WORDS) if card["answers"] else ""


def owed_by_words(card: Facts) -> str:
    """The day by which a written answer is owed, or was; blank for a question to which none is owed."""
    if card["state"] != "on_notice":
        return ""
    due_on = date.fromisoformat(card["due_on"])
    words = overdue_since() if due_on < timezone.localdate() else owed_by()
    return words.format(day=short_date(due_on))


def count_waiting(desk_state: Facts) -> int:
    """The number of undecided questions."""
    return len(desk_pieces.group_of(desk_state["questions"], "to_read"))


def with_moments(facts: Facts) -> dict[str, Any]:
    """Copy the facts, with the log's texts parsed as datetimes and dates."""
    read = {name: datetime.fromisoformat(facts[name]) for name in ("at", "asked_at", "corrected_at") if facts.get(name)}
    due = {"due_on": date.fromisoformat(facts["due_on"])} if facts.get("due_on") else {}
    return {**facts, **read, **due}


def session_times(session: Facts) -> str:
    """The end while the chat is live; otherwise its planned start."""
    if session["state"] == "live":
        return _("until {time}").format(time=clock_time(datetime.fromisoformat(session["ends_at"])))
    at = datetime.fromisoformat(session["starts_at"])
    return _("{day}, {time}").format(day=short_date(at), time=clock_time(at))


def blank_card() -> dict[str, Any]:
    """An empty card, for the <template> elements."""
    facts = dict.fromkeys(("id", "text", "label", "reason", "note", "due_on"), "")
    return facts | {
        "receipt": "CODE",
        "kind": "question",
        "state": "queued",
        "outcome": "queued",
        "asked_at": timezone.now(),
        "answers": (),
        "backing": 0,
        "how": "",
    }
