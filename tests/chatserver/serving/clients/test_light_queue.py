import asyncio

import pytest

from chatserver.serving.clients.light_queue import LightEvent, LightQueue


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


async def test_an_event_releases_all_waiters_even_when_it_is_cleared_at_once() -> None:
    event = LightEvent()
    await event.wait()
    event.clear()
    waiting = [asyncio.create_task(event.wait()) for _ in range(3)]
    await asyncio.sleep(0)
    waiting[1].cancel()
    await asyncio.sleep(0)
    assert [task.done() for task in waiting] == [False, True, False]
    event.set()
    event.clear()
    await asyncio.gather(waiting[0], waiting[2])
    assert not event.is_set()
