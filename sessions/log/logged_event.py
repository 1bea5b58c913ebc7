"""One event of a stream, in the form that every reader of the log gets."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Self
from uuid import UUID

from sessions.log.event_form import LoggedAs, body_of, read_event, type_of

BESIDE_THE_BODY = ("seq", "type", "at")


@dataclass(frozen=True, slots=True)
class LoggedEvent:
    """One event of the log. note_to: the person to be told privately; it is sent to nobody else."""

    stream: str
    seq: int
    at: datetime
    event: LoggedAs
    note_to: UUID | None = None

    @property
    def type(self) -> str:
        return type_of(self.event)

    def as_wire(self) -> dict[str, Any]:
        """The event as clients and the record see it: its body beside seq, type and at."""
        return {"seq": self.seq, "type": self.type, "at": wire_time(self.at), **body_of(self.event)}

    @classmethod
    def from_wire(cls, stream: str, shown: Mapping[str, Any]) -> Self:
        """The reverse of as_wire(). Raises LookupError or ValueError if seq, type or at is invalid."""
        body = {name: value for name, value in shown.items() if name not in BESIDE_THE_BODY}
        at = datetime.fromisoformat(shown["at"])
        return cls(stream, shown["seq"], at, read_event(stream, shown["type"], body))


def wire_time(moment: datetime) -> str:
    """RFC 3339 in UTC with milliseconds, the only spelling of a moment on the wire and in the record."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def plain_value(value: object) -> object:
    """The value in plain form. For files: moments as the log has them, days as 2027-01-31; all else as it is."""
    if isinstance(value, datetime):
        return wire_time(value)
    return value.isoformat() if isinstance(value, date) else value
