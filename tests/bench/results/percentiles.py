"""Percentiles of measured values; pure."""

import math
from collections.abc import Collection, Mapping


def percentile(values: Collection[float], percent: float) -> float:
    """The smallest value that at least so many percent do not exceed (nearest rank). Raises ValueError on nothing."""
    if not values:
        raise ValueError("There is nothing to take a percentile of.")
    return sorted(values)[_rank(len(values), percent) - 1]


def percentile_of_counts(counts: Mapping[int, int], percent: float) -> int:
    """The percentile, for values with their counts."""
    left = _rank(sum(counts.values()), percent)
    for value in sorted(counts):
        left -= counts[value]
        if left <= 0:
            return value
    raise ValueError("There is nothing to take a percentile of.")


def _rank(count: int, percent: float) -> int:
    return max(1, math.ceil(count * percent / 100))
