"""Runs each page's middleware and view in one thread, from the first to the last."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIHandler
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse


class PageHandler(ASGIHandler):
    """Django's handler with a synchronous chain of middleware: none of ours, and no view, is asynchronous.

    Django's own goes to a thread and back to the event loop between any two middlewares of different kinds. That is a
    third of what a small page costs; and where the browser goes away in such a moment, the request's task is left with
    an executor that has ended, so that it cannot even give its database connection back.
    """

    def load_middleware(self, is_async: bool = False) -> None:
        super().load_middleware(is_async=False)

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        answer: Any = sync_to_async(self.get_response, thread_sensitive=True)
        response: HttpResponseBase = await answer(request)
        if isinstance(response, StreamingHttpResponse) and not response.is_async:
            response.streaming_content = piece_by_piece(iter(response))
        return response


async def piece_by_piece(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Each is made in the request's thread once the one before is sent; Django would make them all first."""
    take = sync_to_async(lambda: next(pieces, None), thread_sensitive=True)
    while (piece := await take()) is not None:
        yield piece
