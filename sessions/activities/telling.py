"""Lock an activity, and tell the log of its ward or borough what happens with it."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from msgspec import UNSET

from sessions.activities.answered_matters import Answered
from sessions.log.events.promises_and_activities import (
    ActivityPhotoHidden,
    ActivityPhotoShown,
    ActivityPublished,
    ActivityWithdrawn,
)
from sessions.log.months.current import append_to_month
from sessions.log.steps.steps import actor
from sessions.models import Activity, ActivityEvent, ActivityPhoto
from sessions.models.matters.transitions import By
from sessions.platform.people import Person
from sessions.platform.refusals import Refused
from sessions.platform.text.by_language import codes_to_fill_in

AnyActivityEvent = ActivityPublished | ActivityWithdrawn | ActivityPhotoShown | ActivityPhotoHidden


def lock_activity(activity_id: UUID, *, version: int | None = None) -> Activity:
    """The activity with its ward, borough and category, locked until the transaction ends.

    version: the one that the person saw. Raises Refused not_found, or stale with the current state.
    """
    rows = Activity.objects.select_for_update(of=("self",)).select_related("ward__borough", "borough", "category")
    activity = rows.filter(pk=activity_id).first()
    if activity is None:
        raise no_such_activity()
    if version is not None and activity.version != version:
        message = _("Somebody else has changed this in the meantime. Look at it again before you decide.")
        raise Refused("stale", message, facts=activity_state_facts(activity))
    return activity


def no_such_activity() -> Refused:
    """The refusal for an unknown activity, and for one that the person may not know of."""
    return Refused("not_found", _("There is no such activity."))


def activity_state_facts(activity: Activity) -> dict[str, Any]:
    return {
        "activity": str(activity.pk),
        "number": activity.number,
        "state": activity.state,
        "version": activity.version,
    }


def append_about_activity(
    activity: Activity, event: AnyActivityEvent, *, by: By = By.OFFICE, person: Person | None = None
) -> None:
    """Append an event to the log of its ward or borough, so that its history finds it."""
    _logged, row = append_to_month(activity.owner, event, actor=actor(by, person))
    ActivityEvent.objects.create(activity=activity, event=row)


def activity_published(activity: Activity, answered: Answered) -> ActivityPublished:
    """What the public log says of it: the first of its languages as its words, the others as translations."""
    first, *others = [code for code in codes_to_fill_in() if activity.titles.get(code)]
    translations: dict[str, str | None] = {}
    for code in others:
        translations |= {f"title_{code}": activity.titles[code], f"text_{code}": activity.texts[code]}
    return ActivityPublished(
        id=str(activity.pk),
        number=activity.number,
        title=activity.titles[first],
        text=activity.texts[first],
        language=first,
        is_planned=activity.is_planned,
        on_day=activity.on_day.isoformat(),
        version=activity.version,
        category=activity.category.slug if activity.category is not None else UNSET,
        landmark=activity.landmark or UNSET,
        budget_line=activity.budget_line or UNSET,
        amount_paise=activity.amount_paise if activity.amount_paise is not None else UNSET,
        source_link=activity.source_link or UNSET,
        promises=[each.number for each in answered.promises] or UNSET,
        matters=[each.number for each in answered.matters] or UNSET,
        translations=translations or UNSET,
    )


def tell_photo_shown(activity: Activity, photo: ActivityPhoto, *, by: By, person: Person | None) -> None:
    """Tell the log that a photograph is shown; called again once it has been blurred."""
    event = ActivityPhotoShown(
        id=str(activity.pk),
        number=activity.number,
        photo=str(photo.pk),
        moment=photo.moment,
        alt=photo.alt,
        width=photo.width,
        height=photo.height,
    )
    append_about_activity(activity, event, by=by, person=person)


def tell_photo_hidden(activity: Activity, photo: ActivityPhoto, *, by: By, person: Person | None) -> None:
    event = ActivityPhotoHidden(id=str(activity.pk), number=activity.number, photo=str(photo.pk))
    append_about_activity(activity, event, by=by, person=person)
