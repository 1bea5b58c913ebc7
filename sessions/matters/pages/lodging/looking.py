"""The page between the form and its sending: others like it, to say "me too" instead, and what the photos show."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sessions.matters.lodging.lodging import NewMatter
from sessions.matters.pages.lodging.form import Filled
from sessions.matters.pages.lodging.kept_words import forget_words
from sessions.matters.pages.lodging.shown_form import form_context
from sessions.matters.similar.near_copies import near_copies
from sessions.matters.supporting.support import support_matter
from sessions.platform.people import Person
from sessions.platform.refusals import Refused
from sessions.platform.text.form_values import NO_ID, id_in


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
