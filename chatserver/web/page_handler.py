"""Runs each page's middleware and view in one thread, from the first to the last."""

from collections.abc import AsyncIterator, Iterator
from typing import Any, override

from asgiref.sync import sync_to_async
from django.core.exceptions import BadRequest
from django.core.handlers.asgi import ASGIHandler, ASGIRequest
from django.db import connections
from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseBase,
    StreamingHttpResponse,
)

from chatserver.web.forms.charsets import is_utf_8, look_up_known_charsets_only
from chatserver.web.request_turns import PageTurn


class PageHandler(ASGIHandler):
    """Django's handler with a synchronous chain of middleware: none of ours, and no view, is asynchronous.

    Django's own goes to a thread and back to the event loop between any two middlewares of different kinds. That is a
    third of what a small page costs; and where the browser goes away in such a moment, the request's task is left with
    an executor that has ended, so that it cannot even give its database connection back.

    Django gives the connection back only once the client has taken the whole answer. A few clients that read slowly
    would have all of PostgreSQL's connections, or use up the files that SQLite's take: here it ends with the page.
    """

    @override
    def create_request(self, scope: Any, body_file: Any) -> tuple[ASGIRequest, None] | tuple[None, HttpResponseBase]:
        """Refuse what claims another charset than UTF-8, before anything reads it.

        Django would decode addresses and files by it, also by codecs that are none of text, and fails on a form
        whichever page it then shows, the one for errors included.
        """
        try:
            made = super().create_request(scope, body_file)
        except BadRequest:  # no Content-Type at all
            return None, _refuse(b"This Content-Type cannot be read.\n")
        request = made[0]
        if request is not None and request.encoding is not None:
            if not is_utf_8(request.encoding):
                return None, _refuse(b"Please send it as UTF-8.\n")
            request.encoding = "utf-8"  # of its spellings, Django takes this one for a form
        return made

    def load_middleware(self, is_async: bool = False) -> None:
        super().load_middleware(is_async=False)
        look_up_known_charsets_only()

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        answer: Any = sync_to_async(self._answer, thread_sensitive=True)
        response: HttpResponseBase = await answer(request)
        if isinstance(response, StreamingHttpResponse) and not response.is_async:
            # To read a file costs nothing that others could wait for.
            turn = None if isinstance(response, FileResponse) else _turn_of(request)
            response.streaming_content = piece_by_piece(iter(response), turn)
        return response

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        try:
            return self.get_response(request)
        finally:
            connections.close_all()


def _refuse(words: bytes) -> HttpResponse:
    headers = {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store"}
    return HttpResponseBadRequest(words, headers=headers)


async def piece_by_piece(pieces: Iterator[bytes], turn: PageTurn | None = None) -> AsyncIterator[bytes]:
    """Each is made in the request's thread once the one before is sent; Django would make them all first.

    turn: taken again for each piece. Each piece asks the database by itself: none keeps a connection while it is sent.
    """
    make = sync_to_async(_make_next, thread_sensitive=True)
    while True:
        if turn is not None:
            await turn.take_again()
        try:
            piece = await make(pieces)
        finally:
            if turn is not None:
                turn.give_back()
        if piece is None:
            return
        yield piece


def _make_next(pieces: Iterator[bytes]) -> bytes | None:
    try:
        return next(pieces, None)
    finally:
        connections.close_all()


def _turn_of(request: HttpRequest) -> PageTurn | None:
    """None where nothing keeps turns."""
    scope: dict[str, Any] = getattr(request, "scope", {})
    turn: PageTurn | None = scope.get("turn")
    return turn
