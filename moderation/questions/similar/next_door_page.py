"""What other wards and earlier chats were answered to the question on the floor, for the person who answers it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from moderation.questions.similar.next_door import answered_elsewhere, promise_facts, promises_by_question
from sessions.chats.pages.room_page import once_announced
from sessions.city.pages.staff_page import staff_page
from sessions.city.people.access import Admission
from sessions.log.known_streams import current_state
from sessions.models import ChatSession


@require_safe
@staff_page("floor")
@once_announced
def next_door(request: HttpRequest, chat_session_id: UUID, admission: Admission) -> HttpResponse:
    """A page, of which the script of the floor takes a part (js/floor/next_door.js)."""
    floor = current_state(chat_session_id, "public").state["floor"]
    chat_session = ChatSession.objects.select_related("ward").get(pk=chat_session_id)
    context = {
        "chat_session_id": chat_session_id,
        "question": floor,
        "found": _shown(chat_session, floor["text"]) if floor and floor["text"] else [],
    }
    return render(request, "moderation/questions/similar/next_door.html", context)


def _shown(chat_session: ChatSession, text: str) -> list[dict[str, Any]]:
    similar = answered_elsewhere(chat_session, text)
    promises = promises_by_question(each.question for each in similar)
    return [
        {
            "question": each.question,
            "ward": each.question.chat_session.ward,
            "record": each.question.chat_session.record.slug,
            "answers": list(each.question.answers.all()),
            "promises": [promise_facts(promise) for promise in promises.get(each.question.pk, ())],
        }
        for each in similar
    ]
