"""Checks what the crowds of an evening received against the log: all events, once, in order, unchanged; pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any

from tests.bench.load.evening_residents import Ends
from tests.bench.load.receiving.seen import SeenStreams, digest, digest_state
from tests.clients.live_fold import empty, fold

Log = Mapping[str, Sequence[dict[str, Any]]]
"""The public events of each room, by its epoch and in the order of the rooms, numbered and as the wire writes them."""


def check(log: Log, seen: Iterable[SeenStreams], ends: Iterable[Ends]) -> Iterator[str]:
    """Every broken promise. Each resident counted faults while it applied each frame (tests/bench/load/resident.py).

    A resident saw each event once and in order if it has no fault, began with a snapshot that is the fold of the log up
    to there, got frames that say what the log says, and ended at the log's end.
    """
    digests = {epoch: [digest(event) for event in events] for epoch, events in log.items()}
    for what in seen:
        yield from _check_events(digests, what)
        yield from _check_states(log, what)
    for crowd in ends:
        yield from _check_ends(log, crowd)


def lost(log: Log, ends: Iterable[Ends]) -> int:
    """How many events did not arrive: for each resident, those between its position and the log's end."""
    lengths = [len(events) for events in log.values()]
    places = (place for crowd in ends for place in crowd.ends.items())
    return sum((lengths[room] - max(seq, 0)) * many for (room, _epoch, seq), many in places)


def _check_events(digests: Mapping[str, Sequence[str]], seen: SeenStreams) -> Iterator[str]:
    for epoch, events in seen.events.items():
        kept = digests.get(epoch, ())
        for seq, told in events.items():
            if seq > len(kept) or told != {kept[seq - 1]}:
                yield f"{epoch}: event {seq} was told in other words than the log's"


def _check_states(log: Log, seen: SeenStreams) -> Iterator[str]:
    for epoch, states in seen.states.items():
        folded, folded_to = empty("public"), 0
        for seq in sorted(states):
            for event in log.get(epoch, ())[folded_to:seq]:
                fold("public", folded, deepcopy(event))
            folded_to = seq
            if states[seq] != {digest_state(folded)}:
                yield f"{epoch}: a snapshot at {seq} is not the fold of the log up to there"


def _check_ends(log: Log, crowd: Ends) -> Iterator[str]:
    if crowd.faults:
        yield f"{crowd.faults} times a resident was told something out of order, twice, or not at all"
    rooms = [(epoch, len(events)) for epoch, events in log.items()]
    for (room, epoch, seq), many in crowd.ends.items():
        if (epoch, seq) != rooms[room]:
            yield f"room {room}: {many} residents stand at {epoch} {seq}, the log at {rooms[room][0]} {rooms[room][1]}"
