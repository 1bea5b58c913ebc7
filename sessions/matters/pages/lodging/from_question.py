"""The button that makes a complaint or suggestion of a question that was asked in a chat."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from sessions.city.pages.staff_page import turn_away
from sessions.city.people.second_factor import is_proven
from sessions.city.people.ward_staff import ward_duties_of
from sessions.matters.categories import offered_categories
from sessions.matters.lodging.from_question import make_matter_of
from sessions.matters.pages.lodging.shown_form import signed_in_person
from sessions.models import Question
from sessions.platform.refusals import Refused


@never_cache
@require_POST
def from_question(request: HttpRequest, question_id: UUID) -> HttpResponse:
    """Lodge a matter from a question, for its author; and, once it was public, for the ward's clerks and moderators.

    Pressed again, it leads to the first one.
    """
    person = signed_in_person(request)
    if person is None:
        return turn_away(request, Refused("sign_in", _("Please sign in first.")))
    question = get_object_or_404(Question, pk=question_id)
    slug = request.POST.get("category", "")
    category = next((each for each in offered_categories() if each.slug == slug), None)
    duties = ward_duties_of(person) if is_proven(request.session) else None
    try:
        matter = make_matter_of(question, person=person, duties=duties, category=category)
    except Refused as refused:
        if refused.code in ("state", "consent", "banned", "muted"):
            messages.error(request, str(refused.message))
            return redirect("receipt", question.receipt)
        return turn_away(request, refused)
    if matter.author_id == person.pk:
        return redirect(f"{reverse('own_matter', args=[matter.number])}?new")
    messages.success(request, _("It is lodged for its author, as {number}.").format(number=matter.number))
    return redirect("receipt", question.receipt)
