"""The photographs that wait for a second person, one of them as a file, and the page with the blur brush."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from sessions.activities.photos import blur_activity_photo, hide_activity_photo, show_activity_photo
from sessions.city.pages.staff_page import staff_page
from sessions.city.people.ward_staff import Staff, staff_of
from sessions.contract.limits import WAITING_PHOTOS_PER_PAGE
from sessions.models import ActivityPhoto, ActivityState, PhotoState
from sessions.platform.photos.boxes import BadBox, read_boxes
from sessions.platform.photos.refusing import bad_box
from sessions.platform.photos.serving import picture_response
from sessions.platform.refusals import Refused
from sessions.platform.text.form_values import NO_ID, id_in


@staff_page("activity_photos")
def photos_to_check(request: HttpRequest, reader: Staff) -> HttpResponse:
    """The oldest first. POST do=show or do=hide decides about one (photo=), as the person saw it (seen=)."""
    if request.method == "POST":
        return _decide(request, reader)
    page = Paginator(photos_waiting_for(reader), WAITING_PHOTOS_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "sessions/activities/office/photos.html", {"page": page})


def photos_waiting_for(reader: Staff) -> QuerySet[ActivityPhoto]:
    """Waiting photos at which this person may be the second to look."""
    theirs = Q(activity__ward__in=reader.wards) | Q(activity__borough__in=reader.boroughs)
    own = Q(added_by=reader.person) | Q(activity__published_by=reader.person)
    rows = ActivityPhoto.objects.filter(theirs, state=PhotoState.WAITING).exclude(own)
    rows = rows.exclude(activity__state=ActivityState.WITHDRAWN)
    return rows.select_related("activity__ward", "activity__borough").order_by("added_at", "pk")


@staff_page("activity_photos")
def activity_photo_file(request: HttpRequest, reader: Staff, photo_id: UUID) -> HttpResponse:
    """The photo as it is stored, whatever was decided about it."""
    photo = _find_photo(reader, photo_id)
    return picture_response(photo.sha256, is_approved=False, is_small="small" in request.GET)


@staff_page("activity_photos")
def activity_blur_page(request: HttpRequest, reader: Staff, photo_id: UUID) -> HttpResponse:
    """POST box= (several: left top right bottom, in fractions of the photo) blurs those places for good."""
    photo = _find_photo(reader, photo_id)
    if request.method != "POST":
        return _show(request, photo)
    try:
        blur_activity_photo(
            photo.pk,
            person=reader.person,
            seen=request.POST.get("seen", ""),
            boxes=read_boxes(request.POST.getlist("box")),
        )
    except BadBox:
        return _show(request, photo, bad_box().message)
    except Refused as refused:
        return _show(request, _find_photo(reader, photo_id), refused.message)
    messages.success(request, _("The photo is blurred there. The photo as it was is deleted."))
    return _back(reader, photo)


def _decide(request: HttpRequest, reader: Staff) -> HttpResponse:
    photo = _find_photo(reader, id_in(request.POST.get("photo", "")) or NO_ID)
    decide = show_activity_photo if request.POST.get("do") == "show" else hide_activity_photo
    try:
        decide(photo.pk, person=reader.person, seen=request.POST.get("seen", ""))
    except Refused as refused:
        messages.error(request, str(refused.message))
    else:
        is_shown = decide is show_activity_photo
        messages.success(request, _("Everybody can see the photo.") if is_shown else _("The photo is not shown."))
    return _back(reader, photo)


def _find_photo(reader: Staff, photo_id: UUID) -> ActivityPhoto:
    """Raises Http404 for one of others, and of what is withdrawn."""
    rows = ActivityPhoto.objects.select_related("activity__ward__borough", "activity__borough")
    found = rows.filter(pk=photo_id).exclude(activity__state=ActivityState.WITHDRAWN).first()
    if found is None or not reader.covers(found.activity.owner):
        raise Http404
    return found


def _back(reader: Staff, photo: ActivityPhoto) -> HttpResponse:
    """To the activity, for those who write about it; others go on with the next photo."""
    if staff_of(reader.person, "activities").covers(photo.activity.owner):
        return redirect("office_activity", photo.activity.number)
    return redirect("photos_to_check")


def _show(request: HttpRequest, photo: ActivityPhoto, why: str | Promise = "") -> HttpResponse:
    context = {"photo": photo, "why": why}
    return render(request, "sessions/activities/office/blur.html", context, status=422 if why else 200)
