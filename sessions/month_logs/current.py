"""Find the log of the month that is written to now, and begin it where it is the month's first event."""

from datetime import date, datetime

from django.utils import timezone

from sessions.log import log
from sessions.log.logged_event import LoggedEvent
from sessions.log.ward_events import MonthLogEvent
from sessions.models import Borough, Event, MonthLog, Ward
from sessions.month_logs.timeline import enter_into_timeline


def month_of(moment: datetime) -> date:
    """The first day of the city's month with this moment."""
    return timezone.localdate(moment).replace(day=1)


def current_month_log(owner: Ward | Borough, moment: datetime | None = None) -> MonthLog:
    """The ward's or the borough's log of this month, locked until the transaction ends.

    After a clock that was set back, or with one that is late, it is the first month that is not sealed yet.
    """
    month = month_of(moment or timezone.now())
    belongs = {"ward": owner} if isinstance(owner, Ward) else {"borough": owner}
    while True:
        row, is_new = MonthLog.objects.get_or_create(**belongs, month=month)
        if is_new:
            log.start_month_streams(row)
        locked = MonthLog.objects.select_for_update().get(pk=row.pk)
        if locked.sealed_at is None:
            return locked
        month = next_month(month)


def next_month(month: date) -> date:
    """The first day of the month after the one that begins on this day."""
    return month.replace(year=month.year + month.month // 12, month=month.month % 12 + 1)


def append_to_month(owner: Ward | Borough, event: MonthLogEvent, *, actor: str) -> tuple[LoggedEvent, Event]:
    """Append one event to this month's log, in the caller's transaction; answers its row, too."""
    month_log = current_month_log(owner)
    logged = log.append(month_log, event, actor=actor)
    row = Event.objects.only("pk").get(stream__month_log=month_log, stream__name=logged.stream, seq=logged.seq)
    enter_into_timeline(owner, logged, row)
    return logged, row
