"""After 14 days, what most of the supporters said counts, where three have answered. Silence settles nothing."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import DateTimeField, F
from django.utils import timezone

from sessions.database.prepared_query import Given, PreparedQuery
from sessions.models import Promise, PromiseState
from sessions.promises.keeping.claims import ANSWER_DAYS, last_day_to_say
from sessions.promises.keeping.verdicts import FEWEST_SUPPORTERS, settle_by_majority
from sessions.promises.steps import lock_promise


def due_to_settle(today: date) -> list[UUID]:
    """Claims of more than 14 days ago of which enough supporters have said something, and most the same."""
    last_day = today - timedelta(days=ANSWER_DAYS)
    return list(_settled_query.rows(before=timezone.make_aware(datetime.combine(last_day, datetime.min.time()))))


def settle_claim(promise_id: UUID, today: date) -> list[str]:
    """In the caller's transaction. After a freeze, in which nobody was asked, they have the time that they need."""
    promise = lock_promise(promise_id)
    if promise.state != PromiseState.CLAIMED_KEPT or promise.claimed_at is None:
        return []
    if today <= last_day_to_say(promise.ward, timezone.localdate(promise.claimed_at)):
        return []
    return [f"settled by supporters: {promise.number}"] if settle_by_majority(promise) else []


_settled_query = PreparedQuery(
    lambda: (
        Promise.objects.filter(state=PromiseState.CLAIMED_KEPT, claimed_at__lt=Given("before", DateTimeField()))
        .alias(answers=F("kept_votes") + F("not_votes"))
        .filter(answers__gte=FEWEST_SUPPORTERS)
        .exclude(kept_votes=F("not_votes"))
        .order_by("claimed_at")
        .values_list("pk", flat=True)
    )
)
