"""The address of one question in the room of its chat."""

from uuid import UUID

from django.urls import reverse

from sessions.models import QuestionState

IN_LISTS = {QuestionState.QUEUED, QuestionState.ANSWERED, QuestionState.ON_NOTICE, QuestionState.REMOVED}


def way_to_question(chat_session_id: UUID, *, receipt: str, state: str) -> str:
    """The room, at the question where it is public.

    Of a long list the page has only the first; `?receipt=` brings the one that the link leads to, without scripts, too.
    """
    room = reverse("room", args=[chat_session_id])
    if state == QuestionState.ON_FLOOR:
        return f"{room}#floor"
    return f"{room}?receipt={receipt}#q-{receipt}" if state in IN_LISTS else room
