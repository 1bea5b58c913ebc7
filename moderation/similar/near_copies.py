"""Near-copies at the desk in any script: of the question in hand, and the targets of a merge by likeness."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from moderation.similar.chat_indexes import at_desk
from sessions.permissions.access import DESK, Admission
from sessions.replicas.known_streams import latest_replica
from sessions.views.entrance import admitted, desk_readers

MOST_SHOWN = 20

Question = Mapping[str, Any]


@require_safe
@never_cache
@admitted(DESK)
@desk_readers
def near_copies(request: HttpRequest, chat_session_id: UUID, admission: Admission) -> HttpResponse:
    """?question=ID: the questions at the desk that are like this one, for the page's script; none for an unknown id."""
    wanted = request.GET.get("question", "")
    return JsonResponse({"type": "copies", "question": wanted, "copies": copies_of(chat_session_id, wanted)})


def copies_of(chat_session_id: UUID, question_id: str) -> list[dict[str, Any]]:
    """What is to be decided or public and has almost the same words as a question at the desk, most alike first."""
    replica = latest_replica(chat_session_id, "desk")
    with replica.lock:
        cards = {card["id"]: card for card in replica.state["questions"]}
    own = cards.get(question_id)
    if own is None:
        return []
    found = [match for match in at_desk.find(chat_session_id, own["text"]) if match.key != question_id]
    fields = ("id", "text", "state", "receipt")
    return [{name: cards[match.key][name] for name in fields} for match in found[:MOST_SHOWN] if match.key in cards]


def by_likeness[Q: Question](questions: Sequence[Q], copies: Sequence[Question]) -> list[Q]:
    """The questions that are among these copies first, in their order; then the others, in their own."""
    ranks = {copy["id"]: rank for rank, copy in enumerate(copies)}
    return sorted(questions, key=lambda question: ranks.get(question["id"], len(ranks)))
