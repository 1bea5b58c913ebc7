"""Decide the commands of one chat session in their order, and those that whole rooms send many at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from chatserver.database.pools import CUT_OFF
from chatserver.live.commands.operations import OPERATIONS, Result
from chatserver.live.commands.shared_operations import SHARED_OPERATIONS, Duplicate, GivenCommand
from chatserver.live.commands.submitted_commands import CommandDecision, CommandOutcome, SubmittedCommand
from chatserver.live.wire.protocol import Command
from moderation.desk.conflicts import require_no_conflict
from sessions.chats.questions.reply_retention import expect_late_replies
from sessions.city.people import access
from sessions.log.steps.locks import LockedChatSession, lock_chat_session
from sessions.models import Appointment
from sessions.platform.people import Person
from sessions.platform.refusals import Refused

type SentRef = tuple[int, int]
"""An account and the ref that it gave a command: with the same pair, a chat session does a command once.

The ref as a number: for each look-up by a UUID, Python calls a function.
"""


class ReplyRow(NamedTuple):
    """A row of StoredReply, by its columns: made for every command, and a model takes ten times as long to make."""

    person_id: int
    chat_session_id: UUID
    ref: UUID
    body_digest: bytes
    result: Result
    at: datetime

    @property
    def sent(self) -> SentRef:
        return self.person_id, self.ref.int


class _Entry(NamedTuple):
    """A command that is being decided: its position among all that came, its person, and its fields."""

    position: int
    person: Person
    command: Command


class ChatExecutor:
    """One chat session's commands, in the caller's transaction.

    appointments: of the people who give the commands; stored: the earlier replies; in_conflict: the people who had
    left a question of these commands to their colleagues before the first command. decisions, by index, and
    new_replies, the replies to store for repetitions, are complete once the last run is finished.
    """

    def __init__(
        self,
        chat_session: LockedChatSession,
        appointments: Mapping[int, Sequence[Appointment]],
        stored: dict[SentRef, ReplyRow],
        in_conflict: frozenset[int],
    ) -> None:
        self.decisions: dict[int, CommandDecision] = {}
        self.new_replies: list[ReplyRow] = []
        self._began_at = timezone.now()
        self._chat_session = chat_session
        self._is_outdated = False
        self._appointments = appointments
        self._stored = stored
        self._in_conflict: frozenset[int] | None = in_conflict
        self._run: dict[SentRef, _Entry] = {}

    def take(self, index: int, submitted: SubmittedCommand, person: Person) -> None:
        """Decide a command, or add it to the run of commands that are decided together."""
        entry = _Entry(index, person, submitted.command)
        sent = (person.id, submitted.command.ref.int)  # .pk makes Django look for the key's name, each time
        if sent in self._run:
            finish_runs([self])
        stored = self._stored.get(sent)
        if stored is not None:
            self.decisions[index] = _repeat(stored, submitted.command)
        elif (no := self._why_not(submitted, person)) is not None:
            self.decisions[index] = no
        elif submitted.text_refusal is not None:
            self.decisions[index] = submitted.text_refusal
        elif submitted.command.op in SHARED_OPERATIONS:
            self._run[sent] = entry
        else:
            finish_runs([self])
            self.settle(entry, self._decide_alone(submitted, person))

    def end_run(self) -> tuple[LockedChatSession, list[_Entry]]:
        """The commands of the run, to be decided together and settled now."""
        chat_session = self._read_chat_session() if self._run else self._chat_session
        entries = list(self._run.values())
        self._run.clear()
        return chat_session, entries

    def _read_chat_session(self) -> LockedChatSession:
        """The chat session as the previous commands left it; read again if one of them may have changed it."""
        if self._is_outdated:
            self._chat_session = lock_chat_session(self._chat_session.pk)
            self._is_outdated = False
        return self._chat_session

    def _why_not(self, submitted: SubmittedCommand, person: Person) -> Refused | None:
        """Say why not. Only a refusal needs the language: for a permitted command, the thread's is not switched."""
        duties = access.duties_in(self._chat_session, person, self._appointments.get(person.id, ()))
        asked = (person, duties, self._chat_session, submitted.command.op)
        if access.may_give(*asked, door=submitted.door, is_proven=submitted.is_proven):
            return None
        with translation.override(submitted.language):
            return access.why_not(*asked, door=submitted.door, is_proven=submitted.is_proven)

    def _decide_alone(self, submitted: SubmittedCommand, person: Person) -> Result | Exception:
        """Decide one command alone, in a savepoint, so that a failure of this command touches no other."""
        operation, chat_session = OPERATIONS[submitted.command.op], self._read_chat_session()
        may_conflict = self._in_conflict is None or person.id in self._in_conflict
        self._is_outdated, self._in_conflict = True, None  # this command may change both
        try:
            with translation.override(submitted.language), transaction.atomic():
                if may_conflict:
                    require_no_conflict(submitted.command.op, submitted.command.fields, person)
                return operation(chat_session, person, submitted.command.fields)
        except CUT_OFF:
            raise
        except Exception as error:  # noqa: BLE001 -- handed on: it is this command's answer
            return error

    def expect_replies(self) -> None:
        """Expect replies. If the chat session was over already, note before saving that there are new answers."""
        if self.new_replies:
            expect_late_replies(self._chat_session)

    def settle(self, entry: _Entry, decided: Result | Duplicate | Exception) -> None:
        """Note a new decision, and the reply to store for repetitions, if there is one."""
        if isinstance(decided, Exception):
            self.decisions[entry.position] = decided
            return
        is_duplicate = isinstance(decided, Duplicate)
        result = decided.result if isinstance(decided, Duplicate) else decided
        self.decisions[entry.position] = CommandOutcome(result, duplicate=is_duplicate)
        command = entry.command
        reply = ReplyRow(
            entry.person.id, self._chat_session.id, command.ref, command.body_digest, result, self._began_at
        )
        self._stored[reply.sent] = reply
        self.new_replies.append(reply)


def finish_runs(executors: Iterable[ChatExecutor]) -> None:
    """Decide the runs of these executors, op by op, with hardly more queries for many commands than for one.

    It needs no savepoint: a refused command has written nothing.
    """
    alike: defaultdict[str, list[tuple[ChatExecutor, _Entry]]] = defaultdict(list)
    asked: defaultdict[str, list[GivenCommand]] = defaultdict(list)
    for executor in executors:
        chat_session, entries = executor.end_run()
        for entry in entries:
            alike[entry.command.op].append((executor, entry))
            asked[entry.command.op].append((chat_session, entry.person, entry.command.fields))
    for op, waiting in alike.items():
        for (executor, entry), result in zip(waiting, SHARED_OPERATIONS[op](asked[op]), strict=True):
            executor.settle(entry, result)


def _repeat(stored: ReplyRow, command: Command) -> CommandDecision:
    if bytes(stored.body_digest) != command.body_digest:
        return Refused("conflict", _("This was sent before with different content. Please send it again."))
    return CommandOutcome(stored.result, duplicate=True)
