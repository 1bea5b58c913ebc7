"""Carry the hint that a stream grew from the committing thread to the sender of hints. It carries no content."""

import asyncio
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.dispatch import Signal

from chatserver.live.cluster.messages import Hints
from sessions.log.log import backing_changed, stream_grew

Hear = Callable[[Hints], None]

_loops: set[asyncio.AbstractEventLoop] = set()


def listen(loop: asyncio.AbstractEventLoop, hear: Hear) -> None:
    """Call back in the loop's thread after each commit. The callback lives as long as the loop does."""
    _loops.add(loop)
    _connect_loop(stream_grew, loop, hear, hint_growth)
    _connect_loop(backing_changed, loop, hear, hint_backing)


def listen_without_loop(hear: Hear) -> None:
    """Call back in the committing thread while no loop of this process listens."""
    _connect(stream_grew, hear, hint_growth)
    _connect(backing_changed, hear, hint_backing)


def hint_growth(chat_session_id: UUID) -> Hints:
    return Hints(grew=frozenset({chat_session_id}))


def hint_backing(chat_session_id: UUID) -> Hints:
    return Hints(backed=frozenset({chat_session_id}))


def _connect_loop(signal: Signal, loop: asyncio.AbstractEventLoop, hear: Hear, make: Callable[[UUID], Hints]) -> None:
    def pass_on(chat_session_id: UUID, **_told: Any) -> None:
        if loop.is_closed():
            _loops.discard(loop)
            signal.disconnect(pass_on)
        else:
            loop.call_soon_threadsafe(hear, make(chat_session_id))

    signal.connect(pass_on, weak=False)


def _connect(signal: Signal, hear: Hear, make: Callable[[UUID], Hints]) -> None:
    def pass_on(chat_session_id: UUID, **_told: Any) -> None:
        if not any(loop.is_running() for loop in tuple(_loops)):
            hear(make(chat_session_id))

    signal.connect(pass_on, weak=False)
