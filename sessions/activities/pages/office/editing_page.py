"""One activity as its office sees it: changed, published, withdrawn, and its photographs."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from sessions.activities.facts import missing_languages
from sessions.activities.pages.office.adding_photos import PhotoForm, add_sent_photo
from sessions.activities.pages.office.form import ActivityForm, initial_of_activity
from sessions.activities.pages.office.placing import ActivityPlace, begin_place, read_activity_place
from sessions.activities.public.facts import ACTIVITY_RELATIONS, public_activity
from sessions.activities.public.history import activity_history
from sessions.activities.staff import activities_of
from sessions.activities.writing import change_activity, publish_activity, withdraw_activity
from sessions.chats.calendar.lifecycle.freezes import hidden_words
from sessions.city.pages.staff_page import staff_page
from sessions.city.people.ward_staff import Staff
from sessions.city.places.place_form import allow_location
from sessions.contract.limits import MAX_REASON_GRAPHEMES
from sessions.models import Activity, ActivityState, PhotoState
from sessions.models.activity_numbers import read_activity_number
from sessions.platform.pages.confirming import require_confirmation
from sessions.platform.refusals import Refused
from sessions.platform.text.by_language import language_name
from sessions.platform.text.form_values import posted_number
from sessions.platform.text.spoken.lists import join_words
from sessions.platform.text.text_input import clean_text

STATUS = {"stale": 409}


@dataclass(frozen=True, slots=True)
class Tried:
    """What a person has sent that was not carried out. seen: the version that they saw; 0 for the one that stands.

    reason: for withdrawing it.
    """

    form: ActivityForm | None = None
    place: ActivityPlace | None = None
    photo_form: PhotoForm | None = None
    refused: Refused | None = None
    seen: int = 0
    reason: str = ""

    @property
    def status(self) -> int:
        return (
            STATUS.get(self.refused.code, HTTPStatus.UNPROCESSABLE_ENTITY)
            if self.refused is not None
            else HTTPStatus.UNPROCESSABLE_ENTITY
        )


NOTHING_TRIED = Tried()


@staff_page("activities")
def office_activity(request: HttpRequest, reader: Staff, activity_number: str) -> HttpResponse:
    """POST do=save, publish, withdraw or photo. What was written stays after a refusal."""
    activity = _find_activity(reader, activity_number)
    if request.method != "POST":
        return _show(request, activity)
    version = posted_number(request.POST.get("version", ""))
    match request.POST.get("do", ""):
        case "publish":
            return _publish(request, reader, activity, version)
        case "withdraw":
            return _withdraw(request, reader, activity, version)
        case "photo":
            return _add_photo(request, reader, activity)
    return _change(request, reader, activity, version)


def _find_activity(reader: Staff, number: str) -> Activity:
    """Raises Http404 for one of others, too."""
    rows = Activity.objects.filter(activities_of(reader)).select_related(*ACTIVITY_RELATIONS)
    found = rows.filter(number=read_activity_number(number) or "").first()
    if found is None:
        raise Http404
    return found


def _change(request: HttpRequest, reader: Staff, activity: Activity, version: int) -> HttpResponse:
    owner = activity.owner
    form, place = ActivityForm(owner, request.POST), read_activity_place(request.POST, owner)
    if place.was_map_pressed:
        form = ActivityForm(owner, initial=request.POST.dict())
        return _show(request, activity, Tried(form, place, seen=version))
    if not form.is_valid() or not place.is_right:
        return _refuse(request, activity, Tried(form, place, seen=version))
    try:
        facts = form.facts(place=place.columns())
        change_activity(activity.pk, facts, person=reader.person, version=version)
    except Refused as refused:
        form.refuse(refused)
        activity.refresh_from_db()
        # A person who saw an older one reads what stands now, and may then save over it.
        return _refuse(request, activity, Tried(form, place, refused=refused))
    messages.success(request, _("Saved."))
    return redirect("office_activity", activity.number)


def _publish(request: HttpRequest, reader: Staff, activity: Activity, version: int) -> HttpResponse:
    try:
        publish_activity(activity.pk, person=reader.person, version=version)
    except Refused as refused:
        activity.refresh_from_db()
        return _refuse(request, activity, Tried(refused=refused))
    messages.success(request, _("Published. Each photo is shown once a second person has looked at it."))
    return redirect("office_activity", activity.number)


def _withdraw(request: HttpRequest, reader: Staff, activity: Activity, version: int) -> HttpResponse:
    reason = request.POST.get("reason", "")
    try:
        if activity.is_public and reason.strip():
            require_confirmation(request.POST, clean_text(reason, max_graphemes=MAX_REASON_GRAPHEMES))
        withdraw_activity(activity.pk, person=reader.person, version=version, reason=reason)
    except Refused as refused:
        activity.refresh_from_db()
        return _refuse(request, activity, Tried(refused=refused, reason=reason))
    messages.success(request, _("Withdrawn."))
    return redirect("office_activities")


def _add_photo(request: HttpRequest, reader: Staff, activity: Activity) -> HttpResponse:
    form = PhotoForm(request.POST, request.FILES)
    if not (form.is_valid() and add_sent_photo(form, activity, reader.person)):
        return _refuse(request, activity, Tried(photo_form=form))
    messages.success(request, _("The photo is added. It waits for a second person, who looks at it."))
    return redirect("office_activity", activity.number)


def _refuse(request: HttpRequest, activity: Activity, tried: Tried) -> HttpResponse:
    return _show(request, activity, tried, status=tried.status)


def _show(request: HttpRequest, activity: Activity, tried: Tried = NOTHING_TRIED, *, status: int = 200) -> HttpResponse:
    facts = public_activity(activity, timezone.localdate())
    where = tried.place or begin_place(activity.owner, activity)
    is_over = activity.state == ActivityState.WITHDRAWN
    missing = [language_name(code) for code in missing_languages(activity.titles)]
    context: dict[str, Any] = {
        "activity": activity,
        "facts": facts,
        "form": None if is_over else tried.form or ActivityForm(activity.owner, initial=initial_of_activity(activity)),
        "is_opened": tried.form is not None,
        "version": tried.seen or activity.version,
        "where": where,
        "place": where.context(request),
        "photos": [] if is_over else activity.photos.exclude(state=PhotoState.DECLINED),
        "photo_form": tried.photo_form or PhotoForm(),
        "refused": tried.refused,
        "reason": tried.reason,
        "now": [(code, title, activity.texts[code]) for code, title in activity.titles.items()],
        "missing": join_words(missing) if missing else "",
        "frozen": hidden_words(facts.freeze) if facts.freeze is not None else "",
        "history": activity_history(activity) if activity.was_public else [],
    }
    return allow_location(render(request, "sessions/activities/office/one.html", context, status=status))
