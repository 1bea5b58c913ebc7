"""A response that is sent piece by piece, from a plain generator that asks the database."""

from collections.abc import AsyncIterator, Iterator

from asgiref.sync import sync_to_async
from django.http import StreamingHttpResponse


class PieceResponse(StreamingHttpResponse):
    """Over ASGI each piece is made in a worker thread, and only when the client has taken the one before.

    Django would make a list of all pieces first. Each piece has to ask the database by itself: a cursor that stays
    open from one to the next may not change its thread.
    """

    async def __aiter__(self) -> AsyncIterator[bytes]:
        pieces = iter(self)
        next_piece = sync_to_async(lambda: next(pieces, None), thread_sensitive=True)
        while (piece := await next_piece()) is not None:
            yield piece


def as_bytes(pieces: Iterator[str]) -> Iterator[bytes]:
    return (piece.encode() for piece in pieces)
