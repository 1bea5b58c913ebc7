"""A client's own fold of the streams, written from the wire's contract and without the server's code."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

State = dict[str, Any]

SCHEDULED = {
    "state": "scheduled",
    "opened_at": None,
    "closed_at": None,
    "record": None,
    "reason": None,
    "waits": False,
    "because": None,
}
CARD = ("id", "text", "kind", "label", "receipt", "asked_at")
PLACING = ("asker", "first_time", "topic")
HOW_TAKEN = ("by_lot", "override")
CLAIMING = ("question.claimed", "question.decision_pending", "question.decision_undone")
DESK_CARD = {"claimed_by": None, "reason": None, "note": None, "into": None, "due_on": None, "reports": 0}


def empty(stream: str) -> State:
    if stream == "desk":
        return {"questions": []}
    return {"session": {}, "floor": None, "queue": [], "answered": [], "removed": [], "notices": []}


def fold(stream: str, state: State, event: State) -> None:
    """Bring a state one event further, in place."""
    if event["type"].startswith("owed."):
        _fold_owed(state, event)
    else:
        _fold_chat(stream, state, event)


def _fold_owed(state: State, event: State) -> None:
    if event["type"] == "owed.listed":
        facts = {name: event[name] for name in event if name not in ("type", "at")}
        state["owed"] = [*state.get("owed", []), facts | {"answer": None}]
        return
    facts = {name: event[name] for name in event if name not in ("type", "promise", "number")}
    item = next(each for each in state["owed"] if each.get("promise") == event["promise"])
    if event["type"] == "owed.stepped":
        item["now"] = facts
        return
    item.pop("now", None)
    item["answer"] = facts


def _fold_chat(stream: str, state: State, event: State) -> None:
    if stream == "desk":
        _fold_desk(state, event)
    elif event["type"].startswith("session."):
        _fold_life(state["session"], event)
    elif event["type"] == "notice.posted":
        state["notices"].append({"seq": event["seq"], "at": event["at"], "text": event["text"]})
    elif event["type"] == "notice.corrected":
        notice = next(each for each in state["notices"] if each["seq"] == event["of"])
        _put(notice, _replaced(notice, event, since=notice["at"]))
    elif event["type"] == "question.corrected":
        cards = [*state["queue"], *state["answered"], state["floor"]]
        card = next(each for each in cards if each and each["id"] == event["id"])
        _put(card, _replaced(card, event, since=card["queued_at"]))
    elif event["type"] == "question.united":
        _unite([*state["queue"], *state["answered"], state["floor"]], event)
    elif event["type"] == "answer.corrected":
        _correct([*state["queue"], *state["answered"], state["floor"]], event)
    elif event["type"] == "question.redacted":
        _redact(state, event)
    else:
        _fold_question(state, event)


def _fold_life(session: State, event: State) -> None:
    match event["type"]:
        case "session.announced":
            session |= event["session"] | SCHEDULED
        case "session.moved":
            session |= {key: event[key] for key in ("starts_at", "ends_at", "waits", "because")}
        case "session.handed_over":
            session |= {"office": event["office"]}
        case "session.opened":
            session |= {"state": "live", "opened_at": event["at"], "ends_at": event["ends_at"]} | _told(event, "lot")
        case "session.extended":
            session |= {"ends_at": event["ends_at"]}
        case "session.closed":
            session |= {"state": "closed", "closed_at": event["at"], "record": event["record"]}
            session |= _told(event, "lot_seed")
        case "session.cancelled":
            session |= {"state": "cancelled", "reason": event["reason"]}


def _fold_question(state: State, event: State) -> None:
    queue, answered, floor = state["queue"], state["answered"], state["floor"]
    match event["type"]:
        case "question.queued":
            shown = {key: event[key] for key in CARD}
            moments = {"queued_at": event["at"], "taken_at": None, "due_on": None}
            queue.append(shown | moments | {"state": "queued", "answers": []} | _placing(event))
        case "question.withdrawn" | "question.merged":
            state["queue"] = [card for card in queue if card["id"] != event["id"]]
        case "question.removed":
            _remove(state, event)
        case "question.taken":
            _take(state, event)
        case "question.topic_set" | "question.standing_set":
            _place_otherwise([*queue, floor], event)
        case "question.returned":
            queue.append(_without_how(floor) | {"state": "queued", "taken_at": None})
            state["floor"] = None
        case "answer.given":
            given = {key: event[key] for key in ("seq", "text", "by", "office", "final", "at")}
            card = _owed(answered, event["question"]) if event.get("written") else floor
            card["answers"] = [*card["answers"], given | _told(event, "written")]
        case "question.answered":
            _end_answer(state, event["id"])
        case "question.on_notice":
            _put_on_notice(state, event)


def _place_otherwise(cards: list[State | None], event: State) -> None:
    card = next(card for card in cards if card and card["id"] == event["id"])
    if event["type"] == "question.topic_set":
        card["topic"] = event["topic"]
    else:
        card.pop("standing", None)
        card |= _standing(event["standing"])


def _placing(event: State) -> State:
    return _told(event, *PLACING) | _standing(event.get("standing", "counted"))


def _standing(said: str) -> State:
    return {} if said == "counted" else {"standing": said}


def _told(event: State, *keys: str) -> State:
    return {key: event[key] for key in keys if key in event}


def _end_answer(state: State, question: str) -> None:
    if _owed(state["answered"], question):
        _owed(state["answered"], question)["state"] = "answered"
    else:
        state["answered"].append(state["floor"] | {"state": "answered"})
        state["floor"] = None


def _owed(cards: Iterable[State], question: str) -> State:
    """The card of a question on notice; empty where it is none."""
    return next((card for card in cards if (card["id"], card["state"]) == (question, "on_notice")), {})


def _without_how(card: State) -> State:
    return {key: value for key, value in card.items() if key not in HOW_TAKEN}


def _take(state: State, event: State) -> None:
    """An override takes no place of the order; the topics of the last eight questions are kept."""
    card = _out_of(state["queue"], event["id"])
    state["floor"] = card | {"state": "on_floor", "taken_at": event["at"]} | _told(event, *HOW_TAKEN)
    places = state.get("places", {"taken": 0, "topics": []})
    number = places["taken"] + ("override" not in event)
    state["places"] = {"taken": number, "topics": [*places["topics"], card.get("topic", "")][-8:]}


def _put_on_notice(state: State, event: State) -> None:
    floor = state["floor"]
    is_on_floor = floor is not None and floor["id"] == event["id"]
    card = floor if is_on_floor else _out_of(state["queue"], event["id"])
    state["floor"] = None if is_on_floor else floor
    state["answered"].append(card | {"state": "on_notice", "due_on": event["due_on"]})


def _remove(state: State, event: State) -> None:
    floor, done = state["floor"], [card["id"] for card in state["answered"]]
    place: State = {}
    if floor is not None and floor["id"] == event["id"]:
        card, state["floor"] = floor, None
        place = {"after": done[-1] if done else None}
    elif event["id"] in done:
        before = done[: done.index(event["id"])]
        card, place = _out_of(state["answered"], event["id"]), {"after": before[-1] if before else None}
    else:
        card = _out_of(state["queue"], event["id"])
    if event.get("answers"):
        silent = [{key: each[key] for key in each if key != "earlier"} | {"text": None} for each in card["answers"]]
        card = card | {"answers": silent}
    state["removed"].append(_without_words(card, event) | place)


def _without_words(card: State, event: State) -> State:
    gone = {"state": "removed", "text": None, "label": None, "removed_at": event["at"]}
    card = {key: value for key, value in card.items() if key not in ("united", "earlier")}
    return card | gone | {key: event[key] for key in ("reason", "backing")}


def _unite(cards: Iterable[State | None], event: State) -> None:
    card = next(card for card in cards if card and card["id"] == event["id"])
    card.pop("united", None)
    if event["asked"] > 1 or event["words"] is not None:
        card["united"] = {key: event[key] for key in ("asked", "scripts", "words")}


def _correct(cards: Iterable[State | None], event: State) -> None:
    card = next(card for card in cards if card and card["id"] == event["question"])
    card["answers"] = [_with_correction(each, event) for each in card["answers"]]


def _with_correction(answer: State, event: State) -> State:
    if answer["seq"] != event["of"]:
        return answer
    return _replaced(answer, event, since=answer["at"])


def _put(place: State, words: State) -> None:
    place.clear()
    place.update(words)


def _replaced(words: State, event: State, *, since: str) -> State:
    before = {"text": words["text"], "at": words.get("corrected_at", since)}
    redacted = words.get("redacted", {})
    stone = redacted if "ground" in redacted else redacted.get("text")
    others = {} if stone is redacted else {name: each for name, each in redacted.items() if name != "text"}
    earlier = [*words.get("earlier", ()), before | ({"redacted": stone} if stone else {})]
    kept = {key: words[key] for key in words if key != "redacted"} | ({"redacted": others} if others else {})
    return kept | {"text": event["text"], "corrected_at": event["at"], "earlier": earlier}


def _redact(state: State, event: State) -> None:
    stone = {key: event[key] for key in ("ground", "authority", "at")}
    lists = [state["floor"], *state["queue"], *state["answered"], *state["removed"]]
    for card in [each for each in lists if each and each["id"] == event.get("id")]:
        if event["what"] in ("question.queued", "question.corrected"):
            _redact_question(card, event, stone)
        elif event["what"] == "question.united" and "united" in card and "superseded" not in event:
            card["united"] |= {"words": None, "redacted": stone}
        elif event["what"].startswith("answer."):
            for answer in card["answers"]:
                _redact_version(answer, event, stone)
    _redact_owed(state.get("owed", ()), event["of"], stone)
    for notice in state["notices"] if event["what"].startswith("notice.") else ():
        _redact_version(notice, event, stone)


def _redact_owed(items: Iterable[State], seq: int, stone: State) -> None:
    for item in items:
        if item["seq"] == seq:
            item |= {"what": None, "redacted": stone}
        elif item["answer"] and item["answer"]["seq"] == seq:
            item["answer"] |= {"text": None, "redacted": stone}


def _redact_question(card: State, event: State, stone: State) -> None:
    since = {"text": card.get("corrected_at", card["queued_at"]), "label": card["queued_at"]}
    for name in [each for each in event["texts"] if since[each] == event["given_at"]]:
        card[name] = None
        card["redacted"] = card.get("redacted", {}) | {name: stone}
    if "text" in event["texts"]:
        _redact_earlier(card, event, stone)


def _redact_version(words: State, event: State, stone: State) -> None:
    if words.get("corrected_at", words["at"]) == event["given_at"]:
        words.update(text=None, redacted=stone)
    _redact_earlier(words, event, stone)


def _redact_earlier(words: State, event: State, stone: State) -> None:
    for each in words.get("earlier", ()):
        if each["at"] == event["given_at"]:
            each.update(text=None, redacted=stone)


def _fold_desk(state: State, event: State) -> None:
    if event["type"] == "question.asked":
        shown = {key: event[key] for key in (*CARD, "version")}
        seen = _told(event, "looks_like", "topic", "masked")
        state["questions"].append(shown | {"state": "waiting"} | DESK_CARD | seen)
    elif event["type"].startswith("question."):
        card = next((card for card in state["questions"] if card["id"] == event["id"]), None)
        if card is not None:
            _fold_card(card, event)
        elif event["id"] not in state["more"]["missing"]:  # only a snapshot with more may lack a question
            state["more"]["missing"].append(event["id"])
    elif event["type"] in ("resident.muted", "resident.unmuted"):
        _pause(state, event)


def _fold_card(card: State, event: State) -> None:
    if event["type"] == "question.decision_undone" or event["state"] != card["state"]:
        card.pop("pending", None)
    told = ("state", "version", "topic", "masked", *DESK_CARD, "pending", "passed_on")
    card |= {key: event[key] for key in told if key in event}
    if event.get("passed_on") == []:
        del card["passed_on"]
    _keep_claim(card, event)
    if event["type"] == "question.noted":
        note = {key: event[key] for key in ("by", "text", "at")}
        card["notes"] = [*card.get("notes", []), note][-20:]
    if event["type"] == "question.reported":
        card["reported"] = [*card.get("reported", []), {"why": event["why"], "at": event["at"]}][-10:]
    elif event.get("reports") == 0:
        card.pop("reported", None)
    if event["type"] == "question.redacted":
        card |= dict.fromkeys(event["texts"], "") | {"note": None, "redacted": event["ground"]}
        for name in ("notes", "looks_like", "masked"):
            if name == "notes" or "text" in event["texts"]:
                card.pop(name, None)
        if "reported" in card:
            card["reported"] = [each | {"why": ""} for each in card["reported"]]


def _keep_claim(card: State, event: State) -> None:
    """A claim of an older log does not say when it ends: it lasts for two minutes, too."""
    if card["claimed_by"] is None:
        card.pop("claimed_until", None)
    elif event["type"] in CLAIMING:
        ends = datetime.fromisoformat(event["at"]) + timedelta(minutes=2)
        told = ends.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        card["claimed_until"] = event.get("until", told)


def _pause(state: State, event: State) -> None:
    known = {card["id"]: card for card in state["questions"]}
    for question in event["questions"]:
        if question not in known:
            if question not in state["more"]["missing"]:
                state["more"]["missing"].append(question)
        elif event["type"] == "resident.muted":
            known[question]["paused_until"] = event["until"]
        else:
            known[question].pop("paused_until", None)


def _out_of(cards: list[State], question: str) -> State:
    card = next(card for card in cards if card["id"] == question)
    cards.remove(card)
    return card
