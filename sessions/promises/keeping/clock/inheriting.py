"""A promise belongs to the office: where its holder's term has ended and there is a new one, it is theirs.

They then say whether they make it theirs, too, or drop it. While nobody holds the office, it stays with the last one.
"""

from datetime import date
from uuid import UUID

from django.db.models import DateField, Exists, OuterRef

from sessions.models import OWED_STATES, Office, OfficeKind, Promise, PromiseState
from sessions.models.promises.transitions import PromiseStepBy
from sessions.models.wards.office import TermQuerySet, is_held_on
from sessions.platform.database.prepared_query import Given, PreparedQuery
from sessions.promises.steps import lock_promise, take_promise_step

INHERITED_STATES = (*OWED_STATES, PromiseState.CLAIMED_KEPT)


def due_to_inherit(today: date) -> list[UUID]:
    """Promises whose holder's term has ended, in wards that have a new holder."""
    return list(_heirs_query.rows(today=today))


def inherit(promise_id: UUID, today: date) -> list[str]:
    """Inherit the promises, in the caller's transaction.

    Somebody who holds the office again has nothing to adopt: it is their own word.
    """
    promise = lock_promise(promise_id)
    if promise.state not in INHERITED_STATES or is_held_on(promise.holder, today):
        return []
    heir = _holders_on(today).filter(ward=promise.ward_id).order_by("-from_on", "-pk").first()
    if heir is None:
        return []
    is_same_person = heir.holder_id is not None and heir.holder_id == promise.holder.holder_id
    promise.is_to_adopt = promise.is_to_adopt if is_same_person else True
    promise.holder = heir
    take_promise_step(promise, "inherit", by=PromiseStepBy.CLOCK, told={"holder": heir.name_in_log})
    return [f"inherited: {promise.number}"]


def _holders_on(day: date) -> TermQuerySet[Office]:
    return Office.objects.held_on(day).exclude(kind=OfficeKind.VACANT)


_today = Given("today", DateField())

_heirs_query = PreparedQuery(
    lambda: (
        Promise.objects.filter(
            Exists(Office.objects.held_on(_today).filter(ward=OuterRef("ward")).exclude(kind=OfficeKind.VACANT)),
            state__in=INHERITED_STATES,
            holder__to_on__lt=_today,
        )
        .order_by("number")
        .values_list("pk", flat=True)
    )
)
