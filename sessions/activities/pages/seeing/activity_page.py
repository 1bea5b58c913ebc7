"""One activity: what the office says, its photographs, what it answers, who says that it is not so, its history."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from sessions.activities.answered_matters import answered_by_activity
from sessions.activities.public.facts import ACTIVITY_RELATIONS, public_activity
from sessions.activities.public.history import activity_history, words_of_version
from sessions.activities.public.pairs import before_and_after
from sessions.matters.public.facts import facts_of_matter
from sessions.models import SHOWN_STATES, Activity, ActivityPhoto, MatterKind, PhotoMoment, PhotoState, Ward
from sessions.models.activity_numbers import read_activity_number
from sessions.platform.text.form_values import posted_number

MOST_OBJECTIONS = 20


def find_public_activity(number: str) -> Activity:
    """Raises Http404 for one that was never public, as for one that does not exist."""
    rows = Activity.objects.select_related(*ACTIVITY_RELATIONS)
    found = rows.filter(number=read_activity_number(number) or "", published_at__isnull=False).first()
    if found is None:
        raise Http404
    return found


@require_safe
def one_activity(request: HttpRequest, activity_number: str) -> HttpResponse:
    """`?version=`: with the words that it had then. In a freeze its day alone is shown; withdrawn, why."""
    activity = find_public_activity(activity_number)
    if activity.number != activity_number:
        return redirect("activity", activity.number)
    facts = public_activity(activity, timezone.localdate())
    is_readable = activity.is_public and not facts.is_hidden
    context: dict[str, Any] = {
        "facts": facts,
        "activity": activity,
        "is_readable": is_readable,
        "history": activity_history(activity) if not facts.is_hidden else [],
    }
    if is_readable:
        context |= {
            "answered": answered_by_activity(activity),
            "not_so": not_so_address(activity),
            "objections": _objections(activity),
            "earlier": words_of_version(activity, posted_number(request.GET.get("version", ""))),
            **_photos(activity),
        }
    return render(request, "sessions/activities/one.html", context)


def not_so_address(activity: Activity) -> str:
    """The form of a complaint, filled in with what the activity is about."""
    given = {"kind": MatterKind.COMPLAINT.value, "about": activity.number}
    if isinstance(activity.owner, Ward):
        given["ward"] = str(activity.owner.number)
    return f"{reverse('lodge_matter')}?{urlencode(given)}"


def _objections(activity: Activity) -> list[Any]:
    """What residents have said is not so, as everybody may read it; the newest first."""
    rows = activity.objections.filter(state__in=SHOWN_STATES, published_at__isnull=False)
    rows = rows.select_related("ward__borough", "category").order_by("-published_at")[:MOST_OBJECTIONS]
    today = timezone.localdate()
    return [facts_of_matter(matter, today) for matter in rows]


def _photos(activity: Activity) -> dict[str, Sequence[ActivityPhoto]]:
    """The photos of the page.

    pair: the first of before and of after, which stand side by side, where there are both; and the others.
    """
    shown = list(activity.photos.filter(state=PhotoState.SHOWN))
    pair = before_and_after(shown)
    order = {moment: place for place, moment in enumerate(PhotoMoment)}
    others = sorted((each for each in shown if each not in pair), key=lambda each: order[PhotoMoment(each.moment)])
    return {"pair": pair, "photos": others}
