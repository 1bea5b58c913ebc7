"""Lock a promise, and take it one step along its table, with the event that tells it.

Locks are taken in one order everywhere: chat session, matter, promise, month log.
"""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from sessions.log.events.promises_and_activities import PromiseStepped
from sessions.log.events.streams import MonthLogEvent
from sessions.log.logged_event import LoggedEvent
from sessions.log.months.current import append_to_month
from sessions.log.steps.locks import lock_chat_sessions
from sessions.log.steps.steps import actor
from sessions.models import OWED_STATES, ChatSessionState, Promise, PromiseEvent, PromiseState
from sessions.models.promises.transitions import PromiseStepBy, promise_state_after
from sessions.platform.hooks import Hook
from sessions.platform.people import Person
from sessions.platform.refusals import Refused

ENDED = (
    *(PromiseState.KEPT, PromiseState.BROKEN, PromiseState.DROPPED),
    *(PromiseState.MERGED, PromiseState.NOT_CONFIRMED, PromiseState.LAPSED),
)


@Hook
def promise_stepped(*, promise: Promise, step: str, by: PromiseStepBy, told: Mapping[str, Any] | None = None) -> None:
    """Called in the transaction of the step, after its event, with the locked promise.

    step: its name, or "made" or "proposed" for the first. told: of a later step, as take_promise_step has it.
    """


def lock_promise(promise_id: UUID, *, version: int | None = None, beside: UUID | None = None) -> Promise:
    """The promise, locked until the transaction ends, and before it the chats that its steps are told in.

    version: the one that the person saw. beside: another chat, locked together with those, so that the order of
    chats is kept. Raises Refused not_found, or stale with the current state.
    """
    chats = chats_about([promise_id]) | ({beside} if beside is not None else set())
    if chats:
        lock_chat_sessions(chats)
    related = ("ward", "holder", "office", "question__chat_session", "matter", "owed_in")
    promise = Promise.objects.select_for_update(of=("self",)).select_related(*related).filter(pk=promise_id).first()
    if promise is None:
        raise no_such_promise()
    if version is not None and promise.version != version:
        message = _("Somebody else has changed this in the meantime. Look at it again before you decide.")
        raise Refused("stale", message, facts=promise_state_facts(promise))
    return promise


def chats_about(promises: Collection[UUID]) -> set[UUID]:
    """The chats in which these promises were made, and the live ones on whose lists they stand."""
    rows = Promise.objects.filter(pk__in=promises)
    found = rows.values_list("question__chat_session", "owed_in", "owed_in__state")
    made = {made_in for made_in, _listed_in, _state in found}
    listed = {listed_in for _made_in, listed_in, state in found if state == ChatSessionState.LIVE}
    return (made | listed) - {None}


def no_such_promise() -> Refused:
    return Refused("not_found", _("There is no such promise."))


def promise_state_facts(promise: Promise) -> dict[str, Any]:
    return {
        "promise": str(promise.pk),
        "number": promise.number,
        "state": promise.state,
        "version": promise.version,
    }


def require_promise_step(promise: Promise, step: str) -> PromiseState:
    """The state that the step leads to. Raises Refused state where the table has no such step."""
    state = promise_state_after(step, promise.state)
    if state is None:
        raise Refused("state", _("That cannot be done with this promise now."), facts=promise_state_facts(promise))
    return state


def take_promise_step(
    promise: Promise, step: str, *, by: PromiseStepBy, person: Person | None = None, told: dict[str, Any] | None = None
) -> None:
    """Move a locked promise along its table, save it whole with what the caller has set, and tell it in the ward's log.

    A claim begins anew: nobody has said yet whether it is so. told: further fields of PromiseStepped; empty ones are
    left out. Raises Refused state.
    """
    promise.state = require_promise_step(promise, step)
    now = timezone.now()
    promise.version += 1
    promise.changed_at = now
    promise.ended_at = (promise.ended_at or now) if promise.state in ENDED else None
    if step in ("claim", "new_day", "break"):
        promise.is_to_adopt = False  # who says what becomes of it has made it theirs
    if step == "claim":
        promise.claimed_at, promise.kept_votes, promise.not_votes, promise.claim_end = now, 0, 0, ""
    promise.save()
    event = PromiseStepped(
        id=str(promise.pk),
        number=promise.number,
        step=step,
        state=promise.state,
        version=promise.version,
        by=by,
        **{name: value for name, value in (told or {}).items() if value not in ("", None)},
    )
    append_about_promise(promise, event, by=by, person=person)
    promise_stepped(promise=promise, step=step, by=by, told=told or {})


def append_about_promise(
    promise: Promise, event: MonthLogEvent, *, by: PromiseStepBy, person: Person | None = None
) -> LoggedEvent:
    """Append an event about a promise to its ward's log, so that its history finds it."""
    logged, row = append_to_month(promise.ward, event, actor=actor(by, person))
    PromiseEvent.objects.create(promise=promise, event=row)
    return logged


def is_owed(promise: Promise) -> bool:
    return promise.state in OWED_STATES
