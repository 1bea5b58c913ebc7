"""Carry commands out, those that arrive together in one transaction, and answer each once its commit has returned."""

import logging
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import translation
from msgspec import structs

from chatserver.command_texts import clean_fields
from chatserver.database.serving import may_acknowledge
from chatserver.faults import log_fault
from chatserver.live import protocol as wire
from chatserver.live.batch import decide_together
from chatserver.live.docket import Decision, Outcome
from chatserver.live.pools import CUT_OFF, limit_waiting, was_cut, was_held
from chatserver.live.wording import SIGN_IN_FIRST, refusal
from chatserver.operations import Result
from moderation.second_look import warn_author
from sessions.refusals import Refused
from sessions.words import APART_WORDS

logger = logging.getLogger(__name__)

BUSY_AFTER_MS = 1000


@dataclass(frozen=True, slots=True)
class Order:
    """One person's command, and the door that it came by.

    session_key is the cookie session that has to last until the command's turn, and password_mark that of the password
    that the account has to have still; None where that was just looked at. is_proven: whether a second factor was
    proven in it. unfit: why the command's words cannot stand, which is said to those who may give the command.
    """

    account_id: int | None
    chat_session_id: UUID
    door: str
    language: str
    command: wire.Command
    session_key: str | None = None
    is_proven: bool = False
    password_mark: int | None = None
    unfit: Refused | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a command is answered."""

    frame: wire.Ack | wire.Nack
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """The code of the refusal, empty where there was none."""
        return self.frame.code if isinstance(self.frame, wire.Nack) else ""

    @property
    def text(self) -> str:
        return (
            wire.encode_nack(self.frame, self.facts) if isinstance(self.frame, wire.Nack) else wire.encode(self.frame)
        )


class Held(Exception):
    """Somebody else holds one of several chat sessions: each is to be tried for itself. Nothing was saved."""


def refuse(code: str, ref: str | None, language: str, *, retry: bool = False, after_ms: int | None = None) -> Verdict:
    """A refusal in the live edge's own words."""
    message = refusal(code, language)
    return Verdict(wire.Nack(ref=ref, code=code, message=message, retry=retry, after_ms=after_ms))


def ask_to_sign_in(command: wire.Command, language: str) -> Verdict:
    """Refuse a stranger's command, before it takes a place in a queue and without a question to the database."""
    with translation.override(language):
        return Verdict(wire.Nack(ref=command.ref_text, code="sign_in", message=str(SIGN_IN_FIRST)))


def later(code: str, order: Order) -> Verdict:
    """A refusal after which the same command may be sent again."""
    return refuse(code, order.command.ref_text, order.language, retry=True, after_ms=BUSY_AFTER_MS)


def carry_out_together(orders: list[Order]) -> list[Verdict]:
    """Decide orders in one transaction, those of each chat session in their order.

    Returns after the commit. Where the database fails, nothing was saved (or, if the commit's own answer was lost,
    perhaps everything): each is told to try again, and by its ref it is done once in either case. Where only this
    thread's connection had been cut, as by a restart of the database, that is done here. Where the database's file has
    been taken away or replaced, what was saved is in nobody's hands: each is told to try again, too.

    What people have written is cleaned before the transaction begins: nothing waits for a text that takes long.
    Raises Held where one of several chat sessions could not be had at once.
    """
    return _carry_out([_clean(order) for order in orders])


def _clean(order: Order) -> Order:
    try:
        fields = clean_fields(order.command.op, order.command.fields)
    except Refused as no:
        return replace(order, unfit=no)
    if fields is order.command.fields:
        return order
    return replace(order, command=structs.replace(order.command, fields=fields))


def _carry_out(orders: list[Order]) -> list[Verdict]:
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
    except Exception as error:  # noqa: BLE001 -- whatever it is, every command gets an answer
        if len(orders) > 1:  # one of them spoils it for all: find it
            middle = len(orders) // 2
            return _carry_out(orders[:middle]) + _carry_out(orders[middle:])
        return [_verdict(orders[0], error)]
    if not may_acknowledge():
        return [later("busy", order) for order in orders]
    return [_verdict(order, decision) for order, decision in zip(orders, decisions, strict=True)]


def _with_warning(result: Result, language: str) -> Result:
    """Beside what the words look like, or why support does not count, the sentence that says it; mostly neither."""
    if not result.keys() & {"looks_like", "standing"}:
        return result
    with translation.override(language):
        if "looks_like" in result:
            warning = warn_author(result["looks_like"])
        else:
            warning = str(APART_WORDS[result["standing"], result["why"]])
    return result | {"warning": warning}


def _verdict(order: Order, decision: Decision) -> Verdict:
    ref = order.command.ref_text
    match decision:
        case Outcome(result=result, duplicate=duplicate):
            return Verdict(wire.Ack(ref=ref, result=_with_warning(result, order.language), duplicate=duplicate))
        case Refused() as no:
            with translation.override(order.language):
                message = str(no.message)
            return Verdict(
                wire.Nack(ref=ref, code=no.code, message=message, retry=no.retry, after_ms=no.after_ms), no.facts
            )
        case error:
            log_fault(logger, f"{order.command.op} failed.", error)
            return later("internal", order)
