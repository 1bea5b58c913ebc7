"""Promises for tests: made in a ward's office, from an answer of a chat or without one."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from sessions.models import Office, Promise, PromiseBy
from sessions.models.promises.transitions import PromiseStepBy
from sessions.promises.making import NewPromise, make_promise
from sessions.promises.steps import lock_promise, take_promise_step
from tests.factories.matters import WardOffice


def promise_of(office: WardOffice, what: str = "The drain will be cleaned.", **fields: Any) -> Promise:
    """Made today in the name of the ward's office, due in ten days unless due_on says otherwise."""
    due_on: date = fields.pop("due_on", timezone.localdate() + timedelta(days=10))
    holder = Office.objects.held_on(timezone.localdate()).get(ward=office.ward)
    how, by = fields.pop("how", PromiseBy.TICK), fields.pop("by", PromiseStepBy.OFFICE)
    with transaction.atomic():
        return make_promise(
            NewPromise(ward=office.ward, office=holder, what=what, due_on=due_on, **fields), how=how, by=by
        )


def promise_step(
    promise: Promise, name: str, *, by: PromiseStepBy = PromiseStepBy.OFFICE, person: Any = None, **told: Any
) -> Promise:
    """One step as the table alone allows it, without what else belongs to it."""
    with transaction.atomic():
        locked = lock_promise(promise.pk)
        take_promise_step(locked, name, by=by, person=person, told=told)
    return locked
