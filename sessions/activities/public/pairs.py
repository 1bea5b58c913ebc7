"""Photographs of before and after, which stand side by side."""

from collections.abc import Iterable
from typing import Any, cast

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q

from sessions.models import Activity, ActivityPhoto, PhotoMoment, PhotoState
from sessions.models.activity import ActivityQuerySet


def before_and_after(photos: Iterable[ActivityPhoto]) -> list[ActivityPhoto]:
    """The first of each; empty where one of them is missing."""
    first: dict[str, ActivityPhoto] = {}
    for photo in photos:
        first.setdefault(photo.moment, photo)
    moments = (PhotoMoment.BEFORE, PhotoMoment.AFTER)
    return [first[moment] for moment in moments] if all(moment in first for moment in moments) else []


def telling_of_pairs(rows: ActivityQuerySet) -> ActivityQuerySet:
    """Annotations for newest_pair(): each knows, in the same query, whether the public may see both."""
    shown = ActivityPhoto.objects.filter(activity=OuterRef("pk"), state=PhotoState.SHOWN)
    before, after = (Exists(shown.filter(moment=moment)) for moment in (PhotoMoment.BEFORE, PhotoMoment.AFTER))
    return rows.annotate(has_pair=ExpressionWrapper(Q(before, after), output_field=BooleanField()))


def newest_pair(activities: Iterable[Activity]) -> list[ActivityPhoto]:
    """The pair of the first activity that has one; a query only where one has."""
    found = next((each for each in activities if cast("Any", each).has_pair), None)
    return before_and_after(found.photos.filter(state=PhotoState.SHOWN)) if found is not None else []
