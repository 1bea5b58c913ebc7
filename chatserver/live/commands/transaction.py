"""Carry commands out: those that arrive together in one transaction, with one reading of what they share.

A reply is made once the commit has returned.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import translation
from msgspec import structs

from chatserver.database.pools import CUT_OFF, query_settings, was_cut
from chatserver.database.serving import may_acknowledge
from chatserver.live.commands.command_texts import clean_fields
from chatserver.live.commands.executor import ChatExecutor, ReplyRow, SentRef, finish_runs
from chatserver.live.commands.operations import ALSO_LOCKED, OPERATIONS
from chatserver.live.commands.read_operations import READ_OPERATIONS, answer_read
from chatserver.live.commands.replies import Reply, later, reply_to
from chatserver.live.commands.submitted_commands import CommandDecision, SubmittedCommand, callers_of, query_callers
from chatserver.monitoring.faults import log_fault
from chatserver.monitoring.outage.kinds import name_obstacle
from moderation.desk.conflicts import query_conflicts, questions_named
from sessions.city.people.access_facts import query_appointments
from sessions.log.steps.locks import locks_of_chat_sessions, no_such_chat
from sessions.models import StoredReply
from sessions.platform.database.in_array import InArray
from sessions.platform.database.insert_rows import insert_rows
from sessions.platform.database.prepared_query import Given, PreparedQuery
from sessions.platform.database.read_together import BoundQuery, read_together
from sessions.platform.refusals import Refused

logger = logging.getLogger(__name__)

type StoredReplies = defaultdict[UUID, dict[SentRef, ReplyRow]]
"""Stored replies by chat session, and by the account and ref of their commands."""


def carry_out_together(commands: list[SubmittedCommand]) -> list[Reply]:
    """Decide commands in one transaction, those of each chat session in their order.

    Returns after the commit. If the database fails, nothing was saved (or everything, if only the answer to the commit
    was lost): each sender is told to try again, and the ref ensures that the command is done once in either case. If
    only this thread's connection had been cut, as by a restart of the database, this function tries again itself. If
    the database's file has been taken away or replaced, nobody can reach what was saved: each sender is told to try
    again, too.

    The texts are cleaned before the transaction begins, so that no lock is held while a long text is cleaned.
    """
    return [reply for reply in _carry_out_all(commands, skips_locked=False) if reply is not None]


def carry_out_unlocked(commands: list[SubmittedCommand]) -> list[Reply | None]:
    """Decide commands like carry_out_together, but skip the chat sessions that another transaction has locked.

    Answers None for each of their commands. A transaction that waited for one of many chat sessions would hold the
    others meanwhile, and with two processes that write for the same rooms, nearly every one would wait.
    """
    return _carry_out_all(commands, skips_locked=True)


def _carry_out_all(commands: list[SubmittedCommand], *, skips_locked: bool) -> list[Reply | None]:
    saving = [submitted for submitted in commands if submitted.command.op not in READ_OPERATIONS]
    replies = iter(_carry_out(_clean_all(saving), skips_locked=skips_locked) if saving else [])
    return [
        answer_read(submitted) if submitted.command.op in READ_OPERATIONS else next(replies) for submitted in commands
    ]


def _clean_all(commands: Sequence[SubmittedCommand]) -> list[SubmittedCommand]:
    """Each with cleaned words. Switching the thread's language costs as much as cleaning a text: once per language."""
    alike: defaultdict[str, list[int]] = defaultdict(list)
    for index, submitted in enumerate(commands):
        alike[submitted.language].append(index)
    cleaned = list(commands)
    for language, indexes in alike.items():
        with translation.override(language):
            for index in indexes:
                cleaned[index] = _clean(commands[index])
    return cleaned


def _clean(submitted: SubmittedCommand) -> SubmittedCommand:
    """Clean the command: with cleaned words, or with what is wrong with them.

    The thread's language has to be the sender's.
    """
    try:
        fields = clean_fields(submitted.command.op, submitted.command.fields)
    except Refused as no:
        return structs.replace(submitted, text_refusal=no)
    if fields is submitted.command.fields:
        return submitted
    return structs.replace(submitted, command=structs.replace(submitted.command, fields=fields))


def _carry_out(commands: list[SubmittedCommand], *, skips_locked: bool) -> list[Reply | None]:
    if not may_acknowledge():
        return [later("busy", submitted, because="database_away") for submitted in commands]
    before = connection.connection
    try:
        with transaction.atomic():
            decisions = decide_together(commands, query_settings(), skips_locked=skips_locked)
    except CUT_OFF as error:
        log_fault(logger, f"The database refused {len(commands)} commands.", error)
        may_try_again = was_cut(before)
        connection.close_if_unusable_or_obsolete()
        if may_try_again:
            return _carry_out(commands, skips_locked=skips_locked)
        because = name_obstacle(error)
        return [later("busy", submitted, because=because) for submitted in commands]
    except Exception as error:  # noqa: BLE001 -- after any error, every command gets an answer
        return _find_faults(commands, error)
    if not may_acknowledge():
        return [later("busy", submitted, because="database_away") for submitted in commands]
    return [
        None if decision is None else reply_to(submitted, decision)
        for submitted, decision in zip(commands, decisions, strict=True)
    ]


