"""A connection that drips and breaks again and again: each question is asked once, and all catch up in the end."""

import asyncio

import pytest

from tests.chatserver.live.faults.conftest import FaultyEvening, on
from tests.chatserver.live.faults.processes.test_sudden_death import QUESTIONS_EACH, ask_all
from tests.servers.services.proxy import Proxy
from tests.servers.stacks import SQLITE, UVICORN

pytestmark = [on(SQLITE, UVICORN), pytest.mark.takes(10), pytest.mark.long]

ASKING = 8
PIECE_BYTES = 700
DELAY_S = 0.002
BREAKS_AT_BYTES = 30_000
NOTICE = " ".join(["Please keep to the ward."] * 20)


@pytest.mark.row("fault", 23)
async def test_what_is_asked_over_a_line_that_breaks_is_asked_once(evening: FaultyEvening) -> None:
    desk = await evening.phone("moderator")
    with Proxy(("127.0.0.1", evening.server.port)) as line:
        line.piece_bytes, line.delay_s, line.cut_at = PIECE_BYTES, DELAY_S, BREAKS_AT_BYTES
        evening.through = line.port
        phones = await evening.phones(ASKING)
        bursts = [asyncio.create_task(ask_all(phone, f"lossy-{name}")) for name, phone in enumerate(phones)]
        while not all(burst.done() for burst in bursts) or not any(phone.losses for phone in phones):
            await desk.tell("notice.post", text=NOTICE)
        acks = [ack for burst in await asyncio.gather(*bursts) for ack in burst]
        line.cut_at = None
        assert {ack["type"] for ack in acks} == {"ack"}
        dump = await evening.promises_kept()
        for phone in phones:
            await phone.put_away()
    assert len(dump.questions) == ASKING * QUESTIONS_EACH
