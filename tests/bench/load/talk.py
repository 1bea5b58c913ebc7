"""One client speaks and all others listen: each message is said after all have received the one before."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from tests.bench.load.receiving.received import Received

HEARD_WITHIN_S = 10.0
FEWEST_MESSAGES = 3

Say = Callable[[int], Awaitable[None]]
"""Says the message with this number."""


@dataclass
class Talk:
    """The results of some messages. lost: the receipts that did not come in time.

    frame_bytes: of a frame with a message, without the counts that come with some. delays_s: from saying a message
    until its last receipt, if one was under way at a time. load_cpu_s: the time of the generator itself.
    """

    listeners: int
    messages: int = 0
    frames: int = 0
    lost: int = 0
    seconds: float = 0.0
    frame_bytes: float = 0.0
    delays_s: list[float] = field(default_factory=list)
    load_cpu_s: float = 0.0


async def say_messages(
    received: Received, say: Say, listeners: int, *, seconds: float, every_s: float, in_flight: int = 1
) -> Talk:
    """Say messages for so many seconds, at most one in every_s, and at most so many that not all have received."""
    talk = Talk(listeners)
    received.forget()
    began, cpu_began = time.monotonic(), time.process_time()
    frames_began, due = received.frames, received.news
    while time.monotonic() - began < seconds or talk.messages < FEWEST_MESSAGES:
        said_at = time.monotonic()
        await say(talk.messages)
        talk.messages += 1
        due += listeners
        if await received.until_news(due - (in_flight - 1) * listeners, HEARD_WITHIN_S):
            talk.delays_s.append(time.monotonic() - said_at)
        else:
            talk.lost += due - received.news
            due = received.news
        await asyncio.sleep(max(0.0, said_at + every_s - time.monotonic()))
    if not await received.until_news(due, HEARD_WITHIN_S):
        talk.lost += due - received.news
    talk.seconds, talk.load_cpu_s = time.monotonic() - began, time.process_time() - cpu_began
    talk.frames = received.frames - frames_began
    sizes = [told.size - told.heard.counts_bytes for told in received.told if told.is_news]
    talk.frame_bytes = sum(sizes) / len(sizes) if sizes else 0.0
    return talk
