"""The positions of one connection in its streams: gaps, repetitions, where to resume, when to confirm; pure."""

from typing import Any, Protocol
from urllib.parse import urlencode

CONFIRM_EVERY_FRAMES = 4
CONFIRM_WITHIN_S = 2.0

Frame = dict[str, Any]


class MissedEvents(Exception):
    """The numbers have a gap: the connection has to resume from the last event that came."""


class StreamListener(Protocol):
    """Gets what comes over a connection, each event once and in order."""

    def take_snapshot(self, stream: str, state: Frame) -> None: ...

    def take_events(self, stream: str, events: list[Frame], counts: Frame | None) -> None: ...


class StreamPositions:
    def __init__(self, listener: StreamListener | None) -> None:
        self._listener = listener
        self._epoch = ""
        self._seqs: dict[str, int] = {}
        self._unconfirmed = 0
        self._confirm_at = 0.0

    def query(self) -> str:
        """The query of the address that resumes from here; empty the first time."""
        if not self._seqs:
            return ""
        desk = {"desk_since": self._seqs["desk"]} if "desk" in self._seqs else {}
        return "?" + urlencode({"epoch": self._epoch, "since": self._seqs["public"], **desk})

    def begin(self) -> None:
        """Begin a new connection: it owes no confirmation for the frames of the one before."""
        self._unconfirmed = 0

    def take(self, frame: Frame, now: float) -> None:
        """Take a frame of any type. Raises MissedEvents."""
        match frame["type"]:
            case "welcome":
                self._epoch = frame["epoch"]
            case "snapshot":
                self._seqs[frame["stream"]] = frame["seq"]
                if self._listener is not None:
                    self._listener.take_snapshot(frame["stream"], frame["state"])
            case "events":
                self._take_events(frame, now)
            case "beat" if frame["seq"] > self._seqs["public"]:
                raise MissedEvents

    def confirm_at(self) -> float | None:
        """When a confirmation is due, in monotonic seconds; None where none is."""
        return self._confirm_at if self._unconfirmed else None

    def confirmation(self, now: float) -> Frame | None:
        """The `pos` frame that is due now; it counts as sent."""
        if not self._unconfirmed or (self._unconfirmed < CONFIRM_EVERY_FRAMES and now < self._confirm_at):
            return None
        self._unconfirmed = 0
        return {"type": "pos", "seq": self._seqs["public"]}

    def _take_events(self, frame: Frame, now: float) -> None:
        stream = frame["stream"]
        seen = self._seqs[stream]
        if frame["first"] > seen + 1:
            raise MissedEvents
        self._seqs[stream] = max(seen, frame["seq"])
        if self._listener is not None:
            fresh = [event for event in frame["events"] if event["seq"] > seen]
            self._listener.take_events(stream, fresh, frame.get("counts"))
        if not self._unconfirmed:
            self._confirm_at = now + CONFIRM_WITHIN_S
        self._unconfirmed += 1
