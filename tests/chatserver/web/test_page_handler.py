"""A browser may go away at any moment of its request: nothing is left open, and nobody complains."""

import asyncio
from collections.abc import Iterator
from typing import Any

from django.core.signals import request_finished
from django.http import StreamingHttpResponse

from chatserver.web.page_handler import PageHandler, piece_by_piece

REQUESTS = 400

SCOPE = {
    "type": "http",
    "http_version": "1.1",
    "method": "GET",
    "path": "/healthz",
    "raw_path": b"/healthz",
    "root_path": "",
    "scheme": "http",
    "query_string": b"",
    "headers": [(b"host", b"localhost")],
    "client": ("127.0.0.1", 1),
    "server": ("localhost", 80),
}


class Browser:
    """Asks for one page, and goes away after so many turns of the event loop, however far the page is."""

    def __init__(self, patience: int = 1_000_000) -> None:
        self.turns = 0
        self.answers: list[Any] = []
        self._patience = patience
        self._parts: list[Any] = [{"type": "http.request", "body": b"", "more_body": False}]

    async def ask(self, pages: PageHandler) -> None:
        await asyncio.create_task(pages(dict(SCOPE), self._receive, self._take))

    async def _receive(self) -> Any:
        if self._parts:
            return self._parts.pop()
        for _turn in range(self._patience):
            self.turns += 1
            await asyncio.sleep(0)
        return {"type": "http.disconnect"}

    async def _take(self, message: Any) -> None:
        self.answers.append(message)


async def test_who_goes_away_at_any_moment_of_a_request_leaves_nothing_open() -> None:
    pages = PageHandler()
    patient = [Browser() for _page in range(40)]
    for browser in patient:
        await browser.ask(pages)
        assert browser.answers[0]["status"] == 200
    ended: list[Any] = []
    request_finished.connect(lambda **about: ended.append(about), weak=False, dispatch_uid="who goes away")
    try:
        longest = max(browser.turns for browser in patient)
        for number in range(REQUESTS):
            await Browser(longest * number // REQUESTS).ask(pages)
    finally:
        request_finished.disconnect(dispatch_uid="who goes away")
    assert len(ended) == REQUESTS


async def test_a_long_file_is_made_piece_by_piece_as_it_is_sent() -> None:
    made: list[int] = []

    def pieces() -> Iterator[bytes]:
        for number in range(3):
            made.append(number)
            yield bytes([number])

    response = StreamingHttpResponse(pieces())
    response.streaming_content = piece_by_piece(iter(response))
    sent = [(piece, len(made)) async for piece in response]
    assert sent == [(b"\0", 1), (b"\1", 2), (b"\2", 3)]
