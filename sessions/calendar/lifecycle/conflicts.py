"""What stands in the calendar and cannot be held as it stands, for the clerk to see in time."""

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
    """It waits for the clerk to choose."""
    NO_HOST = "no_host"
    """Nobody holds the ward's office on its day."""
    NO_MODERATOR = "no_moderator"
    """Nobody is appointed to screen it, or everybody's account is disabled."""
    TOO_FEW_MODERATORS = "too_few_moderators"
    """Others run at the same time, and there is not one moderator for each."""
    SAME_WARD = "same_ward"
    CLOSED_DAY = "closed_day"
    """It was put by hand on a day that is closed."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """beside: the others that are part of it."""

    kind: ConflictKind
    chat_session: ChatSession
    beside: tuple[ChatSession, ...] = ()


def conflicts_in(wards: Collection[Ward]) -> list[Conflict]:
    """Those of what lies ahead in these wards, in the order of time; each as one of these wards' own sees it.

    Moderators are shared in a borough: what runs beside may be a chat of another ward of it.
    """
    own = {ward.pk for ward in wards}
    boroughs = {ward.borough_id for ward in wards if ward.borough_id is not None}
    neighbours = Ward.objects.filter(Q(pk__in=own) | Q(borough__in=boroughs))
    found = [_seen_from(own, conflict) for conflict in _find_conflicts(_ahead_in(neighbours))]
    return sorted(filter(None, found), key=lambda conflict: conflict.chat_session.starts_at)


def _find_conflicts(ahead: Sequence[ChatSession]) -> Iterator[Conflict]:
    """Those of chat sessions in the order of time; one kind of conflict after the other."""
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
    """Those at whose start not everybody who runs can have a moderator of their own, in the order of time.

    A matching by augmenting paths (Kuhn 1955), which is kept from one start to the next.
    """
    running: list[ChatSession] = []
    without: list[ChatSession] = []
    desk_of: dict[int, ChatSession] = {}
    for chat_session in chat_sessions:
        now = chat_session.starts_at
        running = [other for other in running if other.ends_at > now]
        desk_of = {moderator: other for moderator, other in desk_of.items() if other.ends_at > now}
        without = [other for other in (*without, chat_session) if other.ends_at > now and moderators[other.pk]]
        without = [other for other in without if not _seat(other, desk_of, moderators, set())]
        if running and without and moderators[chat_session.pk]:
            yield Conflict(ConflictKind.TOO_FEW_MODERATORS, chat_session, tuple(running))
        running.append(chat_session)


def _seat(
    chat_session: ChatSession, desk_of: dict[int, ChatSession], moderators: Mapping[Any, set[int]], tried: set[int]
) -> bool:
    """Whether it has a moderator now; others may have got another one for that."""
    for moderator in sorted(moderators[chat_session.pk] - tried):
        tried.add(moderator)
        if moderator not in desk_of or _seat(desk_of[moderator], desk_of, moderators, tried):
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
    """Those whose ward has somebody who hosts it on the day."""
    terms: defaultdict[int, list[Office]] = defaultdict(list)
    wards = {chat_session.ward_id for chat_session in chat_sessions}
    for term in Office.objects.filter(ward__in=wards).exclude(kind=OfficeKind.VACANT):
        terms[term.ward_id].append(term)
    return {each.pk for each in chat_sessions if any(is_held_on(term, each.day) for term in terms[each.ward_id])}


def _moderators(chat_sessions: Sequence[ChatSession]) -> dict[Any, set[int]]:
    """The accounts that may screen in each: appointed on the day, and not disabled."""
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
    """None where it is no affair of these wards."""
    parts = (conflict.chat_session, *conflict.beside)
    mine = next((each for each in parts if each.ward_id in own), None)
    if mine is None:
        return None
    return replace(conflict, chat_session=mine, beside=tuple(each for each in parts if each != mine))
