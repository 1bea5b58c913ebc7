"""Five hundred plain requests wait at one process: they hold no thread, and all are answered by the same news."""

import asyncio
import json
import re

import psutil
import pytest

from tests.measuring.stopwatch import Stopwatch
from tests.servers.fixtures import Serve
from tests.servers.programs.evenings import client_of, make_evenings
from tests.servers.server import Server
from tests.servers.stacks import SQLITE

pytestmark = [
    pytest.mark.slow,
    pytest.mark.takes(30),
    pytest.mark.parametrize("stack", [SQLITE.name], indirect=True),
    pytest.mark.long,
]

WAITING = 500
MORE_MEMORY_EACH = 64 * 1024
ANSWERED_WITHIN_S = 8.0
PAGE_WITHIN_S = 3.0


async def test_five_hundred_wait_without_a_thread_and_hear_the_same(serve: Serve) -> None:
    served = serve(VISITORS_PER_ADDRESS=str(2 * WAITING))
    sheet = make_evenings(served, 1)[0]
    snapshot = json.loads(served.get(f"/api/chat/{sheet['chat_session']}/events")[1])
    process = psutil.Process(served.pid)
    async with client_of(served, sheet, sheet["moderator"], door="desk") as moderator:
        await moderator.until(lambda: moderator.seqs["public"] >= 0)
        threads, memory = process.num_threads(), process.memory_info().rss
        address = f"/api/chat/{sheet['chat_session']}/events?epoch={snapshot['epoch']}&since={snapshot['seq']}&wait=25"
        polls = [asyncio.create_task(ask(served, address)) for _ in range(WAITING)]
        await moderator.until(lambda: moderator.public["counts"]["visitors"] >= WAITING)
        watch = Stopwatch(served)
        status, _body = await asyncio.to_thread(served.get, f"/chat/{sheet['chat_session']}/")
        assert (status, watch.seconds <= PAGE_WITHIN_S) == (200, True)
        assert process.num_threads() <= threads + 2  # of the page, not of those who wait
        more_each = (process.memory_info().rss - memory) / WAITING
        watch = Stopwatch(served)
        await moderator.send("notice.post", text="Welcome.")
        answers = await asyncio.gather(*polls)
        all_answered_s = watch.seconds
    assert {(code, frame["events"][0]["type"]) for code, frame in answers} == {(200, "notice.posted")}
    assert (more_each <= MORE_MEMORY_EACH, all_answered_s <= ANSWERED_WITHIN_S) == (True, True)


async def ask(served: Server, address: str) -> tuple[int, dict[str, list[dict[str, str]]]]:
    """Again, as a phone does, if nothing was new for as long as it may wait: until 500 have come on a busy machine."""
    request = f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\nConnection: close\r\n\r\n".encode()
    while True:
        reader, writer = await asyncio.open_connection("127.0.0.1", served.port)
        writer.write(request)
        answer = await reader.read()
        writer.close()
        head, _, body = answer.partition(b"\r\n\r\n")
        status = re.match(rb"HTTP/1.1 (\d+)", head)
        assert status is not None
        if body:
            return int(status[1]), json.loads(body)