def _find_faults(commands: list[SubmittedCommand], error: Exception) -> list[Reply | None]:
    """One of them makes all fail: the others are carried out.

    No locked chat session is skipped here: it could be free again for the second half, whose commands would be decided
    before those of the first.
    """
    if len(commands) == 1:
        return [reply_to(commands[0], error)]
    halves = commands[: len(commands) // 2], commands[len(commands) // 2 :]
    return [reply for half in halves for reply in _carry_out(half, skips_locked=False)]


def decide_together(
    commands: Sequence[SubmittedCommand], before: Sequence[BoundQuery[None]] = (), *, skips_locked: bool = False
) -> list[CommandDecision | None]:
    """Decide commands, those of each chat session in their order, in the caller's transaction; the caller commits it.

    The same person's same ref with the same body gets the stored answer; for a new command the permission is checked
    first. before: what has to be executed before the locks. skips_locked: answer None for the commands of a chat
    session if another transaction has locked it, or a second one that they need. Raises errors that say nothing about
    a single command: OperationalError, InterfaceError, and any fault of a write for many at once. Then the transaction
    has to be rolled back.
    """
    # The locks come first: nothing that is read after them can change. Their order is fixed, so that transactions do
    # not wait for each other. A person who is not signed in is refused in any case, and makes nobody wait.
    needed = _chats_needed(submitted for submitted in commands if submitted.account_id is not None)
    *_done, locked, ended, people, appointments, stored, in_conflict = read_together(
        *before,
        locks_of_chat_sessions(set[UUID]().union(*needed.values()), skips_locked=skips_locked),
        *query_callers(commands),
        query_appointments(submitted.account_id for submitted in commands if submitted.account_id is not None),
        _query_replies(commands),
        query_conflicts(_questions_named(commands)),
    )
    skipped = {pk for pk, chats in needed.items() if not locked.keys() >= chats} if skips_locked else set[UUID]()
    executors = {
        pk: ChatExecutor(locked[pk], appointments, stored[pk], in_conflict)
        for pk in needed
        if pk in locked and pk not in skipped
    }
    decisions: dict[int, CommandDecision | None] = {}
    for index, (submitted, caller) in enumerate(zip(commands, callers_of(commands, ended, people), strict=True)):
        if isinstance(caller, Refused):
            decisions[index] = caller
        elif (executor := executors.get(submitted.chat_session_id)) is not None:
            executor.take(index, submitted, caller)
        else:
            decisions[index] = None if submitted.chat_session_id in skipped else no_such_chat()
    finish_runs(executors.values())
    for executor in executors.values():
        executor.expect_replies()
        decisions |= executor.decisions
    replies = [reply for executor in executors.values() for reply in executor.new_replies]
    insert_rows(StoredReply, ReplyRow._fields, replies)
    return [decisions[index] for index in range(len(commands))]


def _chats_needed(commands: Iterable[SubmittedCommand]) -> dict[UUID, set[UUID]]:
    """Find the chats needed, by the chats that these commands are for: those that they need locked.

    No query for most commands.
    """
    needed: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for submitted in commands:
        needed[submitted.chat_session_id].add(submitted.chat_session_id)
        if submitted.command.op in ALSO_LOCKED:
            needed[submitted.chat_session_id].update(
                ALSO_LOCKED[submitted.command.op](submitted.chat_session_id, submitted.command.fields)
            )
    return needed


def _questions_named(commands: Iterable[SubmittedCommand]) -> Iterator[UUID]:
    for submitted in commands:
        if submitted.command.op in OPERATIONS:
            yield from questions_named(submitted.command.op, submitted.command.fields)


def _query_replies(commands: Sequence[SubmittedCommand]) -> BoundQuery[StoredReplies]:
    """The stored answers to commands with these refs."""
    return _replies_query.bind(refs={submitted.command.ref for submitted in commands}).then(_by_chat_session)


def _by_chat_session(rows: Iterable[tuple[Any, ...]]) -> StoredReplies:
    found: StoredReplies = defaultdict(dict)
    for reply in map(ReplyRow._make, rows):
        found[reply.chat_session_id][reply.sent] = reply
    return found


_replies_query = PreparedQuery(
    lambda: StoredReply.objects.filter(InArray("ref", Given("refs"))).values_list(*ReplyRow._fields)
)
