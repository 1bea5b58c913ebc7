"""Seal the logs of past months: nothing is added to them any longer, and their roots are in the installation's log."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import DateField
from django.utils import timezone

from sessions.log import log
from sessions.log.audit import CLOCK
from sessions.log.events.months import MonthSealed
from sessions.models import MonthLog, MonthRecord
from sessions.platform.database.prepared_query import Given, PreparedQuery
from sessions.platform.text.months import next_month
from sessions.record.months.compile import compile_month, slug_of
from sessions.record.months.removing import add_leaves
from sessions.record.proof.installation_log import append_record_state
from sessions.record.proof.states import with_draft_or_states


def due_months(now: datetime) -> list[MonthLog]:
    """Months that are over for MONTH_SEALED_AFTER_DAYS days, the oldest first; one query."""
    day = timezone.localdate(now) - timedelta(days=settings.MONTH_SEALED_AFTER_DAYS)
    return list(_due_query.rows(before=day.replace(day=1)))


_due_query = PreparedQuery(
    lambda: (
        MonthLog.objects.open()
        .select_related("ward", "borough")
        .filter(month__lt=Given("before", DateField()))
        .order_by("month", "pk")
    )
)


def sealed_from(month: date) -> date:
    """The first day on which the month that begins on this day may be sealed."""
    return next_month(month) + timedelta(days=settings.MONTH_SEALED_AFTER_DAYS)


def seal_due_months(now: datetime) -> list[str]:
    """Seal those that are due; answers which. One that fails stops no other: an ExceptionGroup is raised at the end."""
    done: list[str] = []
    failures: list[Exception] = []
    for month_log in due_months(now):
        try:
            done.append(f"sealed {seal_month(month_log).slug}")
        except Exception as failure:  # noqa: BLE001 -- after any error, the other months are sealed
            failures.append(failure)
    if failures:
        raise ExceptionGroup("some months could not be sealed", failures)
    return done


@transaction.atomic
def seal_month(month_log: MonthLog) -> MonthRecord:
    """Seal it in one transaction: its last entry says so, and its root is a leaf of the installation's log.

    So is each removal of words while it was open: their commitments stand in it.

    A month that another process has sealed meanwhile is left as it is. Raises LogRefused (sessions/record/proof/) where
    the log cannot be signed, TypeError where an event cannot be read, ValueError where its words were changed.
    """
    month_log = MonthLog.objects.select_for_update(of=("self",)).select_related("ward", "borough").get(pk=month_log.pk)
    if month_log.sealed_at is not None:
        return MonthRecord.objects.get(month_log=month_log)
    sealed = log.append(month_log, MonthSealed(month=month_log.month.isoformat()), actor=CLOCK)
    compiled, slug = compile_month(month_log), slug_of(month_log)
    tree = compiled["tree"]
    state = {"size": tree["size"], "root": tree["root"], "sealed_at": compiled["entries"][-1]["at"]}
    states = [state | {"index": append_record_state(slug=slug, **state)}]
    month_log.sealed_at = sealed.at
    month_log.save(update_fields=["sealed_at"])
    document = with_draft_or_states(compiled, slug=slug, correct_until=None, states=states)
    record = MonthRecord.objects.create(
        month_log=month_log,
        slug=slug,
        document=document,
        sealed_at=sealed.at,
        are_leaves_missing=bool(document["redactions"]),
    )
    if record.are_leaves_missing:
        add_leaves(record)
    return record
