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
from chatserver.faults import log_fault
from chatserver.live.commands.command_texts import clean_fields
from chatserver.live.commands.executor import ChatExecutor, ReplyRow, SentRef, finish_runs
from chatserver.live.commands.operations import LOCKED_BESIDE, OPERATIONS
from chatserver.live.commands.orders import CommandDecision, Order, callers_of, query_callers
from chatserver.live.commands.reading import READING, read_for
from chatserver.live.commands.replies import Reply, later, reply_to
from moderation.desk.conflicts import query_conflicts, questions_named
from sessions.database.in_array import InArray
from sessions.database.insert_rows import insert_rows
from sessions.database.prepared_query import Given, PreparedQuery
from sessions.database.read_together import BoundQuery, read_together
from sessions.models import StoredReply
from sessions.permissions.access_facts import query_appointments
from sessions.refusals import Refused
from sessions.state_machine.locks import locks_of_chat_sessions, no_such_chat

logger = logging.getLogger(__name__)

type StoredReplies = defaultdict[UUID, dict[SentRef, ReplyRow]]
"""By chat session."""


def carry_out_together(orders: list[Order]) -> list[Reply]:
    """Decide orders in one transaction, those of each chat session in their order.

    Returns after the commit. If the database fails, nothing was saved (or everything, if only the answer to the commit
    was lost): each sender is told to try again, and the ref ensures that the command is done once in either case. If
    only this thread's connection had been cut, as by a restart of the database, this function tries again itself. If
    the database's file has been taken away or replaced, nobody can reach what was saved: each sender is told to try
    again, too.

    People's words are cleaned before the transaction begins: nothing waits for a text that takes long.
    """
    return [reply for reply in _carry_out_all(orders, leaves_held=False) if reply is not None]


def carry_out_free(orders: list[Order]) -> list[Reply | None]:
    """As carry_out_together, but for the chat sessions that another transaction holds: nothing is done in those.

    Answers None for each of their orders. A transaction that waited for one of many chat sessions would hold the
    others meanwhile, and with two processes that write for the same rooms, nearly every one would wait.
    """
    return _carry_out_all(orders, leaves_held=True)


def _carry_out_all(orders: list[Order], *, leaves_held: bool) -> list[Reply | None]:
    saving = [order for order in orders if order.command.op not in READING]
    replies = iter(_carry_out(_clean_all(saving), leaves_held=leaves_held) if saving else [])
    return [read_for(order) if order.command.op in READING else next(replies) for order in orders]


def _clean_all(orders: Sequence[Order]) -> list[Order]:
    """Each with cleaned words. To make a language the thread's costs as much as to clean a text: once for each."""
    alike: defaultdict[str, list[int]] = defaultdict(list)
    for place, order in enumerate(orders):
        alike[order.language].append(place)
    cleaned = list(orders)
    for language, places in alike.items():
        with translation.override(language):
            for place in places:
                cleaned[place] = _clean(orders[place])
    return cleaned


def _clean(order: Order) -> Order:
    """With cleaned words, or with what is wrong with them, in the sender's language, which is the thread's."""
    try:
        fields = clean_fields(order.command.op, order.command.fields)
    except Refused as no:
        return structs.replace(order, unfit=no)
    if fields is order.command.fields:
        return order
    return structs.replace(order, command=structs.replace(order.command, fields=fields))


def _carry_out(orders: list[Order], *, leaves_held: bool) -> list[Reply | None]:
    if not may_acknowledge():
        return [later("busy", order) for order in orders]
    before = connection.connection
    try:
        with transaction.atomic():
            decisions = decide_together(orders, query_settings(), leaves_held=leaves_held)
    except CUT_OFF as error:
        log_fault(logger, f"The database refused {len(orders)} commands.", error)
        may_try_again = was_cut(before)
        connection.close_if_unusable_or_obsolete()
        if may_try_again:
            return _carry_out(orders, leaves_held=leaves_held)
        return [later("busy", order) for order in orders]
    except Exception as error:  # noqa: BLE001 -- after any error, every command gets an answer
        return _find_faults(orders, error)
    if not may_acknowledge():
        return [later("busy", order) for order in orders]
    return [
        None if decision is None else reply_to(order, decision)
        for order, decision in zip(orders, decisions, strict=True)
    ]


