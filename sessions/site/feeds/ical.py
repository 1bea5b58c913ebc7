"""Dates of chats as an iCalendar object (RFC 5545): UIDs stay, moves raise SEQUENCE, and no date is dropped."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from django.db.models import Count, Max, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sessions.activities.public.planned import PlannedDay
from sessions.chats.calendar.public.entries import Occasion
from sessions.chats.calendar.public.entry_words import notes_of
from sessions.city.display import office_holder, ward_name, weekday_date
from sessions.models import Change
from sessions.platform.clock.city_zone import city_zone
from sessions.platform.text.labels import OCCASION_WORDS
from sessions.site.feeds.planned import Absolute, planned_event

if TYPE_CHECKING:
    from icalendar import Event, Timezone

PRODUCT = "-//Councillor Live Chat//Calendar//EN"
REFRESH = timedelta(hours=1)

"""Makes the full address of one of our paths."""


@dataclass(frozen=True, slots=True)
class FreezeChanges:
    """How many times a freeze was entered, changed or deleted, and when last."""

    times: int
    last: datetime


def write_calendar(
    occasions: Iterable[Occasion], *, name: str, absolute: Absolute, planned: Iterable[PlannedDay] = ()
) -> bytes:
    """The calendar in the active language. The same state gives the same bytes. planned: work, by whole days."""
    from icalendar import Calendar  # here as below: every process loads this module, for its words, and few write feeds

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)  # RFC 7986; older programs read only the next property
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", city_zone().key)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    calendar.add_component(_time_zone(city_zone().key))
    changes = _freeze_changes()
    for occasion in occasions:
        found = [changes[ward] for ward in (None, occasion.ward.pk) if ward in changes]
        calendar.add_component(_event(occasion, absolute, found))
    for work in planned:
        calendar.add_component(planned_event(work, absolute))
    return bytes(calendar.to_ical())


def occasion_title(occasion: Occasion) -> str:
    """Live chat, ward 95; before it what prevents the chat, if anything does."""
    title = _("Live chat, {ward}").format(ward=ward_name(occasion.ward))
    if occasion.state in ("cancelled", "suspended", "waiting"):
        return f"{OCCASION_WORDS[occasion.state]}: {title}"
    return title


def description_of(occasion: Occasion) -> str:
    """What a reader should know about it, one line each."""
    lines = notes_of(occasion)
    office = occasion.chat_session.office
    if office is not None:
        lines.append(office_holder(office))
    ask_from = occasion.chat_session.ask_from
    if occasion.state == "planned" and ask_from is not None:
        lines.append(_("Questions can be asked from {day} on.").format(day=weekday_date(ask_from)))
    if occasion.record:
        lines.append(_("The record is a draft.") if occasion.is_draft else _("The record is sealed."))
    return "\n".join(lines)


def path_of_occasion(occasion: Occasion) -> str:
    """The path of its page: the ward before it is announced, then the room, then the record."""
    if occasion.record:
        return reverse("record", args=[occasion.record])
    if occasion.has_room:
        return reverse("room", args=[occasion.chat_session.pk])
    return reverse("ward", args=[occasion.ward.number])


@cache
def _time_zone(name: str) -> "Timezone":
    """The VTIMEZONE. Making it takes as long as a hundred dates: each instant of seventy years is tried."""
    from icalendar import Timezone

    return Timezone.from_tzid(name)


def _freeze_changes() -> Mapping[int | None, FreezeChanges]:
    """Changes of freezes, by ward; under None the freezes of the whole city."""
    changes = Change.objects.filter(Q(after__kind="freeze") | Q(before__kind="freeze"), subject="closure")
    counted = changes.order_by().values_list("ward").annotate(times=Count("pk"), last=Max("at"))
    return {ward: FreezeChanges(times, last) for ward, times, last in counted}


def _event(occasion: Occasion, absolute: Absolute, freeze_changes: list[FreezeChanges]) -> "Event":
    from icalendar import Event

    url = absolute(path_of_occasion(occasion))
    changed_at = _changed_at(occasion, freeze_changes)
    language = {"LANGUAGE": get_language() or "en"}
    event = Event()
    event.add("uid", str(occasion.chat_session.pk))
    event.add("dtstamp", changed_at)
    event.add("last-modified", changed_at)
    event.add("sequence", _sequence_of(occasion, freeze_changes))
    event.add("dtstart", timezone.localtime(occasion.starts_at))
    event.add("dtend", timezone.localtime(occasion.ends_at))
    event.add("summary", occasion_title(occasion), parameters=language)
    event.add("description", "\n".join(filter(None, (description_of(occasion), url))), parameters=language)
    event.add("location", url)
    event.add("url", url)
    event.add("status", STATUS.get(occasion.state, "CONFIRMED"))
    event.add("transp", "TRANSPARENT" if occasion.state in ("cancelled", "suspended", "waiting") else "OPAQUE")
    return event


def _sequence_of(occasion: Occasion, freeze_changes: list[FreezeChanges]) -> int:
    """The SEQUENCE of a date, which rises when date, length or status change (RFC 5546, 2.1.4), and never falls.

    The stored number counts moves, extensions and the end. The announcement confirms a tentative date. A freeze that is
    entered, changed or deleted suspends dates or releases them. Every date of its ward counts these changes, also one
    outside of the freeze: otherwise the sequence of a date that is moved out of a freeze would fall.
    """
    chat_session = occasion.chat_session
    return chat_session.sequence + occasion.has_room + sum(each.times for each in freeze_changes)


def _changed_at(occasion: Occasion, freeze_changes: list[FreezeChanges]) -> datetime:
    """When this entry last changed. It never goes back, even if a freeze is entered or deleted."""
    chat_session = occasion.chat_session
    moments = [
        chat_session.changed_at,
        chat_session.announced_at,
        chat_session.opened_at,
        chat_session.warned_at,
        chat_session.closed_at,
        chat_session.record.sealed_at if occasion.record else None,
    ]
    if occasion.is_ahead:
        moments += [each.last for each in freeze_changes]
    known = [moment for moment in moments if moment is not None]
    return max(known, default=chat_session.starts_at).replace(microsecond=0)


STATUS = {"planned": "TENTATIVE", "suspended": "TENTATIVE", "waiting": "TENTATIVE", "cancelled": "CANCELLED"}
