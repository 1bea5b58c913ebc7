"""What a crowd saw of each room: every event and every state by a digest of its content, and how late it came; pure."""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.bench.load.receiving.received import Told


@dataclass
class SeenStreams:
    """By epoch, which is one room's alone, and by seq. A set with two digests in it is one event told in two ways.

    delays_ms counts receipts of events by the whole milliseconds from the event's own moment, which lies before its
    commit.
    """

    events: dict[str, dict[int, set[str]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(set)))
    states: dict[str, dict[int, set[str]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(set)))
    delays_ms: Counter[int] = field(default_factory=Counter)


def look_at(told: Iterable[Told], *, clock_offset_s: float) -> SeenStreams:
    """Read what came. clock_offset_s is what must be added to a monotonic moment to get the time of day.

    Raises ValueError where a frame's numbers are not those of its events.
    """
    seen = SeenStreams(defaultdict(_sets), defaultdict(_sets))
    for frame in told:
        heard = frame.heard
        if heard.type == "snapshot":
            seen.states[heard.epoch][heard.seq].add(digest_state(json.loads(bytes(heard.state))))
        elif heard.type == "events":
            events = [json.loads(bytes(raw)) for raw in heard.events]
            if [event["seq"] for event in events] != list(range(heard.first, heard.seq + 1)):
                raise ValueError(f"A frame from {heard.first} to {heard.seq} holds {events}")
            for event in events:
                seen.events[heard.epoch][event["seq"]].add(digest(event))
                said_at = datetime.fromisoformat(event["at"]).timestamp() - clock_offset_s
                seen.delays_ms.update(max(0, round((heard_at - said_at) * 1000)) for heard_at in frame.times)
    return seen


def digest(content: Any) -> str:
    """The digest of the same content always the same, however it is spelt."""
    spelt = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(spelt.encode()).hexdigest()


def digest_state(state: dict[str, Any]) -> str:
    """The digest of a snapshot's state without its counts, which are latest values and no part of the log."""
    return digest({name: value for name, value in state.items() if name != "counts"})


def _sets() -> dict[int, set[str]]:
    return defaultdict(set)
