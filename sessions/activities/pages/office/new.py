"""The page on which an office begins to write about its work; also from a suggestion that it has accepted."""

from http import HTTPStatus
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from sessions.activities.pages.office.form import ActivityForm
from sessions.activities.pages.office.placing import ActivityPlace, begin_place, read_activity_place
from sessions.activities.public.facts import owner_name
from sessions.activities.public.filters import DONE, PLANNED
from sessions.activities.staff import owners_of
from sessions.activities.writing import draft_activity
from sessions.city.pages.staff_page import staff_page
from sessions.city.people.ward_staff import Staff
from sessions.city.places.place_form import allow_location
from sessions.matters.matter_numbers import read_matter_number
from sessions.models import Borough, Matter, Ward
from sessions.platform.refusals import Refused
from sessions.platform.text.by_language import as_fields
from sessions.platform.text.form_values import id_in


@staff_page("activities")
def new_activity(request: HttpRequest, reader: Staff) -> HttpResponse:
    """GET ?answers= (the number of a suggestion) fills it in as planned. POST saves a draft; do=owner shows the form
    for another ward or borough; so does a press on the map."""
    owners = owners_of(reader)
    if request.method != "POST":
        matter = _answered(reader, request.GET.get("answers", ""))
        owner = matter.ward if matter is not None else _find_owner(owners, request.GET.get("owner", ""))
        return _show(request, reader, _begin(owner, matter), begin_place(owner), uuid4())
    owner, ref = _find_owner(owners, request.POST.get("owner", "")), id_in(request.POST.get("ref", "")) or uuid4()
    form, place = ActivityForm(owner, request.POST), read_activity_place(request.POST, owner)
    if request.POST.get("do") == "owner" or place.was_map_pressed:
        return _show(request, reader, ActivityForm(owner, initial=request.POST.dict()), place, ref)
    if not form.is_valid() or not place.is_right:
        return _show(request, reader, form, place, ref, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        activity = draft_activity(owner, form.facts(place=place.columns()), person=reader.person, ref=ref)
    except Refused as refused:
        form.refuse(refused)
        return _show(request, reader, form, place, ref, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    messages.success(request, _("Saved as a draft. Add photos, look at it once more, and publish it."))
    return redirect("office_activity", activity.number)


def owner_value(owner: Ward | Borough) -> str:
    return f"ward-{owner.number}" if isinstance(owner, Ward) else f"borough-{owner.code}"


def _find_owner(owners: list[Ward | Borough], written: str) -> Ward | Borough:
    return next((each for each in owners if owner_value(each) == written), owners[0])


def _answered(reader: Staff, written: str) -> Matter | None:
    """The public complaint or suggestion of their wards with this number."""
    rows = Matter.objects.filter(ward__in=reader.wards, number=read_matter_number(written) or "")
    matter = rows.select_related("ward__borough", "category").first()
    return matter if matter is not None and matter.is_shown else None


def _begin(owner: Ward | Borough, matter: Matter | None) -> ActivityForm:
    if matter is None:
        return ActivityForm(owner, initial={"kind": DONE, "on_day": timezone.localdate()})
    given = {"kind": PLANNED, "category": matter.category.slug, "answers": matter.number}
    return ActivityForm(owner, initial=given | as_fields("text", {}))


def _show(
    request: HttpRequest,
    reader: Staff,
    form: ActivityForm,
    place: ActivityPlace,
    ref: UUID,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "ref": ref,
        "owner": owner_value(form.owner),
        "owners": [(owner_value(each), owner_name(each)) for each in owners_of(reader)],
        "where": place,
        "place": place.context(request),
    }
    return allow_location(render(request, "sessions/activities/office/new.html", context, status=status))
