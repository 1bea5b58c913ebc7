"""What stands in the calendar and cannot be held as it stands, for the clerk to see in time."""

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


def find_conflicts(chat_sessions: Iterable[ChatSession]) -> list[Conflict]:
    """The conflicts of chat sessions that lie ahead (with ward and schedule loaded), in the order of time."""
    ahead = sorted(chat_sessions, key=lambda chat_session: (chat_session.starts_at, chat_session.ward_id))
    dated = [chat_session for chat_session in ahead if not chat_session.waits]
    hosts, moderators = _hosts(dated), _moderators(dated)
    found = [Conflict(ConflictKind.NO_DATE, chat_session) for chat_session in ahead if chat_session.waits]
    for chat_session in dated:
        if chat_session.pk not in hosts:
            found.append(Conflict(ConflictKind.NO_HOST, chat_session))
        if not moderators[chat_session.pk]:
            found.append(Conflict(ConflictKind.NO_MODERATOR, chat_session))
    for chat_session in dated:
        beside = _at_its_start(chat_session, dated)
        if beside and moderators[chat_session.pk] and not _can_all_be_screened([*beside, chat_session], moderators):
            found.append(Conflict(ConflictKind.TOO_FEW_MODERATORS, chat_session, tuple(beside)))
    found += [*_in_one_ward(dated), *_on_closed_days(dated)]
    return sorted(found, key=lambda conflict: conflict.chat_session.starts_at)


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
    wards = {chat_session.ward_id for chat_session in chat_sessions}
    terms = list(Office.objects.filter(ward__in=wards).exclude(kind=OfficeKind.VACANT))
    return {
        chat_session.pk
        for chat_session in chat_sessions
        if any(term.ward_id == chat_session.ward_id and is_held_on(term, chat_session.day) for term in terms)
    }


def _moderators(chat_sessions: Sequence[ChatSession]) -> dict[Any, set[int]]:
    """The accounts that may screen in each: appointed on the day, and not disabled."""
    terms = list(Appointment.objects.filter(duty=Duty.MODERATOR, person__is_active=True))
    return {
        chat_session.pk: {
            term.person_id for term in terms if term.covers(chat_session.ward) and is_held_on(term, chat_session.day)
        }
        for chat_session in chat_sessions
    }


def _at_its_start(chat_session: ChatSession, others: Iterable[ChatSession]) -> list[ChatSession]:
    """Those that began before it (or at the same moment, and stand before it in the list) and still run then."""
    beside = []
    for other in others:
        if other.pk == chat_session.pk:
            break
        if other.ends_at > chat_session.starts_at:
            beside.append(other)
    return beside


def _can_all_be_screened(chat_sessions: Sequence[ChatSession], moderators: Mapping[Any, set[int]]) -> bool:
    """Whether each can have a moderator of its own: a matching by augmenting paths (Kuhn 1955)."""
    desk_of: dict[int, ChatSession] = {}

    def seat(chat_session: ChatSession, tried: set[int]) -> bool:
        for moderator in sorted(moderators[chat_session.pk] - tried):
            tried.add(moderator)
            if moderator not in desk_of or seat(desk_of[moderator], tried):
                desk_of[moderator] = chat_session
                return True
        return False

    return all(seat(chat_session, set()) for chat_session in chat_sessions if moderators[chat_session.pk])


def conflicts_in(wards: Collection[Ward]) -> list[Conflict]:
    """Those of what lies ahead in these wards, in the order of time; each as one of these wards' own sees it.

    Moderators are shared in a borough: what runs beside may be a chat of another ward of it.
    """
    own = {ward.pk for ward in wards}
    boroughs = {ward.borough_id for ward in wards if ward.borough_id is not None}
    neighbours = Ward.objects.filter(Q(pk__in=own) | Q(borough__in=boroughs))
    found = [_seen_from(own, conflict) for conflict in find_conflicts(ahead_in(neighbours))]
    return sorted(filter(None, found), key=lambda conflict: conflict.chat_session.starts_at)


def _seen_from(own: Container[int], conflict: Conflict) -> Conflict | None:
    """None where it is no affair of these wards."""
    parts = (conflict.chat_session, *conflict.beside)
    mine = next((each for each in parts if each.ward_id in own), None)
    if mine is None:
        return None
    return replace(conflict, chat_session=mine, beside=tuple(each for each in parts if each != mine))


def ahead_in(wards: Iterable[Ward]) -> list[ChatSession]:
    """The chat sessions ahead in these wards, as find_conflicts wants them."""
    rows = ChatSession.objects.ahead().filter(ward__in=wards, ends_at__gt=timezone.now())
    return list(rows.select_related("ward", "schedule"))
