"""Admission to a chat session, and the commands that a person may give there, by the tables of permissions.py."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import DateTimeField, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from sessions.city.people.access_facts import AccessFacts, Caller, appointments_of, read_access_facts
from sessions.city.people.account_facts import AccountFacts
from sessions.city.people.bans import is_banned, wards_banned_from, why_banned
from sessions.city.people.consents import agreement, counting, has_agreed
from sessions.city.people.permissions import OPS_WITHOUT_CONSENT, PAGE_DUTIES, RESIDENT_OPS, STAFF_OPS, TAKING_PART_OPS
from sessions.log.steps.locks import no_such_chat
from sessions.models import Appointment, ChatSession, Duty, Office
from sessions.models.wards.office import is_held_on
from sessions.platform.database.in_array import InArray
from sessions.platform.database.prepared_query import Given, PreparedQuery
from sessions.platform.database.read_together import BoundQuery
from sessions.platform.people import Person
from sessions.platform.refusals import Refused
from sessions.platform.text.digits import digits

ROOM_DOOR, DESK_DOOR, ANY_DOOR = "room", "desk", "any"

NO_WARDS: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Admission:
    """What one person is and may do in one chat session, at this moment.

    own: the person's own questions (sessions.log.queries.own_question); backed: the ids of the questions that they
    back. called: the ids of the questions to which an official is called now; None for everybody else. reads_desk:
    whether they see what nobody has approved; an official, who only answers when called, needs the room's stream.
    """

    role: str
    may: tuple[str, ...]
    account_id: int | None
    public_id: UUID | None
    label: str
    own: list[dict[str, Any]]
    backed: list[str]
    reads_desk: bool = False
    called: list[str] | None = None


def admit(*, account_id: int | None, chat_session_id: UUID, door: str, is_proven: bool = False) -> Admission:
    """Let a person (None: a visitor) into the room or the desk, in at most six queries. Raises as admit_caller."""
    caller = Caller(find_person(account_id), chat_session_id, door, is_proven)
    return admit_caller(caller, read_access_facts([caller]))


def admit_caller(caller: Caller, facts: AccessFacts) -> Admission:
    """Let one of many callers in, from the facts that were read for all of them; no query.

    Raises Refused: not_found, sign_in (the desk needs a signed-in person), forbidden (the desk, without a duty there),
    second_factor (the desk, without proof), banned.
    """
    chat_session = facts.chat_sessions.get(caller.chat_session_id)
    if chat_session is None:
        raise no_such_chat()
    person = caller.person
    duties = [] if person is None else duties_in(chat_session, person, facts.held.get(person.pk, ()))
    if caller.door == DESK_DOOR:
        require_staff(person, duties, is_proven=caller.is_proven)
    if person is not None and not duties and is_banned(person, chat_session.ward_id):
        raise why_banned(person, chat_session.ward)
    own = caller.reads_own
    agreed = person is not None and has_agreed(person)
    may = ops_of(person, duties, chat_session, door=caller.door, agreed=agreed, is_proven=caller.is_proven)
    return Admission(
        role=duties[0] if duties else ("resident" if person else "visitor"),
        may=tuple(op for op in may if op not in TAKING_PART_OPS) if own in facts.spent else may,
        account_id=person.pk if person else None,
        public_id=person.public_id if person else None,
        label=person.public_label if person else "",
        own=facts.own.get(own, []) if own else [],
        backed=facts.backed.get(own, []) if own else [],
        called=facts.called.get((person.pk, chat_session.pk), []) if person and Duty.OFFICIAL in duties else None,
        reads_desk=caller.door == DESK_DOOR and any(duty in PAGE_DUTIES["desk"].duties for duty in duties),
    )


def require_desk_reader(admission: Admission) -> None:
    """Raises Refused forbidden for an official, who may enter the desk to answer, but not to read it."""
    if not admission.reads_desk:
        raise _no_desk()


def find_person(account_id: int | None) -> Person | None:
    """The account, if it may still act at all."""
    return find_people([] if account_id is None else [account_id]).get(account_id or 0)


def find_people(account_ids: Iterable[int]) -> dict[int, Person]:
    """Find the accounts that may still act at all, by their ids, in one query.

    The query reads their facts, too, so that admit_caller needs no query for any of them.
    """
    return query_people(account_ids).read()


def query_people(account_ids: Iterable[int]) -> BoundQuery[dict[int, Person]]:
    """The query of find_people."""
    return _people_query.bind(ids=set(account_ids), now=timezone.now(), versions=counting()).then(_note_facts)


def _note_facts(found: list[Any]) -> dict[int, Person]:
    for person in found:
        wards = frozenset(map(int, person.banned_from.split())) if person.banned_from else NO_WARDS
        person.facts = AccountFacts(wards, has_agreed=person.agrees)
    return {person.id: person for person in found}


def _make_people_query() -> QuerySet[Any, Any]:
    rows = get_user_model().objects.filter(InArray("pk", Given("ids")), is_active=True)
    banned_from = wards_banned_from(Given("now", DateTimeField()))
    return rows.annotate(banned_from=banned_from, agrees=agreement(Given("versions")))


_people_query = PreparedQuery(_make_people_query)


def duties_of(person: Person | None, chat_session: ChatSession) -> list[str]:
    """The person's duties in this chat session today: the one that runs the floor, moderator, clerk, official."""
    return [] if person is None else duties_of_people([person], chat_session)[person.pk]


