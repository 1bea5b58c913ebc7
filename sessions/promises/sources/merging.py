"""Join a promise with another one that says the same: those who asked for either are asked about the one that stays."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from sessions.city.people.ward_staff import WardDuties, ward_duties_of
from sessions.log.steps.locks import lock_chat_sessions
from sessions.models import OWED_STATES, Promise, PromiseState
from sessions.models.promises.transitions import PromiseStepBy, promise_state_after
from sessions.platform.people import Person
from sessions.platform.refusals import Refused
from sessions.promises.promise_numbers import read_promise_number
from sessions.promises.steps import (
    chats_about,
    lock_promise,
    no_such_promise,
    promise_state_facts,
    require_promise_step,
    take_promise_step,
)

STAYING_STATES = (*OWED_STATES, PromiseState.CLAIMED_KEPT)
"""States that stay: only with one that the office owes, or says to have kept, can another be joined."""


@transaction.atomic
def merge(promise_id: UUID, *, into: str, person: Person, version: int) -> Promise:
    """Join a promise with another.

    into: the number of the one that stays, of the same ward. What was joined with the first one goes along.

    Raises Refused: not_found, forbidden, bad_field (itself, or one of another ward), stale, state.
    """
    found = Promise.objects.filter(pk=promise_id).first()
    if found is None:
        raise no_such_promise()
    staying_id = find_staying(found, into, person=person).pk
    lock_chat_sessions(chats_about([promise_id, staying_id]))  # in their one order, before the first promise
    locked = {pk: lock_promise(pk) for pk in sorted((promise_id, staying_id))}
    promise, staying = locked[promise_id], locked[staying_id]
    if promise.version != version:
        lock_promise(promise_id, version=version)  # refuses, with what stands now
    require_mergeable(promise, staying)
    Promise.objects.filter(merged_into=promise).update(merged_into=staying)
    promise.merged_into = staying
    take_promise_step(promise, "merge", by=PromiseStepBy.OFFICE, person=person, told={"into": staying.number})
    return promise


def find_staying(promise: Promise, into: str, *, person: Person) -> Promise:
    """The one with this number, with which this person may join the promise.

    Raises Refused: not_found, forbidden, bad_field (itself, or one of another ward).
    """
    number = read_promise_number(into)
    staying = Promise.objects.select_related("ward", "merged_into", "holder").filter(number=number or "").first()
    if staying is None:
        raise Refused("not_found", _("There is no promise with this number. A number looks like 95-P-2027-12."))
    if staying.pk == promise.pk:
        raise Refused("bad_field", _("A promise cannot be joined with itself. Name another one of this ward."))
    if staying.ward_id != promise.ward_id:
        raise Refused("bad_field", _("That promise belongs to another ward. Name one of this ward."))
    if not ward_duties_of(person).may("merge_promises", promise.ward_id):
        raise Refused("forbidden", _("Only the councillor, a delegate or a clerk of this ward can join promises."))
    return staying


def offers_merge(promise: Promise, duties: WardDuties) -> bool:
    """Whether somebody with these duties can join it with another one now."""
    return promise_state_after("merge", promise.state) is not None and duties.may("merge_promises", promise.ward_id)


def require_mergeable(promise: Promise, staying: Promise) -> None:
    """Raises Refused state where one of the two has ended, or was joined with another already."""
    if promise.merged_into_id is not None:
        raise Refused("state", _("This promise was joined with another already."), facts=promise_state_facts(promise))
    require_promise_step(promise, "merge")
    if staying.merged_into is not None:
        message = _("That promise was itself joined with %(number)s. Name that one.")
        raise Refused("state", message % {"number": staying.merged_into.number})
    if staying.state not in STAYING_STATES:
        message = _("That promise stands as “%(state)s”, so that nothing can be joined with it.")
        raise Refused("state", message % {"state": staying.get_state_display()})
