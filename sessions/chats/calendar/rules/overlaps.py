"""Finds conflicts: chat sessions that overlap in one ward, need one moderator twice, or are too many at once."""

from collections.abc import Collection, Hashable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class OverlapKind(StrEnum):
    WARD = "ward"
    MODERATOR = "moderator"
    AT_ONCE = "at_once"


@dataclass(frozen=True, slots=True)
class FutureChat:
    """One future chat session; key: the caller's own. Leave suspended and waiting ones out."""

    key: Hashable
    ward: int
    starts_at: datetime
    ends_at: datetime
    moderators: frozenset[Hashable] = field(default=frozenset())


@dataclass(frozen=True, slots=True)
class Overlap:
    """Chats that cannot all be held, in the order of their starts; and the moderator, where it is one's conflict."""

    kind: OverlapKind
    chats: tuple[FutureChat, ...]
    moderator: Hashable = None


def find_conflicts(chats: Collection[FutureChat], *, at_most_at_once: int | None = None) -> list[Overlap]:
    """Every conflict once, in the order of time. A chat may begin when another ends."""
    conflicts: list[Overlap] = []
    running: list[FutureChat] = []
    for chat in sorted(chats, key=lambda each: (each.starts_at, each.ward)):
        running = [each for each in running if each.ends_at > chat.starts_at]
        for other in running:
            conflicts += _between(other, chat)
        running.append(chat)
        if at_most_at_once is not None and len(running) > at_most_at_once:
            crowd = Overlap(OverlapKind.AT_ONCE, tuple(running))
            conflicts = [each for each in conflicts if not _is_part_of(each, crowd)]
            conflicts.append(crowd)
    return conflicts


def _between(first: FutureChat, second: FutureChat) -> Iterator[Overlap]:
    if first.ward == second.ward:
        yield Overlap(OverlapKind.WARD, (first, second))
    for moderator in sorted(first.moderators & second.moderators, key=str):
        yield Overlap(OverlapKind.MODERATOR, (first, second), moderator)


def _is_part_of(conflict: Overlap, crowd: Overlap) -> bool:
    """Whether the crowd contains the conflict: the same crowd, only larger."""
    return conflict.kind == OverlapKind.AT_ONCE and set(conflict.chats) < set(crowd.chats)
