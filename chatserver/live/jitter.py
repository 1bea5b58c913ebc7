"""Moments spread at random, so that what was interrupted together does not come back together."""

import random


def within_ms(longest_ms: int, *, after_ms: int = 0) -> int:
    """Somewhere between after_ms and after_ms + longest_ms."""
    return after_ms + random.randint(0, longest_ms)
