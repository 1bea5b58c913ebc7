"""A place in a timeline, as an address has it: what comes after it is older; pure."""

import re
from datetime import UTC, datetime, timedelta
from typing import NamedTuple, Self

LONGEST_CURSOR = 80
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_WRITTEN = re.compile(r"(\d{1,17})(e(\d{1,18})|c([0-9a-f]{32}[ahx]))", re.ASCII)


class Cursor(NamedTuple):
    """Compares as the timeline is ordered. entry: the id of a row beside the month logs; 0 for a chat, with its key.

    At the same moment what stands in the logs comes before chats.
    """

    at: datetime
    entry: int = 0
    chat: str = ""

    def __str__(self) -> str:
        place = f"e{self.entry}" if self.entry else f"c{self.chat}"
        return f"{(self.at - EPOCH) // timedelta(microseconds=1)}{place}"

    @classmethod
    def read(cls, written: str) -> Self | None:
        """None for what is no cursor."""
        found = _WRITTEN.fullmatch(written[:LONGEST_CURSOR])
        if found is None:
            return None
        try:
            at = EPOCH + timedelta(microseconds=int(found[1]))
        except OverflowError:
            return None
        return cls(at, int(found[3] or 0), found[4] or "")
