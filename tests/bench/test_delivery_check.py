"""The check itself is tested: it finds each way of breaking the promise, and nothing else."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from tests.bench.delivery_check import check, lost
from tests.bench.load.evening_residents import Ends
from tests.bench.load.receiving.heard import read_plain, read_product
from tests.bench.load.receiving.received import Received
from tests.bench.load.receiving.seen import SeenStreams, look_at
from tests.bench.load.scripted_server import events, snapshot
from tests.clients.live_fold import empty, fold

AT = 1_798_912_800.0
"""The moment of the events that stage.events() makes, in seconds of Unix time."""

FRAMES = [events(1, "one", "two"), events(3, "three")]
ROWS = [event for frame in FRAMES for event in frame["events"]]
LOG = {"e": ROWS}


def folded(count: int) -> dict[str, Any]:
    state = empty("public")
    for event in ROWS[:count]:
        fold("public", state, event)
    return state


def seen(*frames: dict[str, Any]) -> SeenStreams:
    import json

    received = Received(read_product)
    for frame in frames:
        received.take(json.dumps(frame).encode())
    return look_at(received.told, clock_offset_s=0)


def ends(at: dict[int, int], *, faults: int = 0, epoch: str = "e") -> Ends:
    return Ends(Counter({(0, epoch, seq): many for seq, many in at.items()}), faults)


def test_an_evening_that_kept_its_promise_passes() -> None:
    newcomer = snapshot(2, **folded(2), counts={"present": 4, "backing": {}})

    assert list(check(LOG, [seen(*FRAMES), seen(newcomer, FRAMES[1])], [ends({3: 10})])) == []
    assert lost(LOG, [ends({3: 10})]) == 0


@pytest.mark.parametrize(
    ("what", "where"),
    [
        (lambda: seen(FRAMES[0], events(3, "other words")), "event 3"),
        (lambda: seen(*FRAMES, events(4, "never said")), "event 4"),
        (lambda: seen(*FRAMES, events(2, "twice, in two ways", "three")), "event 2"),
        (lambda: seen(snapshot(2, **folded(1))), "snapshot at 2"),
    ],
    ids=["altered", "invented", "two ways", "stale state"],
)
def test_content_that_is_not_the_logs_is_found(what: Callable[[], SeenStreams], where: str) -> None:
    [broken] = check(LOG, [what()], [])

    assert where in broken


def test_a_resident_who_was_told_too_little_or_out_of_order_is_found() -> None:
    broken = list(check(LOG, [], [ends({3: 9, 1: 2}, faults=1)]))

    assert broken == ["1 times a resident was told something out of order, twice, or not at all", *broken[1:]]
    assert broken[1:] == ["room 0: 2 residents stand at e 1, the log at e 3"]
    assert lost(LOG, [ends({3: 9, 1: 2})]) == 4


def test_a_resident_who_followed_another_room_is_found() -> None:
    [broken] = check(LOG, [], [ends({3: 1}, epoch="f")])

    assert broken == "room 0: 1 residents stand at f 3, the log at e 3"


def test_a_frame_whose_numbers_are_not_its_events_is_no_evidence() -> None:
    with pytest.raises(ValueError, match="from 1 to 3"):
        seen(events(1, "one", "two") | {"seq": 3})


def test_a_delay_counts_from_the_events_own_moment() -> None:
    received = Received(read_plain)
    told = received.take(b"")
    told.heard = read_product(b'{"type":"events"}')
    assert look_at([told], clock_offset_s=0).delays_ms == {}

    late = seen(FRAMES[1])
    [(delay_ms, count)] = late.delays_ms.items()
    assert count == 1
    assert delay_ms == 0  # 2027 has not come yet
