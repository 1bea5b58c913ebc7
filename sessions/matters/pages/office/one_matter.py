"""One complaint or suggestion as its office sees it: its words, its history, and a form for each possible step."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sessions.city.display import ward_name
from sessions.city.pages.staff_page import staff_page
from sessions.city.people.ward_staff import Staff
from sessions.city.places.landmarks import words_by_landmark
from sessions.city.places.point import Point
from sessions.contract.limits import MAX_MATTER_PHOTOS, MAX_UPLOADED_BYTES
from sessions.matters.pages.office.step_forms import MATTER_OFFICE_STEPS, StepForm, offered_matter_steps
from sessions.matters.public.history import history_of_matter
from sessions.matters.publishing import public_text
from sessions.matters.resolving.assigning import assign, named, office_people_of
from sessions.matters.resolving.proofs import Proof
from sessions.models import WORK_STATES, Matter
from sessions.platform.people import Person
from sessions.platform.photos.preparing import read_picture
from sessions.platform.photos.storage import keep_picture
from sessions.platform.refusals import Refused
from sessions.platform.text.form_values import posted_number

MOST_PLACES = 20
"""Places listed of people who say "also here": enough to see where it is."""


@staff_page("office")
def office_matter(request: HttpRequest, reader: Staff, matter_number: str) -> HttpResponse:
    """POST do=<a step> takes it; do=hand puts it into somebody's hands. What was written stays after a refusal."""
    matter = find_office_matter(reader, matter_number)
    if request.method != "POST":
        return _show(request, matter)
    do, version = request.POST.get("do", ""), posted_number(request.POST.get("version", ""))
    if do == "hand":
        return _hand(request, reader, matter, version)
    if do not in MATTER_OFFICE_STEPS:
        return _show(request, matter, status=422)
    form = StepForm(do, request.POST)
    if form.is_valid():
        try:
            more = {"proofs": read_proofs(request)} if do == "claim_done" else {}
            form.step.take(matter.pk, person=reader.person, version=version, **form.cleaned_data, **more)
        except Refused as refused:
            form.refuse(refused)
            return _show(request, find_office_matter(reader, matter_number), form=form, refused=refused, seen=version)
        messages.success(request, _("Saved. Everybody can read it now."))
        return redirect("office_matter", matter_number=matter_number)
    return _show(request, matter, form=form, status=422)


def find_office_matter(reader: Staff, number: str) -> Matter:
    """A public one of the person's wards, also one whose work has ended. Raises Http404 for all others."""
    rows = Matter.objects.filter(ward__in=reader.wards, published_at__isnull=False)
    matter = rows.select_related("ward", "category", "assigned_to").filter(number=number).first()
    if matter is None:
        raise Http404
    return matter


def _hand(request: HttpRequest, reader: Staff, matter: Matter, version: int) -> HttpResponse:
    written = request.POST.get("to", "")
    to = _colleague(matter, written)
    try:
        assign(matter.pk, to=to, person=reader.person, version=version)
    except Refused as refused:
        return _show(request, find_office_matter(reader, matter.number), refused=refused, seen=version)
    messages.success(request, _("Saved."))
    return redirect("office_matter", matter_number=matter.number)


def _colleague(matter: Matter, written: str) -> Person | None:
    """None, which is nobody, for a person who does not work for the ward."""
    ids = office_people_of([matter.ward]).of_ward(matter.ward_id)
    return named(ids).filter(pk__in=[each for each in ids if str(each) == written]).first()


def _show(
    request: HttpRequest,
    matter: Matter,
    *,
    form: StepForm | None = None,
    refused: Refused | None = None,
    seen: int = 0,
    status: int = 200,
) -> HttpResponse:
    """Show a matter to the office.

    seen: the version that the person saw; where it is stale, what colleagues did since stands above the form.
    """
    people = office_people_of([matter.ward])
    history = history_of_matter(matter)
    is_stale = refused is not None and refused.code == "stale"
    names = offered_matter_steps(matter)
    context: dict[str, Any] = {
        "matter": matter,
        "words": public_text(matter) if matter.is_shown else "",
        "history": history,
        "since": [each for each in history if each.version > seen] if is_stale else [],
        "refused": refused,
        "forms": [form if form is not None and form.name == name else StepForm(name) for name in names],
        "lost": form if form is not None and form.name not in names else None,
        "opened": form.name if form is not None else "",
        "is_in_work": matter.state in WORK_STATES,
        "has_nobody": people.has_nobody(matter),
        "colleagues": named(people.of_ward(matter.ward_id)),
        "photos": matter.photos.filter(state="shown"),
        "also_at": also_at(matter),
    }
    status = 409 if is_stale else 422 if refused is not None else status
    return render(request, "sessions/matters/office/matter.html", context, status=status)


def also_at(matter: Matter) -> list[str]:
    """Where others say that it is so, too, in words; the newest first. A query for each of the few that are told."""
    rows = matter.supports.exclude(lat=None).order_by("-at").values_list("lat", "lon")[:MOST_PLACES]
    points = [Point(float(lat), float(lon)) for lat, lon in rows if lat is not None and lon is not None]
    return [words_by_landmark(point, ward_name(matter.ward)) for point in points]


# The photographs that came with the form of an office: prepared and stored before any row is locked.


def read_proofs(request: HttpRequest) -> list[Proof]:
    """Read and store the sent photos: as many as may be sent; one more is only counted, and the domain refuses it.

    A picture that no row names in the end is removed after a day. Raises Refused: photo, photo_busy, photo_no_space.
    """
    alts = request.POST.getlist("alt")
    proofs = []
    for place, file in enumerate(request.FILES.getlist("photos")[: MAX_MATTER_PHOTOS + 1]):
        if place < MAX_MATTER_PHOTOS:
            picture = read_picture(file.read(MAX_UPLOADED_BYTES + 1), claimed=file.content_type or "")
            keep_picture(picture)
        proofs.append(Proof(picture, alts[place] if place < len(alts) else ""))
    return proofs
