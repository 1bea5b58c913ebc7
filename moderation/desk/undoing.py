"""Decisions that can be undone: for some seconds they wait, and until then no resident sees anything of them.

A waiting decision is a fact at the desk only: the question keeps its state, and its author is told nothing. When the
time is over, the decision is carried out as if it were made then. What ends it earlier: its moderator undoes it, or the
question changes its state, as when its author withdraws it (sessions/log/steps/steps.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from msgspec import UNSET

from moderation.questions.deciding import lock_seen
from moderation.questions.screening import approve_question, decline_question, hold_question, merge_question
from sessions.contract.desk_times import CLAIM_SECONDS
from sessions.log.events.desk import DeskDecisionPending, DeskDecisionUndone, PendingDecision
from sessions.log.logged_event import wire_time
from sessions.log.steps.locks import LockedChatSession, LockingFunction, locks_chat_session, question_state_facts
from sessions.log.steps.steps import actor, append_change
from sessions.models import ChatSession, Question
from sessions.platform.people import Person
from sessions.platform.refusals import Refused

DECISIONS: dict[str, LockingFunction[..., Question]] = {
    "approve": approve_question,
    "hold": hold_question,
    "decline": decline_question,
    "merge": merge_question,
}


@dataclass(frozen=True, slots=True)
class UndoableDecision:
    """A decision that can be undone.

    name: a key of DECISIONS. fields: what that function takes besides. seconds: how long it can be undone.
    """

    name: str
    fields: Mapping[str, Any]
    seconds: int

    def make(self, chat_session: LockedChatSession, question_id: UUID, *, moderator: Person, version: int) -> Question:
        """Make the decision at once. Raises Refused as the decision does; then the caller has to roll back."""
        return DECISIONS[self.name].on_locked(
            chat_session, question_id, moderator=moderator, version=version, **self.fields
        )


@locks_chat_session
def decide_later(
    chat_session: LockedChatSession, question_id: UUID, *, moderator: Person, version: int, decision: UndoableDecision
) -> Question:
    """Make a decision that takes effect after its seconds, unless it is undone.

    Until then the question stays claimed by this moderator. Raises Refused whatever the decision itself would raise
    now.
    """
    with transaction.atomic():
        decision.make(chat_session, question_id, moderator=moderator, version=version)
        transaction.set_rollback(True)  # it was only tried
    question = lock_seen(chat_session, question_id, version)
    question.pending_until = timezone.now() + timedelta(seconds=decision.seconds)
    fields = {name: _plain(value) for name, value in decision.fields.items()}
    question.pending = {"decision": decision.name, **fields}
    question.claimed_by, question.claimed_until = moderator, question.pending_until
    until = wire_time(question.pending_until)
    pending = PendingDecision(decision=decision.name, until=until, reason=fields.get("reason", UNSET))
    told = {"claimed_by": moderator.shown_as, "until": until, "pending": pending}
    append_change(question, DeskDecisionPending, by=actor("moderator", moderator), told=told)
    return question


@locks_chat_session
def undo_decision(chat_session: LockedChatSession, question_id: UUID, *, moderator: Person, version: int) -> Question:
    """Take one's own waiting decision back; the question is claimed again, to be decided otherwise.

    Raises Refused: closed, not_found, stale, state (nothing is waiting: it is too late), forbidden (a colleague's).
    """
    question = lock_seen(chat_session, question_id, version)
    now = timezone.now()
    if question.pending_until is None or question.pending_until <= now:
        raise Refused("state", _("It is too late to undo this decision."), facts=question_state_facts(question))
    if question.claimed_by_id != moderator.pk:
        raise Refused(
            "forbidden", _("Only the moderator who decided can undo it."), facts=question_state_facts(question)
        )
    question.pending = question.pending_until = None
    question.claimed_until = now + timedelta(seconds=CLAIM_SECONDS)
    told = {"claimed_by": moderator.shown_as, "until": wire_time(question.claimed_until)}
    append_change(question, DeskDecisionUndone, by=actor("moderator", moderator), told=told)
    return question


def carry_out(chat_session: ChatSession, now: datetime | None) -> None:
    """Carry out the waiting decisions of a locked chat session that are due, in the order in which they were made.

    now: None for all of them. One that is no longer possible is dropped, and the desk is told; the question waits for
    another decision.
    """
    waiting = Question.objects.filter(chat_session=chat_session, pending_until__isnull=False)
    if now is not None:
        waiting = waiting.filter(pending_until__lte=now)
    for question in list(waiting.select_related("author", "claimed_by").order_by("pending_until", "pk")):
        question.chat_session = chat_session
        _carry_out_one(question)


def _carry_out_one(question: Question) -> None:
    fields: dict[str, Any] = dict(question.pending or {})
    decision, moderator = DECISIONS[fields.pop("decision")], question.claimed_by
    if "into" in fields:
        fields["into"] = UUID(fields["into"])
    question.pending = question.pending_until = None
    question.save(update_fields=["pending", "pending_until"])
    if moderator is None:
        return _drop(question, "gone")
    try:
        decision(question.chat_session, question.pk, moderator=moderator, version=question.version, **fields)
    except Refused as no:
        _drop(question, no.code)


def _drop(question: Question, why: str) -> None:
    question.claimed_by = question.claimed_until = None
    append_change(question, DeskDecisionUndone, by="server", told={"claimed_by": None, "why": why})


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, UUID) else value
