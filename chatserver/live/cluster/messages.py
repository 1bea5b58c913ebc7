"""The messages between processes over the channel layer: which chat sessions have news, and how many people are there.

They carry no content and no person: a process that is told about news reads it from the log. Pure.
"""

from collections.abc import Mapping
from typing import Any, Self
from uuid import UUID

import msgspec

from chatserver.live.cluster.presence import Attendance
from sessions.contract.struct_types import look_at_types


class Hints(msgspec.Struct, frozen=True):
    """Chat sessions whose streams grew, and those whose questions' backing changed."""

    grew: frozenset[UUID] = frozenset()
    backed: frozenset[UUID] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.grew or self.backed)

    def __or__(self, other: Self) -> "Hints":
        return Hints(grew=self.grew | other.grew, backed=self.backed | other.backed)


class ClusterMessage(msgspec.Struct, frozen=True, tag_field="type", tag="live.bulletin"):
    """One message. process: its sender; present and visitors: all people that it has; is_last: no more follow.

    installation: the sender's, by chatserver/live/cluster/installation.py; blank where the sender does not know it.
    Its type on the bus keeps its first name, so that processes of an earlier version understand it during an upgrade.
    """

    process: str
    hints: Hints = Hints()
    present: Mapping[UUID, int] = {}
    visitors: Mapping[UUID, int] = {}
    is_last: bool = False
    installation: str = ""

    @property
    def attendance(self) -> dict[UUID, Attendance]:
        there = {*self.present, *self.visitors}
        return {one: Attendance(self.present.get(one, 0), self.visitors.get(one, 0)) for one in there}

    def as_message(self) -> dict[str, Any]:
        """Build the message for the channel layer, in plain types."""
        message: dict[str, Any] = msgspec.to_builtins(self, str_keys=True)
        return message


look_at_types([ClusterMessage])


def read_message(message: object) -> ClusterMessage | None:
    """None if it is no message: other versions of us, and other programs, may use the same Redis."""
    try:
        return msgspec.convert(message, ClusterMessage, str_keys=True)
    except msgspec.ValidationError:
        return None
