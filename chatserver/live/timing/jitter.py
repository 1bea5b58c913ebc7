"""Moments spread at random, so that what was interrupted together does not come back together."""

import random

RETURNS_PER_S = 250
SPREAD_AT_MOST_MS = 20_000


def within_ms(longest_ms: int, *, after_ms: int = 0) -> int:
    """Somewhere between after_ms and after_ms + longest_ms."""
    return after_ms + random.randint(0, longest_ms)


def after_flood_ms() -> int:
    """When whoever sent far too much may come back."""
    return within_ms(5_000, after_ms=30_000)


def spread_ms(people: int) -> int:
    """Over how long so many people should come back, so that a server can take them in; twenty seconds at most."""
    return min(SPREAD_AT_MOST_MS, 1000 + people * 1000 // RETURNS_PER_S)
