"""Count present people: distinct signed-in ones, visitors apart from them, and those in other processes; pure."""

from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Self
from uuid import UUID

KEPT_S = 10.0
"""How long a silent process's last message counts. A running process renews it several times a second."""

MISSING_AFTER_S = 1.5
FORGOTTEN_AFTER_S = 60.0


class Attendance(NamedTuple):
    """How many signed-in people are here, and how many sockets of visitors; one visitor may have several."""

    present: int = 0
    visitors: int = 0

    def plus(self, other: Self) -> "Attendance":
        return Attendance(self.present + other.present, self.visitors + other.visitors)


NOBODY_PRESENT = Attendance()


class Presence:
    """A person is an account, however many sockets it has; None stands for a visitor."""

    def __init__(self) -> None:
        self._sockets: Counter[Hashable] = Counter()
        self._visitors = 0

    @property
    def attendance(self) -> Attendance:
        return Attendance(len(self._sockets), self._visitors)

    def sockets_of(self, person: Hashable) -> int:
        return self._sockets[person]

    def enter(self, person: Hashable | None) -> None:
        if person is None:
            self._visitors += 1
        else:
            self._sockets[person] += 1

    def leave(self, person: Hashable | None) -> None:
        if person is None:
            self._visitors -= 1
            return
        self._sockets[person] -= 1
        if self._sockets[person] <= 0:
            del self._sockets[person]


@dataclass(slots=True)
class _Report:
    heard_at: float
    present: Mapping[UUID, Attendance] = field(default_factory=dict)


class PresenceElsewhere:
    """The last message of each other process, about all of its chat sessions. All times are monotonic seconds.

    Methods that change something answer the chat sessions whose numbers changed.
    """

    def __init__(self) -> None:
        self._reports: dict[str, _Report] = {}

    def attendance_in(self, chat_session_id: UUID) -> Attendance:
        """Any thread may call it."""
        told = [report.present.get(chat_session_id, NOBODY_PRESENT) for report in tuple(self._reports.values())]
        return Attendance(sum(there.present for there in told), sum(there.visitors for there in told))

    def hear(self, process: str, present: Mapping[UUID, Attendance], now: float) -> set[UUID]:
        before = self._reports.get(process, _Report(now)).present
        self._reports[process] = _Report(now, present)
        return _changed(before, present)

    def forget(self, process: str) -> set[UUID]:
        """The process has sent its last message."""
        report = self._reports.pop(process, None)
        return set(report.present) if report is not None else set()

    def expire(self, now: float) -> set[UUID]:
        """Stop counting the people of processes that fell silent."""
        changed: set[UUID] = set()
        for process, report in tuple(self._reports.items()):
            if now - report.heard_at > KEPT_S:
                changed |= set(report.present)
                report.present = {}
            if now - report.heard_at > FORGOTTEN_AFTER_S:
                del self._reports[process]
        return changed

    def hold(self, now: float) -> None:
        """Nobody can be heard: the last messages count as if they had come just now."""
        for report in self._reports.values():
            report.heard_at = now

    def is_anybody_missing(self, now: float) -> bool:
        """Whether a process is silent that has sent no last message, so that its hints may be lost, too."""
        return any(now - report.heard_at > MISSING_AFTER_S for report in self._reports.values())


def _changed(before: Mapping[UUID, Attendance], after: Mapping[UUID, Attendance]) -> set[UUID]:
    return {
        there for there in {*before, *after} if before.get(there, NOBODY_PRESENT) != after.get(there, NOBODY_PRESENT)
    }
