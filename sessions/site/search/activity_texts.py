"""Keeps the search text of each activity in step with its words, and finds activities by words of any script."""

from typing import Any

from django.db.models import QuerySet
from django.db.models.signals import post_save

from sessions.models import PUBLIC_ACTIVITY_STATES, Activity, ActivityText
from sessions.platform.lists.words_and_sounds import indexed
from sessions.record.search.search_terms import SearchTerms
from sessions.record.search.text_search import activity_texts_with


def connect_activity_indexing() -> None:
    """Connect the indexing: from now on, each activity that is saved is indexed, or leaves the index."""
    post_save.connect(_index_saved, sender=Activity, dispatch_uid="search text of activities")


def activities_with(terms: SearchTerms) -> QuerySet[Activity]:
    """Activities in public states with these terms; none without terms. The caller leaves out what a freeze hides."""
    if not terms:
        return Activity.objects.none()
    return Activity.objects.filter(
        state__in=PUBLIC_ACTIVITY_STATES, pk__in=activity_texts_with(terms).values("activity")
    )


def text_of_activity(activity: Activity) -> dict[str, str]:
    texts = (*activity.titles.values(), *activity.texts.values(), activity.landmark, activity.budget_line)
    return indexed(*filter(None, texts))


def _index_saved(instance: Activity, raw: bool = False, **_more: Any) -> None:
    if raw:
        return
    if instance.is_public:
        ActivityText.objects.update_or_create(activity=instance, defaults=text_of_activity(instance))
    else:
        ActivityText.objects.filter(activity=instance).delete()
