"""What is due by the clock about promises: told soon and overdue, passed on to a new holder, settled by supporters.

Each promise is brought on in a transaction of its own. What a downtime missed is made up by the next look. Each part is
bounded: where more is to be done, the next second goes on.
"""

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from sessions.promises.keeping.clock import days, inheriting, settling

type BringOn = Callable[[UUID, date], list[str]]

AT_MOST = 100
"""Promises of one part in one tick."""

PARTS = (
    (inheriting.due_to_inherit, inheriting.inherit),
    (days.due_to_tell, days.tell_day),
    (settling.due_to_settle, settling.settle_claim),
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
