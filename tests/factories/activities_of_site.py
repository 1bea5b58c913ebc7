"""Activities as rows with their event in the log, for tests of pages that show them."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from sessions.log.events.promises_and_activities import ActivityPublished
from sessions.log.months.current import append_to_month, current_month_log
from sessions.models import Activity, ActivityEvent, ActivityState, Borough, Ward
from sessions.models.activity_numbers import activity_number, next_activity_serial


@transaction.atomic
def published_activity(owner: Ward | Borough, title: str = "New drain covers", **fields: Any) -> Activity:
    """Done today, unless the fields say otherwise."""
    current_month_log(owner)
    now = timezone.now()
    on_day: date = fields.pop("on_day", timezone.localdate())
    serial = next_activity_serial(owner, on_day)
    activity = Activity.objects.create(
        ward=owner if isinstance(owner, Ward) else None,
        borough=owner if isinstance(owner, Borough) else None,
        year=on_day.year,
        serial=serial,
        number=activity_number(owner, on_day.year, serial),
        titles={"en": title},
        on_day=on_day,
        state=ActivityState.PUBLISHED,
        made_at=now,
        changed_at=now,
        published_at=now,
        **fields,
    )
    tell_again(activity)
    return activity


@transaction.atomic
def tell_again(activity: Activity) -> None:
    """Tell it again, as it is now, as a correction does."""
    event = ActivityPublished(
        id=str(activity.pk),
        number=activity.number,
        title=activity.title,
        text="",
        language="en",
        is_planned=activity.is_planned,
        on_day=activity.on_day.isoformat(),
        version=1,
    )
    owner = activity.ward or activity.borough
    assert owner is not None, "it is of a ward or of a borough"
    _logged, row = append_to_month(owner, event, actor="clerk")
    ActivityEvent.objects.create(activity=activity, event=row)
