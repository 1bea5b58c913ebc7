"""Enter each decision of the public ledger into the ward's month: one that is hidden from the ledger is missed there.

One statement in the database takes a decision out of the ledger. In the month it is an entry of a tree, and of an
evening's decisions the number and the root stand in its record, too.
"""

import base64
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from msgspec import UNSET

from sessions.log import log
from sessions.log.event_form import LoggedAs, body_of, read_event
from sessions.log.events.chat_session import DecisionTree
from sessions.log.events.desk import DecisionReread
from sessions.log.events.months import DecisionListed, DeskMatterDecided
from sessions.log.events.room import QuestionTaken
from sessions.log.events.staff import RedactionConfirmed
from sessions.log.ledger_events import is_in_ledger, name_of
from sessions.log.log import NewEvent
from sessions.log.logged_event import LoggedEvent, wire_time
from sessions.log.months.current import current_month_log
from sessions.log.pseudonyms import pseudonym_of
from sessions.models import ChatSession, Event, MonthLog, StreamName
from sessions.record.proof.tree import leaf_hash, root_hash

NUMBERED = ("approved", "taken_down")
"""Decisions about complaints and suggestions that stand with the number: it is public then. Of what was not accepted,
or joined with another before anybody read it, no number stands here: nobody is to guess who lodged it.
"""

REASON_FIELDS: dict[type, str] = {QuestionTaken: "override", RedactionConfirmed: "ground"}
"""In which field the reason of a decision stands, where it has another name."""

BY = "server"


def listed_decision(event: LoggedAs, *, actor: str, at: datetime, chat_session: object = None) -> DecisionListed | None:
    """What the ledger says of an event of the log; None for one that is no decision, or that cannot be read.

    chat_session: the id of the chat in which it was decided.
    """
    name = name_of(event)
    if name is None:
        return None
    matter = event if isinstance(event, DeskMatterDecided) else None
    return DecisionListed(
        decision=name,
        decided_at=wire_time(at),
        role=actor.partition(":")[0],
        chat_session=str(chat_session) if chat_session is not None else UNSET,
        reason=fact_of(event, REASON_FIELDS.get(type(event), "reason")) or UNSET,
        by=pseudonym_of(actor, at) or UNSET,
        commitment=fact_of(event, "commitment") or UNSET,
        agrees=event.agrees if isinstance(event, DecisionReread) else UNSET,
        part=matter.part if matter else UNSET,
        number=matter.number if matter and name in NUMBERED else UNSET,
    )


def fact_of(event: LoggedAs, name: str) -> str:
    """Blank where this event has none."""
    value: Any = getattr(event, name, UNSET)
    return "" if value is UNSET or value is None else str(value)


def list_evening(chat_session: ChatSession) -> DecisionTree:
    """Enter all decisions of a chat that closes, in the order in which they were made, in the caller's transaction.

    Answers what session.closed says of them. The caller has locked the chat session.
    """
    rows = Event.objects.filter(stream__chat_session=chat_session, in_ledger_at__isnull=False).order_by(
        "in_ledger_at", "pk"
    )
    found = rows.values_list("stream__name", "type", "body", "actor", "in_ledger_at")
    read = ((read_event(stream, kind, body), actor, at) for stream, kind, body, actor, at in found)
    listed = [listed_decision(event, actor=by, at=at, chat_session=chat_session.pk) for event, by, at in read if at]
    entered = [each for each in listed if each is not None]
    _enter(current_month_log(chat_session.ward), entered)
    return tree_of(entered)


def tree_of(decisions: Iterable[DecisionListed]) -> DecisionTree:
    """The number of these decisions, and the root of the tree over their bodies.

    RFC 9162; each leaf is the hash of a body's RFC 8785 form.
    """
    leaves = [leaf_hash(body_of(each)) for each in decisions]
    return DecisionTree(size=len(leaves), root=base64.b64encode(root_hash(leaves)).decode())


def list_logged_decisions(
    *, log_of: ChatSession | MonthLog, logged: Sequence[LoggedEvent], actors: Sequence[str]
) -> None:
    """List the decisions, in the transaction of the decisions.

    Those of an evening wait for its close: nobody can count them during it.
    """
    is_evening = isinstance(log_of, ChatSession)
    if isinstance(log_of, ChatSession) and log_of.closed_at is None:
        return
    listed = [
        listed_decision(each.event, actor=actor, at=each.at, chat_session=log_of.pk if is_evening else None)
        for each, actor in zip(logged, actors, strict=True)
        if is_in_ledger(each.event) and each.stream != StreamName.WARD
    ]
    entered = [each for each in listed if each is not None]
    if entered:
        _enter(current_month_log(log_of.ward) if isinstance(log_of, ChatSession) else log_of, entered)


def _enter(month_log: MonthLog, decisions: Sequence[DecisionListed]) -> None:
    log.append_all(month_log, [NewEvent(each, BY) for each in decisions])
