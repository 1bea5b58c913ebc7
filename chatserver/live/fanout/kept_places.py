"""Keeps the places of people who read a room by long polls: they count as present between two requests, too.

A request ends with each piece of news, and the client asks again a moment later. Without this, the room would be told
each time that one person less is present, and then one more.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Hashable
from typing import NamedTuple

ASKS_AGAIN_WITHIN_S = 4.0


class KeptPlace(NamedTuple):
    """A client that waits, or asks again soon. told_to: the desk's position up to which it was sent notes."""

    give_up: Callable[[], None]
    told_to: int


class KeptPlaces:
    """Belongs to the event loop's thread.

    A key stands for a place in one room: of an account, or of a visitor from one address. Visitors from one address
    have the same key, and take over each other's places: their number stays right.
    """

    def __init__(self) -> None:
        self._kept: defaultdict[Hashable, list[tuple[asyncio.TimerHandle, KeptPlace]]] = defaultdict(list)

    def take_over(self, key: Hashable) -> KeptPlace | None:
        """A place that was left with this key a moment ago; None if there is none."""
        kept = self._kept.get(key)
        if not kept:
            return None
        timer, place = kept.pop(0)
        timer.cancel()
        if not kept:
            del self._kept[key]
        return place

    def keep(self, key: Hashable, place: KeptPlace) -> None:
        """Keep the place for a moment, and then give it up."""
        loop = asyncio.get_running_loop()
        self._kept[key].append((loop.call_later(ASKS_AGAIN_WITHIN_S, self._end, key), place))

    def _end(self, key: Hashable) -> None:
        """The oldest timer of a key always ends first."""
        _timer, place = self._kept[key].pop(0)
        if not self._kept[key]:
            del self._kept[key]
        place.give_up()
