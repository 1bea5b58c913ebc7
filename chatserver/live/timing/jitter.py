"""Random moments, so that clients which were cut off together do not come back together."""

import random

RETURNS_PER_S = 250
SPREAD_AT_MOST_MS = 20_000


def within_ms(longest_ms: int, *, after_ms: int = 0) -> int:
    """A random number between after_ms and after_ms + longest_ms."""
    return after_ms + random.randint(0, longest_ms)


def after_flood_ms() -> int:
    """When a client that sent far too much may come back."""
    return within_ms(5_000, after_ms=30_000)


def spread_ms(people: int) -> int:
    """The time over which these people should come back, so that a server can admit them; at most twenty seconds."""
    return min(SPREAD_AT_MOST_MS, 1000 + people * 1000 // RETURNS_PER_S)
