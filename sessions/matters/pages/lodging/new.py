"""The page on which a resident complains or suggests; it works without scripts, and loses no word."""

from dataclasses import replace
from http import HTTPStatus
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from sessions.city.places.place_form import allow_location
from sessions.city.wards.chosen_ward import remembered_ward
from sessions.matters.lodging.by_resident import lodge_by_resident
from sessions.matters.lodging.lodging import LodgedPhoto, NewMatter
from sessions.matters.near_copies import near_copies
from sessions.matters.pages.lodging.form import Filled, begin_filled, find_readable_activity, find_ward, read_filled
from sessions.matters.pages.lodging.kept_photos import Photos, read_photos, read_reference, read_references
from sessions.matters.pages.lodging.kept_words import LISTS, forget_words, keep_words, kept_words
from sessions.matters.pages.lodging.shown_form import form_context, signed_in_person
from sessions.matters.supporting.support import support_matter
from sessions.platform.people import Person
from sessions.platform.photos.serving import no_picture, picture_response
from sessions.platform.refusals import Refused
from sessions.platform.text.form_values import NO_ID, id_in


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_matter(request: HttpRequest) -> HttpResponse:
    """GET ?ward=, ?kind=, and ?about= (an activity that is not so) fill them in. POST do=look shows it once more where
    there is something to look at, do=send lodges it, support= says "me too" of another one instead. do=change shows the
    form again; so does a press on the map. Who has to sign in or to agree first comes back with all words.

    do=background comes from a service worker: what nobody sees there is left to the person only where it matters.
    """
    person = signed_in_person(request)
    if request.method != "POST":
        return _show(request, _begin(request, person))
    photos = read_photos(request, person) if person is not None else Photos()
    filled = read_filled(request, photos)
    wants_form = request.POST.get("do") in ("change", "ward") or "remove_photo" in request.POST
    if wants_form or (filled.place is not None and filled.place.was_map_pressed):
        return _show(request, replace(filled, is_checked=False))
    if person is None:
        return _leave(request, filled, reverse("sign_in"))
    if "support" in request.POST:
        return support_instead(request, person)
    is_unseen = request.POST.get("do") == "background"
    new = filled.new
    if new is None or (is_unseen and len(photos.kept) < _count_photos(request)):
        return _show(request, filled, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    is_looked_at = request.POST.get("do") == "send"
    first = look_at_matter_first(request, filled, new, is_unseen=is_unseen) if not is_looked_at else None
    return first or _send(request, filled, replace(new, author=person))


@never_cache
@require_safe
def kept_photo(request: HttpRequest, reference: str) -> HttpResponse:
    """A photo of a form that is not sent yet, for the person who chose it."""
    person = signed_in_person(request)
    kept = read_reference(reference, person) if person is not None else None
    if kept is None or not isinstance(kept.photo, LodgedPhoto):
        return no_picture()
    return picture_response(kept.photo.sha256, is_approved=False, is_small=True)


def _begin(request: HttpRequest, person: Person | None) -> Filled:
    kept = kept_words(request)
    ward = find_ward(request.GET.get("ward", "")) or (person.ward if person is not None else remembered_ward(request))
    photos = Photos()
    if kept is not None and person is not None:
        references, alts, keys = (kept.getlist(name) for name in LISTS)
        photos = Photos(read_references(references, alts, keys, person))
    about = find_readable_activity(request.GET.get("about", ""))
    if about is not None:
        kept, photos = None, Photos()  # a new complaint, whatever was begun before
    return begin_filled(kept, photos, ward=ward, kind=request.GET.get("kind", ""), about=about)


def _send(request: HttpRequest, filled: Filled, new: NewMatter) -> HttpResponse:
    try:
        matter = lodge_by_resident(new)
    except Refused as refused:
        return _refuse(request, filled, refused)
    return forget_words(redirect(f"{reverse('own_matter', args=[matter.number])}?new"))


def _refuse(request: HttpRequest, filled: Filled, refused: Refused) -> HttpResponse:
    if refused.code in ("sign_in", "consent"):
        return _leave(request, filled, reverse(refused.code))
    ref = uuid4() if refused.code == "conflict" else filled.ref
    is_too_often = refused.code == "too_often"
    status = HTTPStatus.TOO_MANY_REQUESTS if is_too_often else HTTPStatus.UNPROCESSABLE_ENTITY
    response = _show(request, replace(filled, ref=ref, refusal=refused), status=status)
    if refused.retry:
        _keep(request, response, filled.photos)
    return response


def _count_photos(request: HttpRequest) -> int:
    """How many came, whether or not they could be read."""
    return len(request.FILES.getlist("photos")) + len(request.POST.getlist("kept_photo"))


def _leave(request: HttpRequest, filled: Filled, address: str) -> HttpResponse:
    """To another page, which leads back here, where the words stand again; words that cannot be kept stay here."""
    response = redirect(f"{address}?{urlencode({'next': request.path})}")
    if _keep(request, response, filled.photos):
        return response
    message = _("Your words are too long to be kept while you sign in. Please shorten them, and send them again.")
    filled = replace(filled, refusal=Refused("too_long", message))
    return _show(request, filled, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _keep(request: HttpRequest, response: HttpResponse, photos: Photos) -> bool:
    return keep_words(request, response, photos=[(each.reference, each.alt, each.key) for each in photos.kept])


def _show(request: HttpRequest, filled: Filled, *, status: int = 200) -> HttpResponse:
    context = form_context(request, filled)
    return allow_location(render(request, "sessions/matters/lodging/new.html", context, status=status))


# The page between the form and its sending: others like it, to say "me too" instead, and what the photos show.


def look_at_matter_first(
    request: HttpRequest, filled: Filled, new: NewMatter, *, is_unseen: bool = False
) -> HttpResponse | None:
    """The page, of a form without errors; None where there is nothing to look at.

    is_unseen: nobody sees it now. Others like it are a reason to wait for somebody, a photo without words is none.
    """
    copies = near_copies(new.ward, new.category, new.text, new.lat, new.lon, landmark=new.landmark)
    if not copies and (is_unseen or not filled.photos.lack_words):
        return None
    context = form_context(request, filled) | {"copies": copies}
    return render(request, "sessions/matters/lodging/look.html", context)


def support_instead(request: HttpRequest, person: Person) -> HttpResponse:
    """Say "me too" of the one that was chosen; the words of the form, which its ref names, are not needed then."""
    try:
        matter = support_matter(id_in(request.POST.get("support", "")) or NO_ID, person)
    except Refused as refused:
        messages.error(request, str(refused.message))
        return redirect("lodge_matter")
    messages.success(request, _("You are counted with those whom {number} concerns.").format(number=matter.number))
    ref = id_in(request.POST.get("ref", "")) or NO_ID
    return forget_words(redirect(f"{reverse('matter', args=[matter.number])}?instead={ref}"))
