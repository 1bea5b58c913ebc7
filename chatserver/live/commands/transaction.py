"""Carry commands out, those that arrive together in one transaction, and reply once its commit has returned."""

import logging
from dataclasses import replace

from django.db import connection, transaction
from django.utils import translation
from msgspec import structs

from chatserver.database.pools import CUT_OFF, limit_waiting, was_cut, was_held
from chatserver.database.serving import may_acknowledge
from chatserver.faults import log_fault
from chatserver.live.commands.batch import decide_together
from chatserver.live.commands.command_texts import clean_fields
from chatserver.live.commands.orders import Order
from chatserver.live.commands.reading import READING, read_for
from chatserver.live.commands.replies import Reply, later, reply_to
from sessions.refusals import Refused

logger = logging.getLogger(__name__)


class Held(Exception):
    """Another transaction holds one of several chat sessions: try each of them alone. Nothing was saved."""


def carry_out_together(orders: list[Order]) -> list[Reply]:
    """Decide orders in one transaction, those of each chat session in their order.

    Returns after the commit. If the database fails, nothing was saved (or everything, if only the answer to the commit
    was lost): each sender is told to try again, and the ref ensures that the command is done once in either case. If
    only this thread's connection had been cut, as by a restart of the database, this function tries again itself. If
    the database's file has been taken away or replaced, nobody can reach what was saved: each sender is told to try
    again, too.

    People's words are cleaned before the transaction begins: nothing waits for a text that takes long. Raises Held if
    one of several chat sessions could not be locked at once.
    """
    saving = [order for order in orders if order.command.op not in READING]
    replies = iter(_carry_out([_clean(order) for order in saving]) if saving else [])
    return [read_for(order) if order.command.op in READING else next(replies) for order in orders]


def _clean(order: Order) -> Order:
    """With cleaned words, or with what is wrong with them, in the sender's language."""
    try:
        with translation.override(order.language):
            fields = clean_fields(order.command.op, order.command.fields)
    except Refused as no:
        return replace(order, unfit=no)
    if fields is order.command.fields:
        return order
    return replace(order, command=structs.replace(order.command, fields=fields))


def _carry_out(orders: list[Order]) -> list[Reply]:
    if not may_acknowledge():
        return [later("busy", order) for order in orders]
    before = connection.connection
    is_for_several = len({order.chat_session_id for order in orders}) > 1
    try:
        with transaction.atomic():
            limit_waiting(is_for_several=is_for_several)
            decisions = decide_together(orders)
    except CUT_OFF as error:
        if is_for_several and was_held(error):
            raise Held from error
        log_fault(logger, f"The database refused {len(orders)} commands.", error)
        may_try_again = was_cut(before)
        connection.close_if_unusable_or_obsolete()
        return _carry_out(orders) if may_try_again else [later("busy", order) for order in orders]
    except Exception as error:  # noqa: BLE001 -- after any error, every command gets an answer
        if len(orders) > 1:  # one of them makes all fail: find it
            middle = len(orders) // 2
            return _carry_out(orders[:middle]) + _carry_out(orders[middle:])
        return [reply_to(orders[0], error)]
    if not may_acknowledge():
        return [later("busy", order) for order in orders]
    return [reply_to(order, decision) for order, decision in zip(orders, decisions, strict=True)]
