"""Decide the commands that arrived together: read once what they share, and write at once what is alike."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from chatserver.live.identity import ended_sessions
from chatserver.live.protocol import Command
from chatserver.live.wording import REFUSALS
from chatserver.operations import OPERATIONS, SHARED_OPERATIONS, Result
from sessions import admission
from sessions.models import StoredReply
from sessions.people import Person
from sessions.refusals import Refused
from sessions.steps import LockedChatSession, lock_chat_session

if TYPE_CHECKING:
    from chatserver.live.commands import Order


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an ack says: the result, and whether the command had been carried out before."""

    result: Result
    duplicate: bool


type Decision = Outcome | Exception
"""Refused, or whatever else a command failed with; either has left nothing behind."""


def decide_together(chat_session_id: UUID, orders: Sequence["Order"]) -> list[Decision]:
    """Decide orders of one chat session in their order, in the caller's transaction, which is to be committed.

    The same person's same ref with the same body gets the stored answer; anything new is asked at the door first.
    Raises what says nothing about a single command: OperationalError, InterfaceError, and any fault of what is
    written for many at once. Then nothing may be kept.
    """
    try:
        chat_session = lock_chat_session(chat_session_id)  # first, for all that is read then may not change
    except Refused as no:
        return [caller if isinstance(caller, Refused) else no for caller in _find_callers(orders)]
    return _Batch(chat_session, orders).decide()


class _Member(NamedTuple):
    """One order that is to be decided with others like it: its place among all, who gave it, and what it says."""

    place: int
    person: Person
    command: Command


class _Batch:
    def __init__(self, chat_session: LockedChatSession, orders: Sequence["Order"]) -> None:
        self._chat_session = chat_session
        self._is_outdated = False
        self._orders = orders
        self._callers = _find_callers(orders)
        people = {caller.pk: caller for caller in self._callers if not isinstance(caller, Refused)}
        self._duties = admission.duties_of_people(people.values(), chat_session)
        refs = {order.command.ref for order in orders}
        replies = StoredReply.objects.filter(ref__in=refs, chat_session=chat_session)
        self._stored = {(reply.person_id, reply.ref): reply for reply in replies}
        self._new_replies: list[StoredReply] = []
        self._decisions: dict[int, Decision] = {}
        self._run: dict[tuple[int, UUID], _Member] = {}

    def decide(self) -> list[Decision]:
        for place, (order, caller) in enumerate(zip(self._orders, self._callers, strict=True)):
            if isinstance(caller, Refused):
                self._decisions[place] = caller
            else:
                self._take(order, _Member(place, caller, order.command))
        self._finish_run()
        StoredReply.objects.bulk_create(self._new_replies)
        return [self._decisions[place] for place in range(len(self._orders))]

    def _take(self, order: "Order", member: _Member) -> None:
        """Decide an order, or let it wait for more of its kind."""
        key = (member.person.pk, member.command.ref)
        if key in self._run:
            self._finish_run()
        stored = self._stored.get(key)
        if stored is not None:
            self._decisions[member.place] = _repeat(stored, member.command)
        elif (no := self._why_not(order, member.person)) is not None:
            self._decisions[member.place] = no
        elif member.command.op in SHARED_OPERATIONS:
            self._run[key] = member
        else:
            self._finish_run()
            self._settle(member, self._decide_alone(order, member))

    def _why_not(self, order: "Order", person: Person) -> Refused | None:
        op, duties = order.command.op, self._duties[person.pk]
        if op in admission.ops_of(person, duties, self._chat_session, door=order.door):
            return None
        try:
            with translation.override(order.language):
                admission.require_may(person, self._chat_session, op, door=order.door)
        except Refused as no:
            return no
        return None

    def _decide_alone(self, order: "Order", member: _Member) -> Result | Exception:
        """In a savepoint, so that whatever this command fails with touches no other."""
        self._is_outdated = True
        operation = OPERATIONS[member.command.op]
        try:
            with translation.override(order.language), transaction.atomic():
                return operation(self._chat_session, member.person, member.command.fields)
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:  # noqa: BLE001 -- handed on: it is this command's answer
            return error

    def _finish_run(self) -> None:
        """Decide those that wait, op by op. They need no savepoint: what is refused has written nothing."""
        if self._run and self._is_outdated:
            self._chat_session = lock_chat_session(self._chat_session.pk)
            self._is_outdated = False
        alike: defaultdict[str, list[_Member]] = defaultdict(list)
        for member in self._run.values():
            alike[member.command.op].append(member)
        self._run.clear()
        for op, members in alike.items():
            asked = [(member.person, member.command.fields) for member in members]
            results = SHARED_OPERATIONS[op](self._chat_session, asked)
            for member, result in zip(members, results, strict=True):
                self._settle(member, result)

    def _settle(self, member: _Member, result: Result | Exception) -> None:
        """Note a new decision, and the answer for a repetition where there is one to keep."""
        if isinstance(result, Exception):
            self._decisions[member.place] = result
            return
        self._decisions[member.place] = Outcome(result, duplicate=False)
        reply = StoredReply(
            person=member.person,
            chat_session=self._chat_session,
            ref=member.command.ref,
            body_digest=member.command.body_digest,
            result=result,
            at=timezone.now(),
        )
        self._stored[member.person.pk, member.command.ref] = reply
        self._new_replies.append(reply)


def _find_callers(orders: Sequence["Order"]) -> list[Person | Refused]:
    """Who gives each order, or that they have to sign in."""
    ended = ended_sessions({order.session_key for order in orders if order.session_key is not None})
    people = admission.find_people(order.account_id for order in orders if order.account_id is not None)
    return [_caller(order, people.get(order.account_id or 0), is_over=order.session_key in ended) for order in orders]


def _caller(order: "Order", person: Person | None, *, is_over: bool) -> Person | Refused:
    if is_over:
        return Refused("sign_in", REFUSALS["sign_in"])
    return person if person is not None else Refused("sign_in", _("Please sign in first."))


def _repeat(stored: StoredReply, command: Command) -> Decision:
    if bytes(stored.body_digest) != command.body_digest:
        return Refused("conflict", _("This was sent before with other content. Please send it again."))
    return Outcome(stored.result, duplicate=True)
