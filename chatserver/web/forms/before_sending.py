"""The page without scripts between a question and its sending: what would be flagged, and who has asked the same."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from chatserver.live.commands.replies import Reply
from chatserver.live.wire import protocol as wire
from chatserver.live.wire.decoding import make_command
from chatserver.live.wire.ops import AskQuestion
from moderation.checks.flags import Check
from sessions.chats.pages.room.way_to_question import way_to_question
from sessions.chats.questions.declared_order import shows_support
from sessions.models import ChatSession
from sessions.platform.text.masking import split


def look_at_question_first(
    request: HttpRequest, chat_session_id: UUID, command: wire.Command, carry_out: Callable[[wire.Command], Reply]
) -> HttpResponse | None:
    """The page, if the form wants a look and there is something to show; None if the question can be sent at once."""
    if not request.POST.get("look") or not isinstance(command.fields, AskQuestion):
        return None
    frame = carry_out(make_command(str(uuid4()), "draft.check", {"text": command.fields.text})).frame
    if not isinstance(frame, wire.Ack) or not ("warning" in frame.result or frame.result["similar"]):
        return None
    here = str(chat_session_id)
    context = {
        "warning": frame.result.get("warning", ""),
        "hint": frame.result.get("hint", ""),
        "pieces": split(frame.result["text"], marked_places(frame.result["flags"])),
        "words": frame.result["text"],
        "kind": command.fields.kind,
        "topic": command.fields.topic,
        "similar": [
            offer
            | {
                "is_here": offer["chat_session"] == here,
                "way": way_to_question(chat_session_id, receipt=offer["receipt"], state=offer["state"]),
            }
            for offer in frame.result["similar"]
        ],
        "shows_support": shows_support(ChatSession.objects.get(pk=chat_session_id)),
        "chat_session_id": chat_session_id,
        "back": request.POST.get("next", ""),
    }
    return render(request, "moderation/questions/similar/before_sending.html", context)


def keep_draft(request: HttpRequest, chat_session_id: UUID, refused: str, back: str, *, status: int) -> HttpResponse:
    """The words again that somebody was about to send, after "this answers me" was refused: nothing was done."""
    context = {
        "refused": refused,
        "words": request.POST["draft"],
        "kind": request.POST.get("draft_kind", ""),
        "topic": request.POST.get("draft_topic", ""),
        "chat_session_id": chat_session_id,
        "back": back,
    }
    return render(request, "moderation/questions/similar/before_sending.html", context, status=status)


def marked_places(flags: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The places that the author is shown: what would be masked, and accusations; of overlapping ones the first."""
    places: list[dict[str, Any]] = []
    for flag in flags:
        is_shown = flag["mask"] or flag["check"] == Check.ACCUSATION
        if is_shown and (not places or flag["start"] >= places[-1]["end"]):
            places.append(flag)
    return places
