"""Fold a stream's events into the state that a new client is sent; pure, and the reference for every client.

A snapshot at a position is the fold of all events up to it, so that "snapshot, then events" and "all events" always
give the same state. States are plain JSON values. A card holds what is known about one question.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from msgspec import UNSET

from sessions.log.event_form import UnreadableEvent
from sessions.log.events.chat_session import (
    SessionAnnounced,
    SessionCancelled,
    SessionClosed,
    SessionExtended,
    SessionHandedOver,
    SessionMoved,
    SessionOpened,
    SessionSealed,
    SessionSlowed,
)
from sessions.log.events.fields import Later, StreamEvent
from sessions.log.events.room import (
    AnswerCorrected,
    AnswerGiven,
    NoticeCorrected,
    NoticePosted,
    QuestionAnswered,
    QuestionCorrected,
    QuestionMerged,
    QuestionOnNotice,
    QuestionQueued,
    QuestionRedacted,
    QuestionRemoved,
    QuestionReturned,
    QuestionTaken,
    QuestionUnited,
    QuestionWithdrawn,
    StandingSet,
    TopicSet,
)
from sessions.log.events.streams import OwedEvent, QuestionEvent, SessionEvent
from sessions.log.folding.owed import apply_owed
from sessions.log.folding.tombstones import put_tombstone, take_tombstone
from sessions.log.logged_event import LoggedEvent, wire_time
from sessions.ordering.evening_facts import NO_PLACES
from sessions.ordering.topic_spacing import TOPICS_KEPT

HOW_TAKEN = ("by_lot", "override")
"""What a card says about how it was taken, until it is returned."""

State = dict[str, Any]
Card = dict[str, Any]


def empty_public() -> State:
    return {"session": {}, "floor": None, "queue": [], "answered": [], "removed": [], "notices": []}


def fold_public(events: Iterable[LoggedEvent]) -> State:
    state = empty_public()
    for logged in events:
        apply_public(state, logged)
    return state


def apply_public(state: State, logged: LoggedEvent) -> None:
    """Apply one event of the public stream in place. An event that changes nothing here is skipped.

    Raises LookupError or TypeError, and changes nothing, for an event that cannot be read or does not fit the state.
    """
    event = logged.event
    if isinstance(event, UnreadableEvent):
        raise TypeError(event.type)
    if isinstance(event, SessionEvent):
        _apply_to_session(state, event, at=wire_time(logged.at))
    elif isinstance(event, QuestionEvent):
        _apply_to_question(state, event, at=wire_time(logged.at))
    elif isinstance(event, AnswerGiven):
        _give(state, event, seq=logged.seq, at=wire_time(logged.at))
    elif isinstance(event, AnswerCorrected):
        _correct(state, event, at=wire_time(logged.at))
    elif isinstance(event, NoticeCorrected):
        _correct_notice(state, event, at=wire_time(logged.at))
    elif isinstance(event, NoticePosted):
        state["notices"].append({"seq": logged.seq, "at": wire_time(logged.at), "text": event.text})
    elif isinstance(event, OwedEvent):
        apply_owed(state, event, seq=logged.seq, at=wire_time(logged.at))
    elif isinstance(event, QuestionRedacted):
        put_tombstone(state, event, at=wire_time(logged.at))


def _apply_to_session(state: State, event: SessionEvent, *, at: str) -> None:
    session: State = state["session"]
    match event:
        case SessionAnnounced(session=facts):
            state["session"] = msgspec.to_builtins(facts) | NOT_YET
        case SessionMoved() as moved:
            because = msgspec.to_builtins(moved.because)
            session.update(starts_at=moved.starts_at, ends_at=moved.ends_at, waits=moved.waits, because=because)
        case SessionHandedOver(office=office):
            session.update(office=msgspec.to_builtins(office))
        case SessionOpened(ends_at=ends_at):
            session.update(state="live", opened_at=at, ends_at=ends_at, **_told(event, "lot"))
        case SessionExtended(ends_at=ends_at):
            session.update(ends_at=ends_at)
        case SessionSlowed(minutes=minutes):
            _slow(session, minutes)
        case SessionClosed(record=slug):
            session.update(state="closed", closed_at=at, record=slug, **_told(event, "lot_seed"))
        case SessionSealed():
            session.update(state="sealed")
        case SessionCancelled(reason=reason):
            session.update(state="cancelled", reason=reason)


def _slow(session: State, minutes: int) -> None:
    """A chat that is not in slow mode has no slow_minutes."""
    if minutes:
        session["slow_minutes"] = minutes
    else:
        session.pop("slow_minutes", None)


NOT_YET: State = {
    "state": "scheduled",
    "opened_at": None,
    "closed_at": None,
    "record": None,
    "reason": None,
    "waits": False,
    "because": None,
}
"""What is known about a chat session besides the facts of its announcement."""


def _apply_to_question(state: State, event: QuestionEvent, *, at: str) -> None:
    match event:
        case QuestionQueued():
            _queue(state, event, at=at)
        case QuestionWithdrawn() | QuestionMerged():
            # one that was withdrawn or merged before it was public is in no list here
            state["queue"] = [card for card in state["queue"] if card["id"] != event.id]
        case QuestionUnited() | QuestionCorrected() | TopicSet() | StandingSet():
            _change_card(state, event, at=at)
        case QuestionRemoved():
            _remove(state, event, at=at)
        case QuestionTaken():
            card = _take_out(state["queue"], event.id)
            state["floor"] = card | {"state": "on_floor", "taken_at": at} | _told(event, "by_lot", "override")
            state["places"] = _next_places(state.get("places", NO_PLACES), card, event)
        case QuestionReturned():
            back = state["floor"] | {"state": "queued", "taken_at": None}
            state["queue"].append({name: back[name] for name in back if name not in HOW_TAKEN})
            state["floor"] = None
        case QuestionAnswered():
            _end_answer(state, event.id)
        case QuestionOnNotice():
            _put_on_notice(state, event)


def _change_card(state: State, event: QuestionUnited | QuestionCorrected | TopicSet | StandingSet, *, at: str) -> None:
    """The question stays where it is."""
    match event:
        case QuestionUnited():
            _unite(state, event)
        case QuestionCorrected():
            card = _find(public_cards(state), event.id)
            _replace_words(card, event.text, at=at, since=card["queued_at"])
        case TopicSet():
            _find(state["queue"], event.id)["topic"] = event.topic
        case StandingSet():
            card = _find(public_cards(state), event.id)
            card.pop("standing", None)
            card |= standing_on_card(event.standing)


def _queue(state: State, event: QuestionQueued, *, at: str) -> None:
    state["queue"].append(
        {
            "id": event.id,
            "text": event.text,
            "kind": event.kind,
            "label": event.label,
            "receipt": event.receipt,
            "asked_at": event.asked_at,
            "queued_at": at,
            "state": "queued",
            "taken_at": None,
            "due_on": None,
            "answers": [],
            **_told(event, "asker", "first_time", "topic"),
            **standing_on_card(event.standing),
        }
    )


def standing_on_card(said: Later[str]) -> dict[str, str]:
    """What a card says of it: nothing where it counts, and of an older log."""
    return {} if said is UNSET or said == "counted" else {"standing": said}


def _told(event: StreamEvent, *names: str) -> dict[str, Any]:
    """The fields of these names that the event has."""
    fields = {name: getattr(event, name) for name in names}
    return {name: value for name, value in fields.items() if value is not UNSET}


def _next_places(places: Mapping[str, Any], card: Card, taken: QuestionTaken) -> dict[str, Any]:
    """Compute the next places of the order.

    taken: how many places of the order were taken; an override takes none. topics: of the last questions.
    """
    number = places["taken"] + (taken.override is UNSET)
    return {"taken": number, "topics": [*places["topics"], card.get("topic", "")][-TOPICS_KEPT:]}


def _unite(state: State, event: QuestionUnited) -> None:
    """Unite a question with those merged into it.

    united: what the question stands for, left out while it stands for itself alone.
    """
    card = _find(public_cards(state), event.id)
    if event.asked > 1 or event.words is not None:
        card["united"] = {"asked": event.asked, "scripts": event.scripts, "words": event.words}
    else:
        card.pop("united", None)


def _remove(state: State, event: QuestionRemoved, *, at: str) -> None:
    """Remove its words; everything else stays, and so do answers, unless their words are removed, too.

    backing: the number that decides its place in the queue. Where it has left the queue, `after` says which question
    was answered before it, or None.
    """
    card, place = _take_from_public(state, event.id)
    card.pop("earlier", None)
    gone = {"state": "removed", "text": None, "label": None, "removed_at": at}
    kept = {"reason": event.reason, "backing": event.backing}
    if event.answers is True:
        kept["answers"] = [_without_words(answer) for answer in card["answers"]]
    card.pop("united", None)
    state["removed"].append(card | gone | kept | place)


def _take_from_public(state: State, question_id: str) -> tuple[Card, State]:
    """The card, taken out, and its place among the answered ones, where it was no longer in the queue."""
    answered, floor = state["answered"], state["floor"]
    if floor is not None and floor["id"] == question_id:
        state["floor"] = None
        return floor, {"after": answered[-1]["id"] if answered else None}
    place = next((place for place, card in enumerate(answered) if card["id"] == question_id), None)
    if place is None:
        return _take_out(state["queue"], question_id), {}
    return answered.pop(place), {"after": answered[place - 1]["id"] if place else None}


def _without_words(answer: State) -> State:
    return {name: value for name, value in answer.items() if name != "earlier"} | {"text": None}


def public_cards(state: Mapping[str, Any]) -> list[Card]:
    """All public questions that were not removed: the one on the floor, the queue, and the answered ones."""
    return [*([state["floor"]] if state["floor"] else []), *state["queue"], *state["answered"]]


def answered_with_removed(state: State) -> list[Card]:
    """The answered questions in their order, with those that a moderator removed since, each where it stood."""
    shown: list[Card] = list(state["answered"])
    for card in reversed(state["removed"]):
        if "after" in card:
            ids = [each["id"] for each in shown]
            shown.insert(ids.index(card["after"]) + 1 if card["after"] in ids else 0, card)
    return shown


def _give(state: State, event: AnswerGiven, *, seq: int, at: str) -> None:
    """A written answer goes to a question on notice, any other to the question on the floor."""
    answer = {"seq": seq, "text": event.text, "by": event.by, "office": event.office, "final": event.final, "at": at}
    is_written = event.written is True
    card = _find(state["answered"], event.question) if is_written else state["floor"]
    card["answers"].append(answer | _told(event, "written"))


def _end_answer(state: State, question_id: str) -> None:
    """The question on the floor joins the answered ones. One on notice stays in its place among them."""
    owed = next(
        (card for card in state["answered"] if card["id"] == question_id and card["state"] == "on_notice"), None
    )
    if owed is not None:
        owed["state"] = "answered"
    else:
        state["answered"].append(state["floor"] | {"state": "answered"})
        state["floor"] = None


def _correct(state: State, event: AnswerCorrected, *, at: str) -> None:
    answers = _find(public_cards(state), event.question)["answers"]
    answer = next((each for each in answers if each["seq"] == event.of), None)
    if answer is None:
        raise LookupError(event.of)
    _replace_words(answer, event.text, at=at, since=answer["at"])


def _correct_notice(state: State, event: NoticeCorrected, *, at: str) -> None:
    notice = next((each for each in state["notices"] if each["seq"] == event.of), None)
    if notice is None:
        raise LookupError(event.of)
    _replace_words(notice, event.text, at=at, since=notice["at"])


def _replace_words(holder: State, text: str | None, *, at: str, since: str) -> None:
    """Show the words that hold now; the earlier ones are kept, in their order. since: the moment of the first ones."""
    before = {"text": holder["text"], "at": holder.get("corrected_at", since)} | take_tombstone(holder)
    holder["earlier"] = [*holder.get("earlier", []), before]
    holder.update(text=text, corrected_at=at)


def _put_on_notice(state: State, event: QuestionOnNotice) -> None:
    if state["floor"] is not None and state["floor"]["id"] == event.id:
        card, state["floor"] = state["floor"], None
    else:
        card = _take_out(state["queue"], event.id)
    state["answered"].append(card | {"state": "on_notice", "due_on": event.due_on})


def _find(cards: list[Card], question_id: str) -> Card:
    card = next((card for card in cards if card["id"] == question_id), None)
    if card is None:
        raise LookupError(question_id)
    return card


def _take_out(cards: list[Card], question_id: str) -> Card:
    card = _find(cards, question_id)
    cards.remove(card)
    return card
