"""One event of a stream, as everybody who reads the log is given it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class LoggedEvent:
    """One event as it stands in the log. note_to is the person to be told privately and goes to nobody else."""

    stream: str
    seq: int
    type: str
    at: datetime
    body: Mapping[str, Any]
    note_to: UUID | None

    def as_wire(self) -> dict[str, Any]:
        """The event as clients and the record see it: its body beside seq, type and at."""
        return {"seq": self.seq, "type": self.type, "at": wire_time(self.at), **self.body}


def wire_time(moment: datetime) -> str:
    """RFC 3339 in UTC with milliseconds, the only spelling of a moment on the wire and in the record."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
