"""A room's frames on a line that loses, repeats, delays and reorders them, and a client that follows the contract.

The frames are those of the server's own feed. The client is written from the wire's contract: it applies the next
number, ignores a number that it has applied, and asks again from its position if one is missing.
"""

import json
import random
from collections.abc import Callable, Iterator
from typing import Any

from chatserver.live.fanout.stream_frames import StreamFrames
from chatserver.live.wire.resume import NOWHERE
from sessions.log.folding.desk_pieces import GROUPS, next_piece, some_of
from sessions.log.logged_event import LoggedEvent
from tests.clients.journal import Journal
from tests.clients.live_fold import fold
from tests.clients.live_pieces import Parameters, next_request, take_piece

Frame = dict[str, Any]
MAX_DELAY = 6


class BadLine:
    """Grows a feed flush by flush, and answers which of its frames arrive, in their order."""

    def __init__(self, feed: StreamFrames, events: list[dict[str, Any]], chance: random.Random) -> None:
        self.feed = feed
        self._events = events
        self._chance = chance

    def frames(self) -> Iterator[Frame]:
        """Each frame never, once or twice, at once or some frames later; in the end a beat, which is not lost."""
        late: list[tuple[int, Frame]] = []
        flush = 0
        while self.feed.seq < len(self._events):
            begin = self.feed.seq
            some = self._events[begin : begin + self._chance.randint(1, 5)]
            self.feed.apply(LoggedEvent.from_wire(self.feed.name, event) for event in some)
            frame = json.loads(self.feed.frame_since(begin, with_counts=False).text)
            late += [(flush + self._delay(), frame) for _copy in range(self._chance.choice((0, 1, 1, 1, 2)))]
            flush += 1
            yield from [frame for due, frame in late if due < flush]
            late = [(due, frame) for due, frame in late if due >= flush]
        yield from [frame for _due, frame in late]
        yield {"type": "beat", "seq": self.feed.seq}

    def _delay(self) -> int:
        return self._chance.choice((0, 0, 0, self._chance.randint(1, MAX_DELAY)))

    def answer(self, since: int = NOWHERE) -> Frame:
        """The answer to a client that asks again."""
        frame: Frame = json.loads(self.feed.frame_since(since, with_counts=False).text)
        return frame

    def piece(self, parameters: Parameters) -> Frame:
        """The desk's answer about the questions that a snapshot left out."""
        asked = dict(parameters)
        group = next((name for name in GROUPS if name == asked.get("group")), None)
        if group is None:
            piece = some_of(self.feed.state, [question for _name, question in parameters])
        else:
            piece = next_piece(self.feed.state, group, asked["after"])
        answer: Frame = json.loads(json.dumps({"group": group, **piece}))
        return answer


class RuleFollower:
    """One client of one stream. Its journal records what it applied."""

    def __init__(self, stream: str, ask: Callable[[int], Frame]) -> None:
        self.stream = stream
        self.journal = Journal("client", "desk")
        self.seq = self._top = NOWHERE
        self.state: Any = None
        self._ask = ask

    def receive(self, frame: Frame) -> None:
        match frame["type"]:
            case "snapshot" if frame["seq"] >= self.seq:
                self.seq, self.state = frame["seq"], frame["state"]
                self.journal.start_from(self.stream, frame["epoch"], frame["seq"])
            case "events":
                self._apply(frame)
        self._top = max(self._top, frame["seq"])
        if self._top > self.seq:
            self.receive(self._ask(self.seq))

    def complete(self, piece: Callable[[Parameters], Frame]) -> None:
        """Ask for the questions that a snapshot of the desk left out."""
        while (parameters := next_request(self.state)) is not None:
            take_piece(self.state, piece(parameters))

    def _apply(self, frame: Frame) -> None:
        for event in frame["events"]:
            if event["seq"] == self.seq + 1 and self.seq != NOWHERE:
                fold(self.stream, self.state, event)
                self.seq = event["seq"]
                self.journal.apply(self.stream, frame["epoch"], event)
