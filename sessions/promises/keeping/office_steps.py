"""The office's steps with a promise, each in one transaction: kept, a new day, not kept; and those of a new holder.

version: the one that the person saw. chat: the id of the chat in which it is said, where it is. Each raises Refused:
not_found, forbidden, stale (facts: state and version now), state (the table has no such step), empty, too_long,
bad_characters, and what its docstring names.
"""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from sessions.city.people.ward_staff import ward_duties_of
from sessions.matters.resolving.entering import require_day_ahead, require_words
from sessions.models import Promise, PromiseKind
from sessions.models.promises.transitions import PromiseStepBy
from sessions.platform.people import Person
from sessions.platform.refusals import Refused
from sessions.promises.steps import (
    lock_promise,
    no_such_promise,
    promise_state_facts,
    require_promise_step,
    take_promise_step,
)


@transaction.atomic
def claim_kept(promise_id: UUID, *, person: Person, version: int, text: str, chat: str = "") -> Promise:
    """Say that it is kept, with words as proof; those who asked say whether that is so.

    A written answer is its own proof: it is claimed by answering. Raises Refused state for one without its answer.
    """
    text = require_words(text)
    promise = _lock_for_office(promise_id, "claim", person=person, version=version)
    if promise.kind == PromiseKind.ANSWER:
        message = _("A written answer was promised. It is kept once you have written it.")
        raise Refused("state", message, facts=promise_state_facts(promise))
    promise.proof = text
    return _take(promise, "claim", person=person, text=text, chat=chat)


@transaction.atomic
def set_new_day(
    promise_id: UUID, *, person: Person, version: int, due_on: date | None, text: str, chat: str = ""
) -> Promise:
    """A later day, once, with its reason. The day that was promised at first stays visible.

    Raises Refused: bad_field for a day that is past, further than a year, or no later than the one that stands;
    repeated for a second new day.
    """
    text = require_words(text)
    due_on = require_day_ahead(due_on)
    promise = _lock_for_office(promise_id, "new_day", person=person, version=version)
    if has_new_day(promise):
        message = _("It has had a new day already. Now it is kept, or it is not kept.")
        raise Refused("repeated", message, facts=promise_state_facts(promise))
    if promise.due_on is not None and due_on <= promise.due_on:
        raise Refused("bad_field", _("A new day is later than the one that stands."))
    promise.first_due_on = promise.first_due_on or promise.due_on
    promise.due_on, promise.why_new_day, promise.due_stage = due_on, text, 0
    return _take(promise, "new_day", person=person, text=text, due_on=due_on.isoformat(), chat=chat)


@transaction.atomic
def admit_broken(promise_id: UUID, *, person: Person, version: int, text: str, chat: str = "") -> Promise:
    """Say that it is not kept and will not be, and why."""
    text = require_words(text)
    promise = _lock_for_office(promise_id, "break", person=person, version=version)
    return _take(promise, "break", person=person, text=text, chat=chat)


@transaction.atomic
def adopt(promise_id: UUID, *, person: Person, version: int, text: str = "") -> Promise:
    """A new holder makes a promise of the one before their own. text: blank for no words."""
    text = require_words(text) if text.strip() else ""
    promise = _lock_for_new_holder(promise_id, "adopt", person=person, version=version)
    promise.is_to_adopt = False
    return _take(promise, "adopt", person=person, text=text)


@transaction.atomic
def drop(promise_id: UUID, *, person: Person, version: int, text: str) -> Promise:
    """A new holder does not keep a promise of the one before, and says why."""
    text = require_words(text)
    promise = _lock_for_new_holder(promise_id, "drop", person=person, version=version)
    promise.is_to_adopt = False
    return _take(promise, "drop", person=person, text=text)


def has_new_day(promise: Promise) -> bool:
    """Whether its day was moved already, here or in a chat."""
    is_moved = promise.first_due_on is not None and promise.due_on != promise.first_due_on
    return is_moved or bool(promise.why_new_day)


def _lock_for_office(promise_id: UUID, step: str, *, person: Person, version: int) -> Promise:
    """The promise, locked, about which the person may take this step now."""
    found = Promise.objects.filter(pk=promise_id).select_related("ward").first()
    if found is None:
        raise no_such_promise()
    if not ward_duties_of(person).may("resolve", found.ward_id):
        raise Refused("forbidden", _("Only the office of this ward can do this."))
    promise = lock_promise(promise_id, version=version)
    require_promise_step(promise, step)
    return promise


def _lock_for_new_holder(promise_id: UUID, step: str, *, person: Person, version: int) -> Promise:
    promise = _lock_for_office(promise_id, step, person=person, version=version)
    if not promise.is_to_adopt:
        message = _("Only a promise of an earlier holder can be adopted or dropped.")
        raise Refused("state", message, facts=promise_state_facts(promise))
    if not ward_duties_of(person).may("decide", promise.ward_id):
        raise Refused("forbidden", _("The new holder of the office decides that."))
    return promise


def _take(promise: Promise, step: str, *, person: Person, **told: Any) -> Promise:
    take_promise_step(
        promise,
        step,
        by=PromiseStepBy.OFFICE,
        person=person,
        told={name: value for name, value in told.items() if value} | {"holder": _holder_after(promise, step)},
    )
    return promise


def _holder_after(promise: Promise, step: str) -> str:
    """Whose it is: told where a new holder decides."""
    return promise.holder.name_in_log if step in ("adopt", "drop") else ""
