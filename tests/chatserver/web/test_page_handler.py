"""A browser may go away at any moment of its request: nothing is left open, and nobody complains."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.core.signals import request_finished
from django.db import connections
from django.db.backends.signals import connection_created
from django.http import StreamingHttpResponse

from chatserver.web.page_handler import PageHandler, piece_by_piece
from tests.factories.evening import make_evening

pytestmark = pytest.mark.costly

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


@pytest.mark.long
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


class SlowReader(Browser):
    """Takes the head of an answer and some of its parts, and then nothing until it may."""

    def __init__(self, path: str, parts: int) -> None:
        super().__init__()
        self.path, self.may_take, self.has_begun = path, asyncio.Event(), asyncio.Event()
        self._takes = 1 + parts

    async def ask(self, pages: PageHandler) -> None:
        scope = SCOPE | {"path": self.path, "raw_path": self.path.encode()}
        await asyncio.create_task(pages(scope, self._receive, self._take))

    async def _take(self, message: Any) -> None:
        await super()._take(message)
        if len(self.answers) == self._takes:
            self.has_begun.set()
            await self.may_take.wait()


@pytest.mark.django_db(transaction=True)
@pytest.mark.row("threat", 41)
@pytest.mark.row("fault", 13)
@pytest.mark.parametrize(("path", "parts"), [("/wards/", 1), ("/activities/export.csv", 2)])
async def test_who_reads_an_answer_slowly_holds_no_connection_of_the_database(path: str, parts: int) -> None:
    await sync_to_async(make_evening)()
    made: list[Any] = []
    connection_created.connect(lambda connection, **_about: made.append(connection), weak=False, dispatch_uid="slow")
    reader, pages = SlowReader(path, parts), PageHandler()
    asked = asyncio.create_task(reader.ask(pages))
    try:
        await asyncio.wait_for(reader.has_begun.wait(), 30)
        assert [each.connection for each in made] == [None] * len(made) != []
    finally:
        reader.may_take.set()
        await asked
        connection_created.disconnect(dispatch_uid="slow")
    assert [each.connection for each in made] == [None] * len(made)
    assert reader.answers[0]["status"] == 200
    await sync_to_async(connections.close_all)()
