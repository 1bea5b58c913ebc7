"""What a live page starts from: the folded streams at a place in the log, so that its script goes on without a gap."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils import timezone

from sessions import folding, log, reading
from sessions.admission import Admission
from sessions.ordering import in_order

WHOLE_STREAM = 1_000_000


@dataclass(frozen=True, slots=True)
class StreamStart:
    """A stream's state, and the position that it is the fold of."""

    epoch: str
    seq: int
    state: dict[str, Any]


def start_public(chat_session_id: UUID) -> StreamStart:
    """What the room shows, with the backing of each question. How many are here, only the live edge knows."""
    start = _fold(chat_session_id, "public", folding.fold_public)
    start.state["counts"] = {"backing": reading.backing_counts(chat_session_id)}
    return start


def start_desk(chat_session_id: UUID) -> StreamStart:
    return _fold(chat_session_id, "desk", folding.fold_desk)


def page_data(
    request: HttpRequest, admission: Admission, chat_session_id: UUID, *, door: str, starts: Mapping[str, StreamStart]
) -> dict[str, Any]:
    """Everything that the page's script needs to go on from what was rendered; holds nothing that the page does not."""
    return {
        "chat_session": str(chat_session_id),
        "person": str(admission.public_id) if admission.public_id else "visitor",
        "now": log.wire_time(timezone.now()),
        "csrf": get_token(request),
        "you": {"role": admission.role, "may": admission.may, "questions": admission.own},
        "starts": {name: {"epoch": each.epoch, "seq": each.seq, "state": each.state} for name, each in starts.items()},
        "urls": {
            "socket": f"/ws/{door}/{chat_session_id}/",
            "commands": reverse("api_commands", args=[chat_session_id]),
            "events": reverse("api_events", args=[chat_session_id]),
            "receipt": reverse("receipt", args=["CODE"]),
            "record": reverse("record", args=["SLUG"]),
        },
    }


def queue_cards(state: Mapping[str, Any], backing: Mapping[str, int]) -> list[dict[str, Any]]:
    """The queue in its declared order, ready for a template."""
    return [shown_card(card, backing) for card in in_order(state["queue"], backing)]


def shown_card(card: Mapping[str, Any], backing: Mapping[str, int]) -> dict[str, Any]:
    """A folded card with its moments as moments, and its backing."""
    answers = [{**answer, "at": datetime.fromisoformat(answer["at"])} for answer in card["answers"]]
    return {**with_moments(card), "answers": answers, "backing": backing.get(card["id"], 0)}


def with_moments(facts: Mapping[str, Any], names: Iterable[str] = ("asked_at", "starts_at", "ends_at")) -> dict[str, Any]:
    """The same facts, with RFC 3339 texts read as moments and days."""
    moments = {name: datetime.fromisoformat(facts[name]) for name in names if facts.get(name)}
    due = {"due_on": date.fromisoformat(facts["due_on"])} if facts.get("due_on") else {}
    return {**facts, **moments, **due}


def _fold(chat_session_id: UUID, stream: str, fold: Any) -> StreamStart:
    epoch = log.position(chat_session_id=chat_session_id, stream=stream).epoch
    events = log.read_since(chat_session_id=chat_session_id, stream=stream, seq=0, limit=WHOLE_STREAM)
    seq = events[-1].seq if events else 0
    return StreamStart(epoch=epoch, seq=seq, state=fold(event.as_wire() for event in events))
