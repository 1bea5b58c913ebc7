"""Keeps the search text of each activity in step with its words, and finds activities by words of any script."""

from django.db.models import QuerySet

from sessions.models import PUBLIC_ACTIVITY_STATES, Activity, ActivityText
from sessions.platform.lists.words_and_sounds import indexed
from sessions.record.search.search_terms import SearchTerms
from sessions.record.search.text_search import activity_texts_with


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


def index_activity(activity: Activity) -> None:
    """Index it, or take it out of the index while it is not public."""
    if activity.is_public:
        ActivityText.objects.update_or_create(activity=activity, defaults=text_of_activity(activity))
    else:
        ActivityText.objects.filter(activity=activity).delete()