def _find_faults(orders: list[Order], error: Exception) -> list[Reply | None]:
    """One of them makes all fail: the others are carried out.

    No held room is left here: it could be free again for the second half, whose commands would go before the first's.
    """
    if len(orders) == 1:
        return [reply_to(orders[0], error)]
    halves = orders[: len(orders) // 2], orders[len(orders) // 2 :]
    return [reply for half in halves for reply in _carry_out(half, leaves_held=False)]


def decide_together(
    orders: Sequence[Order], before: Sequence[BoundQuery[None]] = (), *, leaves_held: bool = False
) -> list[CommandDecision | None]:
    """Decide orders, those of each chat session in their order, in the caller's transaction, which has to be committed.

    The same person's same ref with the same body gets the stored answer; for a new command the permission is checked
    first. before: what has to be executed before the locks. leaves_held: None for the orders of a chat session that
    another transaction holds, or one that they need besides. Raises errors that say nothing about a single command:
    OperationalError, InterfaceError, and any fault of a write for many at once. Then the transaction has to be rolled
    back.
    """
    # The locks come first: nothing that is read after them can change. Their order is fixed, so that transactions do
    # not wait for each other. A person who is not signed in is refused in any case, and makes nobody wait.
    needed = _chats_needed(order for order in orders if order.account_id is not None)
    *_done, locked, ended, people, held, stored, in_conflict = read_together(
        *before,
        locks_of_chat_sessions(set[UUID]().union(*needed.values()), skips_locked=leaves_held),
        *query_callers(orders),
        query_appointments(order.account_id for order in orders if order.account_id is not None),
        _query_replies(orders),
        query_conflicts(_questions_named(orders)),
    )
    left = {pk for pk, chats in needed.items() if not locked.keys() >= chats} if leaves_held else set[UUID]()
    executors = {
        pk: ChatExecutor(locked[pk], held, stored[pk], in_conflict) for pk in needed if pk in locked and pk not in left
    }
    decisions: dict[int, CommandDecision | None] = {}
    for place, (order, caller) in enumerate(zip(orders, callers_of(orders, ended, people), strict=True)):
        if isinstance(caller, Refused):
            decisions[place] = caller
        elif (executor := executors.get(order.chat_session_id)) is not None:
            executor.take(place, order, caller)
        else:
            decisions[place] = None if order.chat_session_id in left else no_such_chat()
    finish_runs(executors.values())
    for executor in executors.values():
        executor.expect_replies()
        decisions |= executor.decisions
    replies = [reply for executor in executors.values() for reply in executor.new_replies]
    insert_rows(StoredReply, ReplyRow._fields, replies)
    return [decisions[place] for place in range(len(orders))]


def _chats_needed(orders: Iterable[Order]) -> dict[UUID, set[UUID]]:
    """By the chats that these commands are for: those that they need locked. No query for most commands."""
    needed: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for order in orders:
        needed[order.chat_session_id].add(order.chat_session_id)
        if order.command.op in LOCKED_BESIDE:
            needed[order.chat_session_id].update(
                LOCKED_BESIDE[order.command.op](order.chat_session_id, order.command.fields)
            )
    return needed


def _questions_named(orders: Iterable[Order]) -> Iterator[UUID]:
    for order in orders:
        if order.command.op in OPERATIONS:
            yield from questions_named(order.command.op, order.command.fields)


def _query_replies(orders: Sequence[Order]) -> BoundQuery[StoredReplies]:
    """The stored answers to commands with these refs."""
    return _replies_query.bind(refs={order.command.ref for order in orders}).then(_by_chat_session)


def _by_chat_session(rows: Iterable[tuple[Any, ...]]) -> StoredReplies:
    found: StoredReplies = defaultdict(dict)
    for reply in map(ReplyRow._make, rows):
        found[reply.chat_session_id][reply.sent] = reply
    return found


_replies_query = PreparedQuery(
    lambda: StoredReply.objects.filter(InArray("ref", Given("refs"))).values_list(*ReplyRow._fields)
)
