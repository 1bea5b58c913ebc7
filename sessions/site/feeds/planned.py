"""Planned work as events of whole days in an iCalendar object (RFC 5545), and as news."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid5

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sessions.activities.public.planned import PlannedDay
from sessions.platform.feeds.atom import AtomEntry

if TYPE_CHECKING:
    from icalendar import Event

Absolute = Callable[[str], str]


def planned_event(work: PlannedDay, absolute: Absolute) -> "Event":
    """The event of planned work: SEQUENCE is its version, no time is taken. Withdrawn work is cancelled."""
    from icalendar import Event

    language = {"LANGUAGE": get_language() or "en"}
    address = absolute(reverse("activity", args=[work.facts.number]))
    event = Event()
    event.add("uid", str(work.id))
    event.add("dtstamp", work.changed_at.replace(microsecond=0))
    event.add("last-modified", work.changed_at.replace(microsecond=0))
    event.add("sequence", work.facts.activity.version)
    event.add("dtstart", work.day)
    event.add("dtend", work.day + timedelta(days=1))
    event.add("summary", planned_title(work), parameters=language)
    event.add("description", "\n".join(filter(None, (*_lines(work), address))), parameters=language)
    event.add("categories", [_("Planned work"), *work.terms])
    landmark = work.facts.activity.landmark
    if landmark and not (work.is_off or work.facts.is_hidden):
        event.add("location", landmark)
    event.add("url", address)
    event.add("status", "CANCELLED" if work.is_off else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    return event


def planned_title(work: PlannedDay) -> str:
    if work.is_off:
        return _("{ward}: planned work, withdrawn").format(ward=work.facts.where)
    return _("{ward}: {title}").format(ward=work.facts.where, title=work.facts.title.text)


def planned_news(planned: Iterable[PlannedDay], absolute: Absolute) -> list[AtomEntry]:
    """One entry for each, as it stands; those that a freeze hides are left out."""
    return [
        AtomEntry(
            uuid5(work.id, "planned"),
            planned_title(work),
            "\n".join(_lines(work)),
            work.changed_at,
            absolute(reverse("activity", args=[work.facts.number])),
            ("planned", *([slug] if (slug := _slug(work)) else [])),
        )
        for work in planned
        if not work.facts.is_hidden
    ]


def _lines(work: PlannedDay) -> tuple[str, ...]:
    if work.is_off:
        return (_("Withdrawn by the office"),)
    return work.facts.when, work.facts.hidden or work.facts.text.text


def _slug(work: PlannedDay) -> str:
    category = work.facts.activity.category
    return category.slug if category is not None else ""
