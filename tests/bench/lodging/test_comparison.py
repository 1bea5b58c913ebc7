"""A loaded stretch is held against a quiet one: a tenth more, or five milliseconds, is all that it may take longer."""

from collections import Counter

import pytest

from tests.bench.load.measured_residents import Served
from tests.bench.lodging.comparison import compare, latencies
from tests.bench.lodging.room import RoomMeasured


def measured(ack_ms: float, heard_ms: int) -> RoomMeasured:
    return RoomMeasured(Served(latencies_s=[ack_ms / 1000] * 10), Counter({heard_ms: 10}))


def test_one_stretch_that_met_a_busy_machine_does_not_decide() -> None:
    found = latencies([measured(20, 100), measured(900, 2000), measured(22, 110)])
    assert {name: round(value) for name, value in found.items()} == {
        "ack_p50_ms": 22,
        "heard_p50_ms": 110,
        "ack_p99_ms": 22,
        "heard_p99_ms": 110,
    }


@pytest.mark.parametrize(
    ("quiet_ms", "loaded_ms", "share"),
    [
        (20, 20, 0.0),
        (20, 18, 0.0),
        (20, 25, 1.0),  # five milliseconds of a short latency
        (20, 30, 2.0),
        (200, 220, 1.0),  # a tenth of a long one
        (200, 210, 0.5),
    ],
)
def test_the_increase_is_a_share_of_what_is_allowed(quiet_ms: int, loaded_ms: int, share: float) -> None:
    figures = compare(latencies([measured(quiet_ms, quiet_ms)]), latencies([measured(loaded_ms, loaded_ms)]), "busy")
    assert figures["busy_ack_of_allowed"] == pytest.approx(share)
    assert figures["busy_heard_of_allowed"] == pytest.approx(share)
    assert figures["busy_ack_ratio"] == pytest.approx(loaded_ms / quiet_ms)
