"""Pages of the desk's questions for its script, beyond those in a page or a snapshot: by group, or by ids."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sessions.folding import desk_pieces
from sessions.permissions.access import DESK, Admission
from sessions.views.entrance import admitted, desk_readers
from sessions.views.room import live_state


@require_safe
@never_cache
@admitted(DESK)
@desk_readers
def questions(request: HttpRequest, chat_session_id: UUID, admission: Admission) -> HttpResponse:
    """?group=to_read|done&after=ID: the next questions of a group. ?id=ID&id=ID: these, up to the maximum."""
    desk = live_state.start_desk(chat_session_id)
    group = next((name for name in desk_pieces.GROUPS if name == request.GET.get("group")), None)
    if group is not None:
        piece = desk_pieces.next_piece(desk.state, group, request.GET.get("after"))
    else:
        piece = desk_pieces.some_of(desk.state, request.GET.getlist("id"))
    return JsonResponse({"type": "questions", "epoch": desk.epoch, "seq": desk.seq, "group": group, **piece})
