import asyncio

import pytest

from chatserver.serving.clients.light_queue import LightQueue


async def test_a_queue_gives_messages_in_the_order_in_which_they_came() -> None:
    inbox = LightQueue()
    assert inbox.empty()
    reading = asyncio.create_task(inbox.get())
    await asyncio.sleep(0)
    for number in range(3):
        inbox.put_nowait(number)
    assert [await reading, await inbox.get(), await inbox.get()] == [0, 1, 2]
    assert inbox.empty()


async def test_a_reader_that_gives_up_costs_no_message() -> None:
    inbox = LightQueue()
    reading = asyncio.create_task(inbox.get())
    await asyncio.sleep(0)
    inbox.put_nowait("kept")
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert await inbox.get() == "kept"
