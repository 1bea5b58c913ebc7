"""Find the log of the month that is written to now, and begin it where it is the month's first event."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import BigIntegerField, CharField, DateField, IntegerField, UUIDField
from django.utils import timezone

from sessions.log import log
from sessions.log.events.streams import MonthLogEvent
from sessions.log.logged_event import LoggedEvent
from sessions.log.months.texts import commit_texts_of_events
from sessions.log.months.timeline import enter_into_timeline, enter_matters_into_timeline
from sessions.models import Borough, Event, MonthLog, Ward
from sessions.platform.database.prepared_query import Given, PreparedQuery
from sessions.platform.text.months import next_month


def month_of_moment(moment: datetime) -> date:
    """The first day of the city's month with this moment."""
    return timezone.localdate(moment).replace(day=1)


def current_month_log(owner: Ward | Borough, moment: datetime | None = None) -> MonthLog:
    """The ward's or the borough's log of this month, locked until the transaction ends.

    After a clock that was set back, or with one that is late, it is the first month that is not sealed yet.
    """
    month = month_of_moment(moment or timezone.now())
    while (locked := _lock(owner, month)).sealed_at is not None:
        month = next_month(month)
    return locked


def _lock(owner: Ward | Borough, month: date) -> MonthLog:
    """Find and lock the month's log; begin it for the first event of the month."""
    find = _of_ward_query if isinstance(owner, Ward) else _of_borough_query
    found: MonthLog | None = find.first(owner=owner.pk, month=month)
    if found is not None:
        return found
    belongs = {"ward": owner} if isinstance(owner, Ward) else {"borough": owner}
    row, is_new = MonthLog.objects.get_or_create(**belongs, month=month)
    if is_new:
        log.start_month_streams(row)
    return MonthLog.objects.select_for_update().get(pk=row.pk)


# Not in the order of its table, which looks at the ward: PostgreSQL would have to lock that, too.
_of_ward_query = PreparedQuery(
    lambda: (
        MonthLog.objects.select_for_update()
        .filter(ward=Given("owner", BigIntegerField()), month=Given("month", DateField()))
        .order_by()
    )
)

_of_borough_query = PreparedQuery(
    lambda: (
        MonthLog.objects.select_for_update()
        .filter(borough=Given("owner", BigIntegerField()), month=Given("month", DateField()))
        .order_by()
    )
)


def append_to_month(owner: Ward | Borough, event: MonthLogEvent, *, actor: str) -> tuple[LoggedEvent, Event]:
    """Append one event to this month's log, in the caller's transaction; answers its row, too."""
    month_log = current_month_log(owner)
    logged = log.append(month_log, event, actor=actor)
    commit_texts_of_events(month_log, [logged])
    row: Event = _event_query.get(month_log=month_log.pk, stream=logged.stream, seq=logged.seq)
    enter_into_timeline(owner, logged, row)
    return logged, row


def append_about_matters(owner: Ward | Borough, events: Sequence[MonthLogEvent], *, actor: str) -> list[int]:
    """Append many events about matters at once, in the caller's transaction; answers the keys of their rows."""
    month_log = current_month_log(owner)
    logged = log.append_all(month_log, [log.NewEvent(event, actor) for event in events])
    commit_texts_of_events(month_log, logged)
    found = _keys_of(month_log, logged)
    keys = [found[each.stream, each.seq] for each in logged]
    enter_matters_into_timeline(owner, logged, keys)
    return keys


def _keys_of(month_log: MonthLog, logged: Sequence[LoggedEvent]) -> dict[tuple[str, int], int]:
    """Return the database keys of consecutive events, by stream and seq."""
    keys: dict[tuple[str, int], int] = {}
    for name in {each.stream for each in logged}:
        first = min(each.seq for each in logged if each.stream == name)
        rows = Event.objects.filter(stream__month_log=month_log, stream__name=name, seq__gte=first)
        keys |= {(str(name), seq): pk for seq, pk in rows.values_list("seq", "pk")}
    return keys


_event_query = PreparedQuery(
    lambda: Event.objects.only("pk").filter(
        stream__month_log=Given("month_log", UUIDField()),
        stream__name=Given("stream", CharField()),
        seq=Given("seq", IntegerField()),
    )
)
