"""Answers while the database cannot be reached: what this process still has, or when to try again."""

import sys
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.views.defaults import server_error

from chatserver.live.commands.replies import refusal_reply
from chatserver.live.fanout.hub import last_known
from chatserver.live.wire import protocol as wire
from chatserver.monitoring.outage.breaker import breaker
from sessions.chats.pages.room.rooms import render_without_database

AGAIN_IN_S = 5
SCRIPTS = "/api/"


def answer_failure(request: HttpRequest) -> HttpResponse:
    """Django's handler500: an outage of the database gets its own page, not the page for errors."""
    error = sys.exception()
    if error is not None and breaker.note(error) is not None:
        return answer_without_database(request)
    return server_error(request)


def answer_without_database(request: HttpRequest) -> HttpResponse:
    """A nack for scripts; for readers of a room, its last state in this process; for all others a short page."""
    language = translation.get_language_from_request(request)
    with translation.override(language):
        response = _read_only_room(request) or _unavailable(request, language)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Language"] = language
    return response


def _read_only_room(request: HttpRequest) -> HttpResponse | None:
    match = request.resolver_match
    if request.method not in ("GET", "HEAD") or match is None or match.url_name != "room":
        return None
    state = last_known(match.kwargs["chat_session_id"])
    return HttpResponse(render_without_database(state)) if state is not None else None


def _unavailable(request: HttpRequest, language: str) -> HttpResponse:
    if request.path.startswith(SCRIPTS):
        after_ms = AGAIN_IN_S * 1000
        reply = refusal_reply("busy", None, language, retry=True, after_ms=after_ms, because="database_away")
        frame: Any = reply.frame
        response = HttpResponse(wire.encode_nack(frame, {}), content_type="application/json", status=503)
    else:
        page = render_to_string("503.html", {"is_reading": request.method in ("GET", "HEAD")})
        response = HttpResponse(page, status=503)
    response.headers["Retry-After"] = str(AGAIN_IN_S)
    return response
