"""Find the chats in the calendar that cannot be held as planned, so that the clerk sees them in time."""

from collections import defaultdict
from collections.abc import Collection, Container, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from django.db.models import Q
from django.utils import timezone

from sessions.calendar.rules import overlaps as scheduling
from sessions.calendar.rules.overlaps import Sitting
from sessions.models import Appointment, ChatSession, Closure, Duty, Office, OfficeKind, Ward
from sessions.models.wards.office import is_held_on


class ConflictKind(StrEnum):
    NO_DATE = "no_date"
    """It has no date; the clerk has to choose one."""
    NO_HOST = "no_host"
    """Nobody holds the ward's office on its day."""
    NO_MODERATOR = "no_moderator"
    """Nobody is appointed to screen it, or all their accounts are disabled."""
    TOO_FEW_MODERATORS = "too_few_moderators"
    """Other chats run at the same time, and there are fewer moderators than chats."""
    SAME_WARD = "same_ward"
    CLOSED_DAY = "closed_day"
    """A clerk put it on a closed day by hand."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """beside: the other chats that are part of the conflict."""

    kind: ConflictKind
    chat_session: ChatSession
    beside: tuple[ChatSession, ...] = ()


def conflicts_in(wards: Collection[Ward]) -> list[Conflict]:
    """The conflicts of the chats ahead in these wards, in the order of time; each under one of their own chats.

    A borough's wards share moderators: the other chat may be one of another ward.
    """
    own = {ward.pk for ward in wards}
    boroughs = {ward.borough_id for ward in wards if ward.borough_id is not None}
    neighbours = Ward.objects.filter(Q(pk__in=own) | Q(borough__in=boroughs))
    found = [_seen_from(own, conflict) for conflict in _find_conflicts(_ahead_in(neighbours))]
    return sorted(filter(None, found), key=lambda conflict: conflict.chat_session.starts_at)


def _find_conflicts(ahead: Sequence[ChatSession]) -> Iterator[Conflict]:
    """The conflicts of these chat sessions, which come in the order of time; one kind after the other."""
    dated = [chat_session for chat_session in ahead if not chat_session.waits]
    hosts, moderators = _hosts(dated), _moderators(dated)
    for chat_session in ahead:
        if chat_session.waits:
            yield Conflict(ConflictKind.NO_DATE, chat_session)
    for chat_session in dated:
        if chat_session.pk not in hosts:
            yield Conflict(ConflictKind.NO_HOST, chat_session)
        if not moderators[chat_session.pk]:
            yield Conflict(ConflictKind.NO_MODERATOR, chat_session)
    yield from _too_few_moderators(dated, moderators)
    yield from _in_one_ward(dated)
    yield from _on_closed_days(dated)


def _ahead_in(wards: Iterable[Ward]) -> list[ChatSession]:
    """The chat sessions ahead in these wards, in the order of time."""
    rows = ChatSession.objects.ahead().filter(ward__in=wards, ends_at__gt=timezone.now())
    return list(rows.select_related("ward").order_by("starts_at", "ward"))


def _too_few_moderators(chat_sessions: Iterable[ChatSession], moderators: Mapping[Any, set[int]]) -> Iterator[Conflict]:
    """The chats at whose start there is not one moderator for each running chat, in the order of time.

    It matches by augmenting paths (Kuhn 1955), and keeps the matching from one start to the next.
    """
    running: list[ChatSession] = []
    without: list[ChatSession] = []
    desk_of: dict[int, ChatSession] = {}
    for chat_session in chat_sessions:
        now = chat_session.starts_at
        running = [other for other in running if other.ends_at > now]
        desk_of = {moderator: other for moderator, other in desk_of.items() if other.ends_at > now}
        without = [other for other in (*without, chat_session) if other.ends_at > now and moderators[other.pk]]
        without = [other for other in without if not _match(other, desk_of, moderators, set())]
        if running and without and moderators[chat_session.pk]:
            yield Conflict(ConflictKind.TOO_FEW_MODERATORS, chat_session, tuple(running))
        running.append(chat_session)


def _match(
    chat_session: ChatSession, desk_of: dict[int, ChatSession], moderators: Mapping[Any, set[int]], tried: set[int]
) -> bool:
    """Whether the chat has got a moderator; for that, other chats may have got another one."""
    for moderator in sorted(moderators[chat_session.pk] - tried):
        tried.add(moderator)
        if moderator not in desk_of or _match(desk_of[moderator], desk_of, moderators, tried):
            desk_of[moderator] = chat_session
            return True
    return False


def _in_one_ward(chat_sessions: Sequence[ChatSession]) -> Iterator[Conflict]:
    by_id: dict[Hashable, ChatSession] = {chat_session.pk: chat_session for chat_session in chat_sessions}
    sittings = [Sitting(each.pk, each.ward.number, each.starts_at, each.ends_at) for each in chat_sessions]
    for overlap in scheduling.find_conflicts(sittings):
        first, second = (by_id[sitting.key] for sitting in overlap.sittings)
        yield Conflict(ConflictKind.SAME_WARD, second, (first,))


def _on_closed_days(chat_sessions: Sequence[ChatSession]) -> Iterator[Conflict]:
    closed = list(Closure.objects.closed())
    for chat_session in chat_sessions:
        if any(each.covers_in(chat_session.ward_id, chat_session.day) for each in closed):
            yield Conflict(ConflictKind.CLOSED_DAY, chat_session)


def _hosts(chat_sessions: Sequence[ChatSession]) -> set[Any]:
    """The ids of the chats whose ward has a host on their day."""
    terms: defaultdict[int, list[Office]] = defaultdict(list)
    wards = {chat_session.ward_id for chat_session in chat_sessions}
    for term in Office.objects.filter(ward__in=wards).exclude(kind=OfficeKind.VACANT):
        terms[term.ward_id].append(term)
    return {each.pk for each in chat_sessions if any(is_held_on(term, each.day) for term in terms[each.ward_id])}


def _moderators(chat_sessions: Sequence[ChatSession]) -> dict[Any, set[int]]:
    """By chat, the accounts that may screen in it: appointed on its day, and not disabled."""
    terms: defaultdict[int | None, list[Appointment]] = defaultdict(list)
    for term in Appointment.objects.filter(duty=Duty.MODERATOR, person__is_active=True):
        terms[term.ward_id].append(term)
    wards = {chat_session.ward_id: chat_session.ward for chat_session in chat_sessions}
    wider = {ward_id: [term for term in terms[None] if term.covers(ward)] for ward_id, ward in wards.items()}
    there = {ward_id: terms[ward_id] + wider[ward_id] for ward_id in wards}
    return {
        each.pk: {term.person_id for term in there[each.ward_id] if is_held_on(term, each.day)}
        for each in chat_sessions
    }


def _seen_from(own: Container[int], conflict: Conflict) -> Conflict | None:
    """The conflict as these wards see it; None if none of their chats is part of it."""
    parts = (conflict.chat_session, *conflict.beside)
    mine = next((each for each in parts if each.ward_id in own), None)
    if mine is None:
        return None
    return replace(conflict, chat_session=mine, beside=tuple(each for each in parts if each != mine))
