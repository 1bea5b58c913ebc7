"""Carry the hint that a stream grew from the thread that committed to the event loop. It carries no content.

All in one process: nothing to be lost. What other processes commit is found by polling.
"""

import asyncio
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.dispatch import Signal

from sessions.log import backing_changed, stream_grew

Hear = Callable[[UUID], None]


def listen(loop: asyncio.AbstractEventLoop, hear_growth: Hear, hear_backing: Hear) -> None:
    """Call back in the loop's thread after each commit. The callbacks live as long as the loop does."""
    _connect(stream_grew, loop, hear_growth)
    _connect(backing_changed, loop, hear_backing)


def _connect(signal: Signal, loop: asyncio.AbstractEventLoop, hear: Hear) -> None:
    def pass_on(chat_session_id: UUID, **_told: Any) -> None:
        if loop.is_closed():
            signal.disconnect(pass_on)
        else:
            loop.call_soon_threadsafe(hear, chat_session_id)

    signal.connect(pass_on, weak=False)
