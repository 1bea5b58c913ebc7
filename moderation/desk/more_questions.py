"""What the desk's script asks for beyond a page or a snapshot: questions by group or by ids, and an asker's history."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from moderation.desk.question_words import history_words
from sessions.chats.pages.room import live_state
from sessions.chats.pages.room_page import once_announced
from sessions.city.pages.staff_page import staff_page
from sessions.city.people.access import Admission
from sessions.log.folding import desk_pieces


@require_safe
@staff_page("desk")
@once_announced
def questions(request: HttpRequest, chat_session_id: UUID, admission: Admission) -> HttpResponse:
    """?group=to_read|done&after=ID: the next questions of a group. ?id=ID&id=ID: these, up to the maximum."""
    desk = live_state.start_desk(chat_session_id)
    group = next((name for name in desk_pieces.GROUPS if name == request.GET.get("group")), None)
    if group is not None:
        piece = desk_pieces.next_piece(desk.state, group, request.GET.get("after"))
    else:
        piece = desk_pieces.some_of(desk.state, request.GET.getlist("id"))
    return JsonResponse({"type": "questions", "epoch": desk.epoch, "seq": desk.seq, "group": group, **piece})


@require_safe
@staff_page("desk")
@once_announced
def asker(request: HttpRequest, chat_session_id: UUID, admission: Admission) -> HttpResponse:
    """?question=ID: what became of the other questions of the person who asked it, as a sentence; blank if unknown."""
    desk = live_state.start_desk(chat_session_id)
    [card] = desk_pieces.some_of(desk.state, [request.GET.get("question", "")])["questions"] or [None]
    return JsonResponse({"type": "asker", "words": history_words(card)})
