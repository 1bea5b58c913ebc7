"""Carry the hint that a stream grew from the committing thread to the sender of hints. It carries no content."""

import asyncio
from collections.abc import Callable
from functools import cache
from typing import Any
from uuid import UUID

from django.conf import settings

from chatserver.live.cluster.hint_publisher import HintPublisher
from chatserver.live.cluster.messages import Hints

Hear = Callable[[Hints], None]

_listening: dict[tuple[asyncio.AbstractEventLoop, Hear], None] = {}


def listen(loop: asyncio.AbstractEventLoop, hear: Hear) -> None:
    """Call back in the loop's thread after each commit. The callback lives as long as the loop does."""
    _listening[loop, hear] = None


def hear_growth(*, chat_session_id: UUID, **_more: Any) -> None:
    pass_on(Hints(grew=frozenset({chat_session_id})))


def hear_backing(*, chat_session_id: UUID) -> None:
    pass_on(Hints(backed=frozenset({chat_session_id})))


def pass_on(hints: Hints) -> None:
    """Tell each loop that listens; while none runs in this process, send the hint to the others from this thread."""
    for loop, hear in tuple(_listening):
        if loop.is_closed():
            _listening.pop((loop, hear), None)
        else:
            loop.call_soon_threadsafe(hear, hints)
    if settings.CHANNEL_LAYERS and not any(loop.is_running() for loop, _hear in tuple(_listening)):
        _publisher().tell(hints)


@cache
def _publisher() -> HintPublisher:
    return HintPublisher()
