"""Find the chats in the calendar that cannot be held as planned, so that the clerk sees them in time."""

from collections import defaultdict
from collections.abc import Collection, Container, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple

from sessions.chats.calendar.lifecycle.conflict_facts import (
    ChatAhead,
    ClosedDays,
    ConflictFacts,
    HostTerm,
    ModeratorTerm,
    conflict_facts_of,
)
from sessions.chats.calendar.rules import overlaps as scheduling
from sessions.chats.calendar.rules.overlaps import FutureChat
from sessions.models import Appointment, ChatSession, Ward
from sessions.models.wards.office import covers_ward, is_held_on

READINGS_KEPT = 32
"""Results that the process remembers: about one for each borough, and the city's."""


class ConflictKind(StrEnum):
    NO_DATE = "no_date"
    """The chat has no date; the clerk has to choose one."""
    NO_HOST = "no_host"
    """Nobody holds the ward's office on the chat's day."""
    NO_MODERATOR = "no_moderator"
    """Nobody is appointed to screen the chat, or all their accounts are disabled."""
    TOO_FEW_MODERATORS = "too_few_moderators"
    """Other chats run at the same time, and there are fewer moderators than chats."""
    SAME_WARD = "same_ward"
    CLOSED_DAY = "closed_day"
    """A clerk put the chat on a closed day by hand."""


class FoundConflict(NamedTuple):
    """A conflict between chats. beside: the other chats that are part of the conflict."""

    kind: ConflictKind
    chat: ChatAhead
    beside: tuple[ChatAhead, ...] = ()


@dataclass(frozen=True, slots=True)
class Conflict:
    """A conflict with its chat sessions and their wards, to be shown."""

    kind: ConflictKind
    chat_session: ChatSession
    beside: tuple[ChatSession, ...] = ()


def conflicts_in(wards: Collection[Ward]) -> list[Conflict]:
    """Find the conflicts of these wards like find_conflicts_in, to be shown."""
    return with_chat_sessions(find_conflicts_in(wards))


def find_conflicts_in(wards: Collection[Ward]) -> list[FoundConflict]:
    """The conflicts of the chats ahead in these wards, in the order of time; each under one of their own chats.

    A borough's wards share moderators: the other chat may be one of another ward. They are looked for once for each
    change of the calendar, of those who host and of those who screen.
    """
    own = {ward.pk for ward in wards}
    seen = [_seen_from(own, conflict) for conflict in _find_conflicts(conflict_facts_of(wards))]
    return sorted(filter(None, seen), key=lambda conflict: conflict.chat.starts_at)


def left_without_moderator(held: Appointment, wards: Collection[Ward]) -> list[ChatAhead]:
    """The chats ahead in these wards that nobody could screen any more without this moderator, in the order of time."""
    facts = conflict_facts_of(wards)
    term = ModeratorTerm(held.person_id, held.ward_id, held.borough_id, held.is_for_city, held.from_on, held.to_on)
    others = list(facts.moderators)
    if term in others:
        others.remove(term)  # once: the same person may have the same role twice
    dated = [chat for chat in facts.chats if not chat.waits]
    before, after = _moderators(dated, facts.moderators), _moderators(dated, others)
    return [chat for chat in dated if before[chat.pk] and not after[chat.pk]]


def with_chat_sessions(found: Collection[FoundConflict]) -> list[Conflict]:
    ids = {chat.pk for conflict in found for chat in (conflict.chat, *conflict.beside)}
    rows = ChatSession.objects.select_related("ward").in_bulk(ids)
    return [
        Conflict(conflict.kind, rows[conflict.chat.pk], tuple(rows[chat.pk] for chat in conflict.beside))
        for conflict in found
    ]


@lru_cache(maxsize=READINGS_KEPT)
def _find_conflicts(facts: ConflictFacts) -> tuple[FoundConflict, ...]:
    """The conflicts of these chats, one kind after the other, each in the order of time; from the facts alone."""
    dated = [chat for chat in facts.chats if not chat.waits]
    no_date = [FoundConflict(ConflictKind.NO_DATE, chat) for chat in facts.chats if chat.waits]
    moderators = _moderators(dated, facts.moderators)
    return (
        *no_date,
        *_without_people(dated, _hosted(dated, facts.hosts), moderators),
        *_too_few_moderators(dated, moderators),
        *_in_one_ward(dated),
        *_on_closed_days(dated, facts.closed),
    )


