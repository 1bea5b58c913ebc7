"""Read the facts that decide who is admitted, in as many queries for a hundred callers as for one."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import DateField
from django.utils import timezone

from sessions.city.wards.ward_change import acted_elsewhere
from sessions.log.queries import PersonIn, backed_by, calls_of, own_questions_of
from sessions.models import Appointment, ChatSession, Duty
from sessions.platform.database.in_array import InArray
from sessions.platform.database.prepared_query import Given, PreparedQuery
from sessions.platform.database.read_together import BoundQuery
from sessions.platform.people import Person


@dataclass(frozen=True, slots=True)
class Caller:
    """A person (None: a visitor) who enters the room or the desk of one chat session.

    is_proven: whether a second factor was proven in this cookie session; without it no duty counts.
    """

    person: Person | None
    chat_session_id: UUID
    door: str
    is_proven: bool = False

    @property
    def reads_own(self) -> PersonIn | None:
        """The key of the own questions to send to this caller; None at the desk, which shows all, and for visitors."""
        if self.person is None or self.door == "desk":
            return None
        return self.person.pk, self.chat_session_id


@dataclass(frozen=True, slots=True)
class AccessFacts:
    """What the rules about access need to know.

    held: appointments by account; own and backed: by account and chat session, and sent to that account only.

    called: the questions to which officials are called; also by account and chat session. spent: the callers who
    took part this month in their former ward. The people themselves were read together with their consent and their
    bans.
    """

    chat_sessions: Mapping[UUID, ChatSession]
    held: Mapping[int, Sequence[Appointment]]
    spent: Collection[PersonIn]
    own: Mapping[PersonIn, list[dict[str, Any]]]
    backed: Mapping[PersonIn, list[str]]
    called: Mapping[PersonIn, list[str]]


def read_access_facts(callers: Sequence[Caller]) -> AccessFacts:
    """Read all facts that decide about these callers, in at most four queries; unneeded ones are left out.

    There is a fifth query if one of them has moved, and another if one is an official. The people come from
    sessions.city.people.access.find_people.
    """
    wanted = {caller.chat_session_id for caller in callers}
    readers = {pair for caller in callers if (pair := caller.reads_own) is not None}
    chat_sessions = {row.pk: row for row in _chat_sessions_query.rows(ids=wanted)}
    held = appointments_of({caller.person.pk for caller in callers if caller.person is not None})
    return AccessFacts(
        chat_sessions=chat_sessions,
        held=held,
        spent=acted_elsewhere(
            (caller.person, chat_sessions[caller.chat_session_id])
            for caller in callers
            if caller.person is not None and caller.reads_own and caller.chat_session_id in chat_sessions
        ),
        own=own_questions_of(readers),
        backed=backed_by(readers),
        called=calls_of(_officials_among(callers, held)),
    )


def _officials_among(callers: Sequence[Caller], held: Mapping[int, Sequence[Appointment]]) -> set[PersonIn]:
    """The officials, who alone may be called, and their chat sessions; others cost no query."""
    officials = {account for account, duties in held.items() if any(each.duty == Duty.OFFICIAL for each in duties)}
    return {(each.person.pk, each.chat_session_id) for each in callers if each.person and each.person.pk in officials}


def appointments_of(account_ids: Iterable[int]) -> dict[int, list[Appointment]]:
    """The appointments that these accounts hold today, in any place, in one query."""
    return query_appointments(account_ids).read()


def query_appointments(account_ids: Iterable[int]) -> BoundQuery[dict[int, list[Appointment]]]:
    """The query of appointments_of."""
    return _appointments_query.bind(ids=set(account_ids), today=timezone.localdate()).then(_by_person)


def _by_person(appointments: Iterable[Appointment]) -> dict[int, list[Appointment]]:
    held: defaultdict[int, list[Appointment]] = defaultdict(list)
    for appointment in appointments:
        held[appointment.person_id].append(appointment)
    return dict(held)


_appointments_query = PreparedQuery(
    lambda: Appointment.objects.held_on(Given("today", DateField())).filter(InArray("person", Given("ids")))
)
_chat_sessions_query = PreparedQuery(
    lambda: ChatSession.objects.select_related("ward", "office").filter(InArray("pk", Given("ids"))).order_by()
)
