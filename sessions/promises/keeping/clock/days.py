"""Tell the ward's log that a promise is due soon, a week before its day, and that it is overdue, from the day after.

Each is told once for each day: a new day begins anew. What a downtime has overtaken is not told.
"""

from datetime import date, timedelta
from uuid import UUID

from django.db.models import DateField, Q

from sessions.models import OWED_STATES, Promise
from sessions.models.promises.transitions import PromiseStepBy
from sessions.platform.database.prepared_query import Given, PreparedQuery
from sessions.promises.steps import lock_promise, take_promise_step

PROMISE_DUE_SOON = timedelta(days=7)

TOLD_SOON, TOLD_OVERDUE = 1, 2
"""Values of Promise.due_stage."""


def due_to_tell(today: date) -> list[UUID]:
    """The first due first."""
    return list(_due_query.rows(today=today, soon=today + PROMISE_DUE_SOON))


def tell_day(promise_id: UUID, today: date) -> list[str]:
    """Tell of the day, in the caller's transaction."""
    promise = lock_promise(promise_id)
    step = _step_on(promise, today)
    if step is None:
        return []
    promise.due_stage = TOLD_OVERDUE if step == "overdue" else TOLD_SOON
    told = {"due_on": promise.due_on.isoformat()} if promise.due_on is not None else {}
    take_promise_step(promise, step, by=PromiseStepBy.CLOCK, told=told)
    return [f"{'overdue' if step == 'overdue' else 'due soon'}: {promise.number}"]


def _step_on(promise: Promise, today: date) -> str | None:
    """What is to be told of it on this day; None for nothing."""
    if promise.state not in OWED_STATES or promise.due_on is None:
        return None
    if promise.due_on < today:
        return "overdue" if promise.due_stage < TOLD_OVERDUE else None
    return "due_soon" if promise.due_on <= today + PROMISE_DUE_SOON and promise.due_stage < TOLD_SOON else None


_due_query = PreparedQuery(
    lambda: (
        Promise.objects.owed()
        .filter(
            Q(due_on__lte=Given("soon", DateField()), due_stage__lt=TOLD_SOON)
            | Q(due_on__lt=Given("today", DateField()), due_stage__lt=TOLD_OVERDUE)
        )
        .order_by("due_on", "number")
        .values_list("pk", flat=True)
    )
)
