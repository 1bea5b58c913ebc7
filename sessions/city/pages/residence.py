"""Pages for choosing a ward: one click for a first choice, a second click to confirm a change."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sessions.city.display import ward_name
from sessions.city.wards.chosen_ward import remember_ward
from sessions.city.wards.cool_downs import cool_down_days
from sessions.city.wards.ward_change import choose_ward, may_move_at
from sessions.contract.limits import MAX_WARD_LENGTH
from sessions.models import Move, Ward
from sessions.platform.people import Person
from sessions.platform.refusals import Refused
from sessions.platform.text.form_values import id_in
from sessions.platform.text.text_input import fold_digits


@require_POST
@never_cache
def choose(request: HttpRequest) -> HttpResponse:
    """A visitor’s choice is kept for their sign-in. A person who changes their ward is told what that means first.

    chat: the room in which they chose, to whose form they come back.
    """
    ward = _asked_ward(request)
    if not request.user.is_authenticated:
        return remember_ward(redirect("my_chat"), ward)
    person = request.user
    if person.ward_id not in (None, ward.pk) and request.POST.get("sure") != "yes":
        return render(request, "sessions/city/wards/move.html", _move_context(person, ward))
    try:
        is_new = choose_ward(person, ward)
    except Refused as refused:
        messages.error(request, str(refused.message))
        return redirect("my_ward")
    chat = id_in(request.POST.get("chat", ""))
    if is_new:
        message = _("Saved: you live in {ward}.").format(ward=ward_name(ward))
        messages.success(request, message, extra_tags="ask" if chat else "")
    return redirect("my_chat") if chat is None else redirect(f"{reverse('room', args=[chat])}#ask")


@require_safe
@never_cache
@login_required
def my_ward(request: HttpRequest) -> HttpResponse:
    """The person's ward, since when, and when they may change it."""
    person = request.user
    assert isinstance(person, Person)
    moves = Move.objects.filter(person=person).select_related("before", "after")
    return render(request, "sessions/city/wards/my_ward.html", {"moves": moves, "until": may_move_at(person)})


def _asked_ward(request: HttpRequest) -> Ward:
    number = fold_digits(request.POST.get("ward", "")[:MAX_WARD_LENGTH])
    ward = (
        Ward.objects.filter(number=number).first()
        if number.isascii() and number.isdecimal() and len(number) < 6
        else None
    )
    if ward is None:
        raise Http404
    return ward


def _move_context(person: Person, ward: Ward) -> dict[str, Any]:
    assert person.ward is not None
    return {
        "old": person.ward,
        "ward": ward,
        "until": may_move_at(person, ward),
        "days": cool_down_days(person.ward, ward),
    }
