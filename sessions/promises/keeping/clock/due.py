"""What is due by the clock about promises: told soon and overdue, passed on to a new holder, settled by supporters.

Each promise is brought on in a transaction of its own. What a downtime missed is made up by the next look. Each part is
bounded: where more is to be done, the next second goes on.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import DateTimeField
from django.utils import timezone

from sessions.models import ClaimEnd, Closure, Promise, PromiseState
from sessions.models.promises.transitions import PromiseStepBy
from sessions.platform.clock.city_zone import city_moment
from sessions.platform.database.prepared_query import Given, PreparedQuery
from sessions.promises.keeping.askers import asked_of
from sessions.promises.keeping.claims import PROMISE_VERDICT_DAYS, kept_claim_of, last_day_among, last_day_to_say
from sessions.promises.keeping.clock import days, inheriting
from sessions.promises.keeping.verdicts import can_be_confirmed, settle_by_majority
from sessions.promises.steps import lock_promise, take_promise_step

# After 14 days, what most of the supporters said counts, where three have answered. Silence settles nothing.
#
# What nobody settled is told then: that it is not confirmed, and where it can be by nobody any longer, that.


def due_to_settle(today: date) -> list[UUID]:
    """Claims whose time for an answer is over, and of which the log has not told what came of that; oldest first."""
    last_day = today - timedelta(days=PROMISE_VERDICT_DAYS)
    rows = _open_claims.rows(before=city_moment(last_day))
    if not rows:
        return []
    freezes = list(Closure.objects.freezes())
    return [
        promise
        for promise, ward, claimed_at in rows
        if today > last_day_among(freezes, ward, timezone.localdate(claimed_at))
    ]


def settle_claim(promise_id: UUID, today: date) -> list[str]:
    """Settle the claim, in the caller's transaction.

    After a freeze, in which nobody was asked, they have the time that they need.
    """
    promise = lock_promise(promise_id)
    if promise.state != PromiseState.CLAIMED_KEPT or promise.claim_end or promise.claimed_at is None:
        return []
    if today <= last_day_to_say(promise.ward, timezone.localdate(promise.claimed_at)):
        return []
    if settle_by_majority(promise):
        return [f"settled by supporters: {promise.number}"]
    is_possible = can_be_confirmed(promise, kept_claim_of(promise), asked_of(promise))
    promise.claim_end = ClaimEnd.UNCONFIRMED if is_possible else ClaimEnd.UNCONFIRMABLE
    told = {"kept": promise.kept_votes, "not_kept": promise.not_votes}
    take_promise_step(promise, str(promise.claim_end), by=PromiseStepBy.CLOCK, told=told)
    return [f"not confirmed: {promise.number}"]


_open_claims = PreparedQuery(
    lambda: (
        Promise.objects.filter(
            state=PromiseState.CLAIMED_KEPT, claim_end="", claimed_at__lt=Given("before", DateTimeField())
        )
        .order_by("claimed_at")
        .values_list("pk", "ward_id", "claimed_at")
    )
)


type BringOn = Callable[[UUID, date], list[str]]

AT_MOST = 100
"""Promises of one part in one tick."""

PARTS = (
    (inheriting.due_to_inherit, inheriting.inherit),
    (days.due_to_tell, days.tell_day),
    (due_to_settle, settle_claim),
)
"""What finds them, and what brings one on: a new holder first, so that the right office is told."""


def carry_out_due_promises(now: datetime) -> list[str]:
    """Answers what was done. Safe to run twice, and in two places at once; three queries where nothing is due.

    A promise that fails does not stop the others: this raises an ExceptionGroup after everything else is done.
    """
    today = timezone.localdate(now)
    done: list[str] = []
    failures: list[Exception] = []
    for find, bring_on in PARTS:
        for promise_id in find(today)[:AT_MOST]:
            try:
                done += _bring_on(bring_on, promise_id, today)
            except Exception as failure:  # noqa: BLE001 -- after any error, the other promises are brought on
                failures.append(failure)
    if failures:
        raise ExceptionGroup("some promises could not be brought on", failures)
    return done


@transaction.atomic
def _bring_on(bring_on: BringOn, promise_id: UUID, today: date) -> list[str]:
    return bring_on(promise_id, today)