def duties_of_people(people: Iterable[Person], chat_session: ChatSession) -> dict[int, list[str]]:
    """Many people's duties in this chat session today, by their accounts' ids, in one query."""
    by_id = {person.pk: person for person in people}
    held = appointments_of(by_id)
    return {
        account_id: duties_in(chat_session, person, held.get(account_id, ())) for account_id, person in by_id.items()
    }


def duties_in(chat_session: ChatSession, person: Person, held: Iterable[Appointment]) -> list[str]:
    """One person's duties in this chat session today, from their appointments."""
    appointed = {appointment.duty for appointment in held if appointment.covers(chat_session.ward)}
    return (["councillor"] if may_answer(person, chat_session) else []) + [
        duty for duty in STAFF_OPS if duty in appointed
    ]


def ops_of(
    person: Person | None,
    duties: list[str],
    chat_session: ChatSession,
    *,
    door: str,
    agreed: bool = False,
    is_proven: bool = False,
) -> tuple[str, ...]:
    """The commands that the person may give here; each is checked again when it comes.

    agreed: to the notice, before which nobody may ask; is_proven: a second factor, without which no duty counts.
    """
    ops: tuple[str, ...] = ()
    if door != DESK_DOOR and may_ask(person, duties, chat_session):
        ops += RESIDENT_OPS if agreed else OPS_WITHOUT_CONSENT
    if door != ROOM_DOOR and is_proven:
        for duty in duties:
            ops += tuple(op for op in STAFF_OPS[duty] if op not in ops)
    return ops


def may_ask(person: Person | None, duties: list[str], chat_session: ChatSession) -> bool:
    """Residents of the ward ask and back, unless they have a duty in this chat session or are banned from it."""
    if person is None or duties or person.ward_id != chat_session.ward_id:
        return False
    return not is_banned(person, chat_session.ward_id)


def may_answer(person: Person, chat_session: ChatSession) -> bool:
    """Whether the person holds the office that the chat session is bound to, while the term lasts."""
    office = chat_session.office
    return office is not None and office.holder_id == person.id and is_held_on(office, timezone.localdate())


def answering_role(person: Person, chat_session: ChatSession) -> str:
    """The role in which the person answers here: councillor, delegate or official. No query for the office's holder.

    Raises Refused forbidden for anybody else.
    """
    return _role_for("answer.give", person, chat_session)


def taking_role(person: Person, chat_session: ChatSession) -> str:
    """The role in which the person takes a question: councillor, delegate or moderator.

    Raises Refused forbidden for anybody else.
    """
    return _role_for("question.take", person, chat_session)


def owing_role(person: Person, chat_session: ChatSession) -> str:
    """The role in which the person says what became of a promise: councillor or delegate.

    Raises Refused forbidden for anybody else.
    """
    return _role_for("owed.answer", person, chat_session)


def _role_for(op: str, person: Person, chat_session: ChatSession) -> str:
    for duty in ("councillor",) if may_answer(person, chat_session) else duties_of(person, chat_session):
        if op in STAFF_OPS[duty]:
            return duty
    raise Refused("forbidden", _("You may not do this here."))


def duties_anywhere(person: Person) -> frozenset[str]:
    """What the person is in any ward today: each duty, and the kind of each office; one query."""
    today = timezone.localdate()
    held = Appointment.objects.held_on(today).filter(person=person).order_by().values_list("duty")
    offices = Office.objects.held_on(today).filter(holder=person).order_by().values_list("kind")
    return frozenset(word for (word,) in held.union(offices).order_by())


def require_staff(person: Person | None, duties: list[str], *, is_proven: bool) -> None:
    """Raises Refused sign_in, forbidden or second_factor unless the person has a duty here, and has proven it."""
    if person is None:
        raise Refused("sign_in", _("Please sign in first."))
    if not duties:
        raise _no_desk()
    if not is_proven:
        raise _unproven()


def may_give(
    person: Person, duties: list[str], chat_session: ChatSession, op: str, *, door: str, is_proven: bool = False
) -> bool:
    """Whether the person, whom find_people read, may give this command here now; no query."""
    return op in ops_of(person, duties, chat_session, door=door, agreed=has_agreed(person), is_proven=is_proven)


def why_not(
    person: Person,
    duties: list[str],
    chat_session: ChatSession,
    op: str,
    *,
    door: str,
    is_proven: bool = False,
) -> Refused | None:
    """The refusal, unless the person, whom find_people read, may give this command here now.

    No query, except for the reason of a ban. The codes: forbidden, consent (they have not agreed to the notice),
    second_factor, banned.
    """
    if may_give(person, duties, chat_session, op, door=door, is_proven=is_proven):
        return None
    if op in ops_of(person, duties, chat_session, door=door, is_proven=True):
        return _unproven()
    if op in ops_of(person, duties, chat_session, door=door, agreed=True):
        return Refused(
            "consent", _("Before your first question, please read how your question will be used, and agree.")
        )
    if not duties and is_banned(person, chat_session.ward_id):
        return why_banned(person, chat_session.ward)
    if op in RESIDENT_OPS and not duties and person.ward_id != chat_session.ward_id:
        message = _("Only residents of ward %(ward)s can do this here. You can read along.")
        return Refused("forbidden", message % {"ward": digits(chat_session.ward.number)})
    return Refused("forbidden", _("You may not do this here."))


def _no_desk() -> Refused:
    return Refused("forbidden", _("This page is for the people who run this chat."))


def _unproven() -> Refused:
    return Refused("second_factor", _("Please do the second step of your sign-in first."))
