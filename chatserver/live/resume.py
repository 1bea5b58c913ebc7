"""Where a socket or a poll says it stands: ?epoch=E&since=N, and desk_since=M for the desk's own stream; pure.

v=1 says which version of the wire it speaks; a client that says nothing speaks the first.
"""

from dataclasses import dataclass
from urllib.parse import parse_qs

from chatserver.live.feed import NOWHERE, Feed

MAX_DIGITS = 15
FIRST_VERSION = 1


@dataclass(frozen=True, slots=True)
class Standing:
    """epoch is empty and a position NOWHERE where nothing usable was said; that leads to a snapshot."""

    epoch: str = ""
    public_seq: int = NOWHERE
    desk_seq: int = NOWHERE
    version: int = FIRST_VERSION

    def within(self, feed: Feed) -> int:
        """The position in this feed, or NOWHERE if it is of another epoch or of a future that never came."""
        seq = self.public_seq if feed.name == "public" else self.desk_seq
        return seq if self.epoch == feed.epoch and seq <= feed.seq else NOWHERE

    def is_ahead_of(self, public: Feed, desk: Feed) -> bool:
        """Whether something was seen of these streams that the feeds do not hold yet (or never will)."""
        return self.epoch == public.epoch and (self.public_seq > public.seq or self.desk_seq > desk.seq)

    def at_desk(self) -> "Standing":
        """The same with `since` meant for the desk's stream, where that alone is asked for."""
        return Standing(self.epoch, NOWHERE, self.public_seq, self.version)


def read_standing(query: str) -> Standing:
    """Read a query string. Nothing in it is an error."""
    given = parse_qs(query, max_num_fields=None, errors="replace")
    return Standing(
        epoch=given.get("epoch", [""])[0],
        public_seq=_as_seq(given.get("since", [""])[0]),
        desk_seq=_as_seq(given.get("desk_since", [""])[0]),
        version=_as_version(given.get("v", [""])[0]),
    )


def _as_version(text: str) -> int:
    number = _as_seq(text)
    return number if number != NOWHERE else FIRST_VERSION


def _as_seq(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= MAX_DIGITS else NOWHERE
