"""Compares a room's latencies in quiet stretches with those beside complaints, measured in turn in one run; pure."""

from collections.abc import Mapping, Sequence
from statistics import median

from tests.bench.lodging.room import RoomMeasured
from tests.bench.results.percentiles import percentile, percentile_of_counts

ALLOWED_SHARE, ALLOWED_MS = 0.1, 5.0
"""By so much the p99 of a loaded stretch may exceed that of a quiet one: a tenth of it, or five milliseconds."""

PERCENTS = (50, 99)


def latencies(stretches: Sequence[RoomMeasured]) -> dict[str, float]:
    """ "ack_p50_ms" and so on: of each stretch, and of those the median, so that one that met a busy machine does not
    decide.
    """
    found = {}
    for percent in PERCENTS:
        acks = [percentile(each.served.latencies_s, percent) * 1000 for each in stretches]
        heard = [float(percentile_of_counts(each.delays_ms, percent)) for each in stretches]
        found[f"ack_p{percent}_ms"], found[f"heard_p{percent}_ms"] = median(acks), median(heard)
    return found


def compare(quiet: Mapping[str, float], loaded: Mapping[str, float], prefix: str) -> dict[str, float]:
    """The figures of loaded stretches beside those of quiet ones.

    "…_of_allowed": the increase of the p99 as a share of what is allowed; 1 is all of it.
    """
    figures = {f"{prefix}_{name}": value for name, value in loaded.items()}
    for kind in ("ack", "heard"):
        before, now = quiet[f"{kind}_p99_ms"], loaded[f"{kind}_p99_ms"]
        figures[f"{prefix}_{kind}_ratio"] = now / before if before else 1.0
        allowed = max(ALLOWED_SHARE * before, ALLOWED_MS)
        figures[f"{prefix}_{kind}_of_allowed"] = max(0.0, now - before) / allowed
    return figures
