"""A photo at the desk, for moderators of its ward alone, and the page with the blur brush."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from moderation.matters.blurring import blur_photo
from moderation.matters.desk.matter_page import find_desk_matter
from sessions.city.pages.staff_page import staff_page
from sessions.city.people.ward_staff import Staff
from sessions.models import Matter, MatterPhoto
from sessions.platform.photos.boxes import BadBox, read_boxes
from sessions.platform.photos.refusing import bad_box
from sessions.platform.photos.serving import picture_response
from sessions.platform.refusals import Refused
from sessions.platform.text.form_values import posted_number


@staff_page("desk_matters")
def matter_photo_file(request: HttpRequest, moderator: Staff, matter_id: UUID, photo_id: UUID) -> HttpResponse:
    """The photo as it is stored, whatever was decided about it."""
    photo = _find(find_desk_matter(moderator, matter_id), photo_id)
    return picture_response(photo.sha256, is_approved=False)


@staff_page("desk_matters")
def matter_blur_page(request: HttpRequest, moderator: Staff, matter_id: UUID, photo_id: UUID) -> HttpResponse:
    """POST box= (several: left top right bottom, in fractions of the photo) blurs those places for good."""
    matter = find_desk_matter(moderator, matter_id)
    photo = _find(matter, photo_id)
    if request.method != "POST":
        return _show(request, matter, photo)
    try:
        blur_photo(
            matter.pk,
            photo.pk,
            moderator=moderator.person,
            version=posted_number(request.POST.get("version", "")),
            sha256=request.POST.get("seen", ""),
            boxes=read_boxes(request.POST.getlist("box")),
        )
    except BadBox:
        return _show(request, matter, photo, bad_box().message)
    except Refused as refused:
        matter = find_desk_matter(moderator, matter_id)
        return _show(request, matter, _find(matter, photo_id), refused.message)
    messages.success(request, _("The photo is blurred there. The photo as it was is deleted."))
    return redirect("desk_matter", matter_id=matter.pk)


def _show(request: HttpRequest, matter: Matter, photo: MatterPhoto, why: str | Promise = "") -> HttpResponse:
    context = {"matter": matter, "photo": photo, "why": why}
    return render(request, "moderation/matters/blur.html", context, status=422 if why else 200)


def _find(matter: Matter, photo_id: UUID) -> MatterPhoto:
    """Raises Http404."""
    photo = matter.photos.filter(pk=photo_id).first()
    if photo is None:
        raise Http404
    return photo
