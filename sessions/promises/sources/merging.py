"""Join a promise with another one that says the same: those who asked for either are asked about the one that stays."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from sessions.models import OWED_STATES, Duty, Promise, PromiseState
from sessions.people import Person
from sessions.permissions.ward_staff import ward_duties_of
from sessions.promises.numbers import read_promise_number
from sessions.promises.steps import lock_promise, no_such_promise, require_promise_step, take_promise_step
from sessions.promises.transitions import PromiseStepBy
from sessions.refusals import Refused
from sessions.state_machine.locks import lock_chat_sessions

MERGING = ("councillor", Duty.DELEGATE, Duty.CLERK)
STAYING_STATES = (*OWED_STATES, PromiseState.CLAIMED_KEPT)
"""Only with one that the office owes, or says to have kept, can another be joined."""


@transaction.atomic
def merge(promise_id: UUID, *, into: str, person: Person, version: int) -> Promise:
    """into: the number of the one that stays, of the same ward. What was joined with the first one goes along.

    Raises Refused: not_found, forbidden, bad_field (itself, or one of another ward), stale, state.
    """
    number = read_promise_number(into)
    both = list(Promise.objects.filter(pk=promise_id) | Promise.objects.filter(number=number or ""))
    found = {each.pk: each for each in both}
    staying_id = next((each.pk for each in both if each.number == number), None)
    if promise_id not in found or staying_id is None:
        raise no_such_promise()
    if staying_id == promise_id or found[staying_id].ward_id != found[promise_id].ward_id:
        raise Refused("bad_field", _("Name another promise of the same ward."))
    if found[promise_id].ward_id not in ward_duties_of(person).with_any(MERGING):
        raise Refused("forbidden", _("Only the office of this ward can do this."))
    _lock_chats(both)
    locked = {pk: lock_promise(pk) for pk in sorted(found)}
    promise, staying = locked[promise_id], locked[staying_id]
    if promise.version != version:
        lock_promise(promise_id, version=version)  # refuses, with what stands now
    require_promise_step(promise, "merge")
    if staying.state not in STAYING_STATES:
        raise Refused("state", _("That promise is not open, so that nothing can be joined with it."))
    Promise.objects.filter(merged_into=promise).update(merged_into=staying)
    promise.merged_into = staying
    take_promise_step(promise, "merge", by=PromiseStepBy.OFFICE, person=person, told={"into": staying.number})
    return promise


def _lock_chats(promises: list[Promise]) -> None:
    """In their one order, before the first promise."""
    questions = [each.pk for each in promises]
    chats = Promise.objects.filter(pk__in=questions, question__isnull=False).values_list(
        "question__chat_session", flat=True
    )
    lock_chat_sessions(chats.order_by())