def _without_people(
    chats: Iterable[ChatAhead], hosted: Container[Any], moderators: Mapping[Any, set[int]]
) -> Iterator[FoundConflict]:
    for chat in chats:
        if chat.pk not in hosted:
            yield FoundConflict(ConflictKind.NO_HOST, chat)
        if not moderators[chat.pk]:
            yield FoundConflict(ConflictKind.NO_MODERATOR, chat)


def _too_few_moderators(chats: Iterable[ChatAhead], moderators: Mapping[Any, set[int]]) -> Iterator[FoundConflict]:
    """The chats at whose start there is not one moderator for each running chat, in the order of time.

    It matches by augmenting paths (Kuhn 1955), and keeps the matching from one start to the next.
    """
    running: list[ChatAhead] = []
    without: list[ChatAhead] = []
    desk_of: dict[int, ChatAhead] = {}
    for chat in chats:
        now = chat.starts_at
        running = [other for other in running if other.ends_at > now]
        desk_of = {moderator: other for moderator, other in desk_of.items() if other.ends_at > now}
        without = [other for other in (*without, chat) if other.ends_at > now and moderators[other.pk]]
        without = [other for other in without if not _match(other, desk_of, moderators, set())]
        if running and without and moderators[chat.pk]:
            yield FoundConflict(ConflictKind.TOO_FEW_MODERATORS, chat, tuple(running))
        running.append(chat)


def _match(chat: ChatAhead, desk_of: dict[int, ChatAhead], moderators: Mapping[Any, set[int]], tried: set[int]) -> bool:
    """Whether the chat has got a moderator; for that, other chats may have got another one."""
    for moderator in sorted(moderators[chat.pk] - tried):
        tried.add(moderator)
        if moderator not in desk_of or _match(desk_of[moderator], desk_of, moderators, tried):
            desk_of[moderator] = chat
            return True
    return False


def _in_one_ward(chats: Sequence[ChatAhead]) -> Iterator[FoundConflict]:
    by_id: dict[Hashable, ChatAhead] = {chat.pk: chat for chat in chats}
    future_chats = [FutureChat(chat.pk, chat.ward_number, chat.starts_at, chat.ends_at) for chat in chats]
    for overlap in scheduling.find_conflicts(future_chats):
        first, second = (by_id[each.key] for each in overlap.chats)
        yield FoundConflict(ConflictKind.SAME_WARD, second, (first,))


def _on_closed_days(chats: Sequence[ChatAhead], closed: Sequence[ClosedDays]) -> Iterator[FoundConflict]:
    for chat in chats:
        if any(each.ward_id in (None, chat.ward_id) and is_held_on(each, chat.day) for each in closed):
            yield FoundConflict(ConflictKind.CLOSED_DAY, chat)


def _hosted(chats: Sequence[ChatAhead], hosts: Iterable[HostTerm]) -> set[Any]:
    """The ids of the chats whose ward has a host on their day."""
    terms: defaultdict[int, list[HostTerm]] = defaultdict(list)
    for term in hosts:
        terms[term.ward_id].append(term)
    return {chat.pk for chat in chats if any(is_held_on(term, chat.day) for term in terms[chat.ward_id])}


def _moderators(chats: Sequence[ChatAhead], screening: Sequence[ModeratorTerm]) -> dict[Any, set[int]]:
    """Moderators by chat, the accounts that may screen in it: appointed on its day, and not disabled."""
    places = {chat.ward_id: chat.borough_id for chat in chats}
    there = {
        ward_id: [term for term in screening if covers_ward(term, ward_id, borough_id)]
        for ward_id, borough_id in places.items()
    }
    return {chat.pk: {term.person_id for term in there[chat.ward_id] if is_held_on(term, chat.day)} for chat in chats}


def _seen_from(own: Container[int], conflict: FoundConflict) -> FoundConflict | None:
    """The conflict as these wards see it; None if none of their chats is part of it."""
    parts = (conflict.chat, *conflict.beside)
    mine = next((chat for chat in parts if chat.ward_id in own), None)
    if mine is None:
        return None
    return FoundConflict(conflict.kind, mine, tuple(chat for chat in parts if chat != mine))
