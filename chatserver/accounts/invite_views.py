"""Pages for a person whom a clerk has invited: sign in, set up the second factor, and accept."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from chatserver.accounts.landing_page import landing_path
from chatserver.accounts.models import User
from chatserver.accounts.names.public_names import enter_public_name
from chatserver.accounts.second_factor.enrolment import INVITED
from chatserver.accounts.second_factor.mark import is_proven
from sessions.chats.pages.planning.people.people_form import TO_WHAT, place_name
from sessions.chats.questions.public_names import NAMED_DUTIES
from sessions.city.display import short_date
from sessions.city.people.invites import accept_invite, appointment_place_of, find_invite, find_open_invite
from sessions.models import Duty, Invite
from sessions.platform.refusals import Refused


@require_safe
@never_cache
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Keep the invitation in the cookie session, so that no other address contains its token."""
    row = find_invite(token)
    if row is None:
        return render(request, "accounts/invite.html", {"invite": None}, status=404)
    request.session[INVITED] = row.pk
    return redirect("invited")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def invited(request: HttpRequest) -> HttpResponse:
    """What the person is invited to, and the next step towards it. POST accepts."""
    row = find_open_invite(request.session.get(INVITED, 0))
    if row is None:
        return render(request, "accounts/invite.html", {"invite": None}, status=404)
    person = request.user
    if request.method == "POST" and isinstance(person, User):
        try:
            _accept(row, request, person)
        except Refused as refused:
            if refused.code == "second_factor":
                return redirect(f"{reverse('second_factor')}?{urlencode({'next': reverse('invited')})}")
            messages.error(request, str(refused.message))
            return redirect("invited")
        del request.session[INVITED]
        messages.success(request, _welcome(row))
        if row.chair_id is not None:
            messages.info(request, _("Choose here how the messages to the chair reach you."))
            return redirect("reminders")
        return redirect(landing_path(person))
    context = {
        "invite": row,
        "what": TO_WHAT[row.duty] if row.duty else row.role,
        "place": place_name(appointment_place_of(row)),
        "is_proven": is_proven(request.session),
        "needs_name": row.duty in NAMED_DUTIES,
        "needs_title": row.duty == Duty.OFFICIAL,
        "here": urlencode({"next": reverse("invited")}),
    }
    return render(request, "accounts/invite.html", context)


@transaction.atomic
def _accept(row: Invite, request: HttpRequest, person: User) -> None:
    """A person who answers in public needs a public name first. Raises Refused, and then saves nothing."""
    accept_invite(row.pk, person=person, is_proven=is_proven(request.session))
    if row.duty in NAMED_DUTIES:
        name, title = request.POST.get("name", ""), request.POST.get("title", "")
        enter_public_name(person, name=name, title=title, duty=row.duty)


def _welcome(row: Invite) -> str:
    """The sentence that says which duty the person has from now on, or from which day on."""
    words = _("Welcome. From today on you are: {role}, {place}.")
    if row.from_on > timezone.localdate():
        words = _("Welcome. From {day} on you are: {role}, {place}.")
    return words.format(role=row.role, place=place_name(appointment_place_of(row)), day=short_date(row.from_on))
