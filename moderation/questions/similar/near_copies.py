"""Finds near-copies at the desk in any script: of the selected question, and likely targets of a merge."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.text import Truncator
from django.views.decorators.http import require_safe

from moderation.questions.similar.chat_indexes import at_desk
from moderation.questions.similar.evening_flags import evening_flags
from moderation.questions.similar.evening_words import may_join
from sessions.chats.pages.room_page import once_announced
from sessions.city.pages.staff_page import staff_page
from sessions.city.people.access import Admission
from sessions.contract.limits import MAX_DECIDED_TOGETHER
from sessions.log.known_streams import latest_replica
from sessions.models import QuestionState

MOST_SHOWN = MAX_DECIDED_TOGETHER - 1
"""Near-copies that are shown: with the selected question, as many as one decision takes."""

MOST_CHARS = 300
"""Characters of each copy that are shown: there may be many copies, and they may be long."""

Question = Mapping[str, Any]


@require_safe
@staff_page("desk")
@once_announced
def near_copies_json(request: HttpRequest, chat_session_id: UUID, admission: Admission) -> HttpResponse:
    """?question=ID: what is like this question, and what was merged into it, for the page's script.

    Both are empty for an unknown id.
    """
    wanted = request.GET.get("question", "")
    found = {"copies": copies_of(chat_session_id, wanted), "merged": merged_rows(chat_session_id, wanted)}
    return JsonResponse({"type": "copies", "question": wanted, **found})


@require_safe
@staff_page("desk")
@once_announced
def groups(request: HttpRequest, chat_session_id: UUID, admission: Admission) -> HttpResponse:
    """?known=POSITION: the groups of near-copies and the evening's flags; neither where nothing is new since then.

    known: blank in the answer while the server has more to look at.
    """
    found = evening_flags.read_latest(chat_session_id)
    if found.position and found.position == request.GET.get("known"):
        return JsonResponse({"type": "groups", "known": found.position})
    told = {"known": found.position, "groups": found.groups, "flags": found.flags}
    return JsonResponse({"type": "groups", **told})


def copies_of(chat_session_id: UUID, question_id: str) -> list[dict[str, Any]]:
    """What is to be decided or public and has almost the same words as a question at the desk, most alike first."""
    cards = _cards_at_desk(chat_session_id)
    own = cards.get(question_id)
    if own is None:
        return []
    found = [match for match in at_desk.find(chat_session_id, own["text"]) if match.key != question_id]
    return [_copy(cards[match.key]) for match in found[:MOST_SHOWN] if match.key in cards]


def merged_rows(chat_session_id: UUID, question_id: str) -> list[dict[str, Any]]:
    """What was merged into a question at the desk and was not taken out again, oldest first, with its words."""
    cards = _cards_at_desk(chat_session_id).values()
    merged = [card for card in cards if card["state"] == QuestionState.MERGED and card["into"] == question_id]
    return [_copy(card) for card in merged]


def _cards_at_desk(chat_session_id: UUID) -> dict[str, Question]:
    replica = latest_replica(chat_session_id, "desk")
    with replica.lock:
        return {card["id"]: card for card in replica.state["questions"]}


def _copy(card: Question) -> dict[str, Any]:
    """Build a near-copy. is_open: whether it can be decided with others; version: the one that is seen here."""
    copy = {name: card[name] for name in ("id", "state", "receipt", "version")}
    return copy | {"text": Truncator(card["text"]).chars(MOST_CHARS), "is_open": may_join(card)}


def by_likeness[Q: Question](questions: Sequence[Q], copies: Sequence[Question]) -> list[Q]:
    """The questions that are among these copies first, in their order; then the others, in their own."""
    ranks = {copy["id"]: rank for rank, copy in enumerate(copies)}
    return sorted(questions, key=lambda question: ranks.get(question["id"], len(ranks)))
