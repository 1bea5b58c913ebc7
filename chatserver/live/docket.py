"""Decide the commands of one chat session in their order, and at once those that whole rooms send."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from chatserver.live.pools import CUT_OFF
from chatserver.live.protocol import Command
from chatserver.operations import OPERATIONS, SHARED_OPERATIONS, Result
from sessions import admission
from sessions.models import Appointment, StoredReply
from sessions.people import Person
from sessions.refusals import Refused
from sessions.steps import LockedChatSession, lock_chat_session

if TYPE_CHECKING:
    from chatserver.live.commands import Order

type Sent = tuple[int, UUID]
"""An account and the ref that it gave a command: by them, the command is done once in a chat session."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an ack says: the result, and whether the command had been carried out before."""

    result: Result
    duplicate: bool


type Decision = Outcome | Exception
"""Refused, or whatever else a command failed with; either has left nothing behind."""


class _Entry(NamedTuple):
    """A command that is being decided: its place among all that came, who gave it, and what it says."""

    place: int
    person: Person
    command: Command


class Docket:
    """One chat session's commands, in the caller's transaction.

    held: the appointments of those who give them; agreed: who of those that ask may, by the notice; stored: what they
    were answered before. new_replies, the answers to keep for repetitions, are complete after finish(), and are the
    caller's to save.
    """

    def __init__(
        self,
        chat_session: LockedChatSession,
        held: Mapping[int, Sequence[Appointment]],
        agreed: AbstractSet[int],
        stored: dict[Sent, StoredReply],
    ) -> None:
        self.new_replies: list[StoredReply] = []
        self._chat_session = chat_session
        self._is_outdated = False
        self._held = held
        self._agreed = agreed
        self._stored = stored
        self._decisions: dict[int, Decision] = {}
        self._run: dict[Sent, _Entry] = {}

    def take(self, place: int, order: "Order", person: Person) -> None:
        """Decide an order, or let it wait for more of its kind."""
        entry = _Entry(place, person, order.command)
        sent = (person.pk, order.command.ref)
        if sent in self._run:
            self._finish_run()
        stored = self._stored.get(sent)
        if stored is not None:
            self._decisions[place] = _repeat(stored, order.command)
        elif (no := self._why_not(order, person)) is not None:
            self._decisions[place] = no
        elif order.command.op in SHARED_OPERATIONS:
            self._run[sent] = entry
        else:
            self._finish_run()
            self._settle(entry, self._decide_alone(order, person))

    def finish(self) -> dict[int, Decision]:
        """What became of each, by its place."""
        self._finish_run()
        return self._decisions

    def _why_not(self, order: "Order", person: Person) -> Refused | None:
        duties = admission.duties_in(self._chat_session, person, self._held.get(person.pk, ()))
        with translation.override(order.language):
            return admission.why_not(
                person,
                duties,
                self._chat_session,
                order.command.op,
                door=order.door,
                agreed=person.pk in self._agreed,
                is_proven=order.is_proven,
            )

    def _decide_alone(self, order: "Order", person: Person) -> Result | Exception:
        """In a savepoint, so that whatever this command fails with touches no other."""
        self._is_outdated = True
        operation = OPERATIONS[order.command.op]
        try:
            with translation.override(order.language), transaction.atomic():
                return operation(self._chat_session, person, order.command.fields)
        except CUT_OFF:
            raise
        except Exception as error:  # noqa: BLE001 -- handed on: it is this command's answer
            return error

    def _finish_run(self) -> None:
        """Decide those that wait, op by op. They need no savepoint: what is refused has written nothing."""
        if self._run and self._is_outdated:
            self._chat_session = lock_chat_session(self._chat_session.pk)
            self._is_outdated = False
        alike: defaultdict[str, list[_Entry]] = defaultdict(list)
        for entry in self._run.values():
            alike[entry.command.op].append(entry)
        self._run.clear()
        for op, entries in alike.items():
            asked = [(entry.person, entry.command.fields) for entry in entries]
            results = SHARED_OPERATIONS[op](self._chat_session, asked)
            for entry, result in zip(entries, results, strict=True):
                self._settle(entry, result)

    def _settle(self, entry: _Entry, result: Result | Exception) -> None:
        """Note a new decision, and the answer for a repetition where there is one to keep."""
        if isinstance(result, Exception):
            self._decisions[entry.place] = result
            return
        self._decisions[entry.place] = Outcome(result, duplicate=False)
        reply = StoredReply(
            person=entry.person,
            chat_session=self._chat_session,
            ref=entry.command.ref,
            body_digest=entry.command.body_digest,
            result=result,
            at=timezone.now(),
        )
        self._stored[entry.person.pk, entry.command.ref] = reply
        self.new_replies.append(reply)


def _repeat(stored: StoredReply, command: Command) -> Decision:
    if bytes(stored.body_digest) != command.body_digest:
        return Refused("conflict", _("This was sent before with other content. Please send it again."))
    return Outcome(stored.result, duplicate=True)
