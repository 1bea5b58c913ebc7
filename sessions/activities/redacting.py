"""Empty the texts of an activity that repeat redacted words: in its table, in the search, and in the log of its ward.

The log and its sealed months keep the commitments. What a month of older versions was sealed with, without a commitment
of its own, stays there: budget line, source, and why an activity was withdrawn.
"""

from collections.abc import Iterator
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sessions.activities.telling import lock_activity
from sessions.log.months.texts import TEXTS_OF_EVENTS, texts_of_event
from sessions.models import Activity, Event, MonthRecord, MonthText, Redaction, StreamName, Ward
from sessions.record.months.removing import destroy_quotes_in_months
from sessions.record.redaction.free_texts.comparing import Phrases, holds_any
from sessions.record.redaction.free_texts.place_words import activity_words
from sessions.record.redaction.free_texts.places import QuotingPlace
from sessions.record.redaction.free_texts.removed_sentence import without_quote, without_quotes

ACTIVITY = "activity"
LINES = ("landmark", "budget_line", "source_link")
"""Blank where there is nothing to say."""


def places_in_activities(ward: Ward, phrases: Phrases) -> Iterator[QuotingPlace]:
    """Places in activities of the ward and its borough that repeat the phrases, also in earlier words."""
    rows = Activity.objects.filter(Q(ward=ward) | Q(borough__isnull=False, borough=ward.borough_id))
    for activity in rows.prefetch_related("photos", "events__event").order_by("made_at", "pk"):
        what = activity_words(activity.number)
        told = [each.event for each in activity.events.all()]
        if holds_any(_texts_now(activity), phrases) or any(_can_be_emptied(event, phrases) for event in told):
            yield QuotingPlace(
                key=f"{ACTIVITY}:{activity.number}",
                what=what,
                address=reverse("activity", args=[activity.number]),
                lock=partial(lock_activity, activity.pk),
                empty=partial(_empty, activity.pk, phrases),
            )
        if any(_is_proved_as_it_is(event, phrases) for event in told):
            yield QuotingPlace(
                key=f"month:{activity.number}",
                what=what,
                address=reverse("activity", args=[activity.number]),
                left=_(
                    "The sealed log of the month has these words in its budget line, its source or the reason why it "
                    "was withdrawn: the proof covers them as they are, and they stay there."
                ),
            )


def _texts_now(activity: Activity) -> list[Any]:
    lines = [getattr(activity, name) for name in (*LINES, "why_withdrawn")]
    return [activity.titles, activity.texts, *lines, *(photo.alt for photo in activity.photos.all())]


def _can_be_emptied(event: Event, phrases: Phrases) -> bool:
    holding = _names_holding(event, phrases)
    return bool(holding and holding - _proved_as_they_are(event))


def _is_proved_as_it_is(event: Event, phrases: Phrases) -> bool:
    holding = _names_holding(event, phrases)
    return bool(holding and holding & _proved_as_they_are(event))


def _names_holding(event: Event, phrases: Phrases) -> set[str]:
    return {name for name, value in texts_of_event(event.type, event.body) if holds_any(value, phrases)}


def _proved_as_they_are(event: Event) -> set[str]:
    """The names of its texts that its sealed month has no commitments of; none while the month is open."""
    if not MonthRecord.objects.filter(month_log__streams=event.stream_id).exists():
        return set()
    rows = MonthText.objects.filter(month_log__streams=event.stream_id, seq=event.seq)
    return {name for name, _value in texts_of_event(event.type, event.body)} - set(rows.values_list("field", flat=True))


def _empty(activity_id: UUID, phrases: Phrases, redaction: Redaction) -> None:
    """Locked before. First what proves its words, as long as the words are in the log."""
    activity = lock_activity(activity_id)
    holds = partial(holds_any, phrases=phrases)
    destroy_quotes_in_months(activity.pk, holds, ground=redaction.ground, authority=redaction.authority)
    for event in Event.objects.filter(activity_event__activity=activity, stream__name=StreamName.WARD).order_by("pk"):
        body = _without_quotes_in(event, phrases)
        if body != event.body:
            Event.objects.filter(pk=event.pk).update(body=body)
    for photo in activity.photos.all():
        if holds(photo.alt):
            photo.alt = without_quote(photo.alt, phrases)
            photo.save(update_fields=["alt"])
    activity.titles = without_quotes(activity.titles, phrases)
    activity.texts = without_quotes(activity.texts, phrases)
    activity.why_withdrawn = without_quote(activity.why_withdrawn, phrases)
    for name in LINES:
        if holds(getattr(activity, name)):
            setattr(activity, name, "")
    activity.version += 1
    activity.changed_at = timezone.now()
    activity.save()


def _without_quotes_in(event: Event, phrases: Phrases) -> dict[str, Any]:
    """None for each text that repeats the words, but for those that the sealed month proves as they are."""
    body: dict[str, Any] = dict(event.body)
    gone = _names_holding(event, phrases)
    gone -= _proved_as_they_are(event) if gone else set()
    for *within, name in TEXTS_OF_EVENTS.get(event.type, ()):
        if name in gone:
            body |= {within[0]: {**body[within[0]], name: None}} if within else {name: None}
    return body
