"""One complaint or suggestion: what it says, where it stands, its whole history, and "me too"."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sessions.feeds.matters import title_of
from sessions.matters.near.support import (
    SUPPORTED_STATES,
    is_supported_by,
    read_point,
    support_matter,
    take_support_back,
)
from sessions.matters.numbers import read_number
from sessions.matters.shown.facts import facts_of
from sessions.matters.shown.history import history_of
from sessions.matters.shown.words import GONE_WORDS, agency_words, deadline_words, place_words
from sessions.models import Matter, PhotoState, Question
from sessions.refusals import Refused


def find_public(number: str) -> Matter:
    """Raises Http404 for one that was never public, as for one that does not exist."""
    rows = Matter.objects.select_related("ward__borough", "category", "merged_into")
    matter = rows.filter(number=read_number(number) or "", published_at__isnull=False).first()
    if matter is None:
        raise Http404
    return matter


@require_safe
def matter_page(request: HttpRequest, matter_number: str) -> HttpResponse:
    matter = find_public(matter_number)
    if matter.number != matter_number:
        return redirect("matter", matter.number)
    facts, person = facts_of(matter, timezone.localdate()), request.user
    is_own = person.is_authenticated and person.pk == matter.author_id
    context: dict[str, Any] = {
        "facts": facts,
        "title": title_of(facts),
        "place": place_words(facts),
        "deadlines": list(deadline_words(facts)),
        "gone": GONE_WORDS.get(matter.state, ""),
        "history": history_of(matter),
        "agency": agency_words(facts.agency) or matter.category.agency,
        "photos": matter.photos.filter(state=PhotoState.SHOWN) if matter.is_shown else [],
        "question": _question_of(matter),
        "may_support": matter.state in SUPPORTED_STATES and not is_own,
        "is_supporter": person.is_authenticated and is_supported_by(matter, person),
        "is_own": is_own,
    }
    return render(request, "sessions/matters/matter.html", context)


@require_POST
def support(request: HttpRequest, matter_number: str) -> HttpResponse:
    """do: me_too or take_back; lat and lon: "also here". Then back to its page, which says what happened."""
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("matter", args=[matter_number]))
    matter = find_public(matter_number)
    try:
        if request.POST.get("do") == "take_back":
            take_support_back(matter.pk, request.user)
            messages.success(request, _("You have taken it back."))
        else:
            lat, lon = read_point(request.POST.get("lat", ""), request.POST.get("lon", ""))
            support_matter(matter.pk, request.user, lat=lat, lon=lon)
            messages.success(request, _("Thank you. You are counted once, and nobody is told who you are."))
    except Refused as refused:
        messages.error(request, str(refused.message))
    return redirect("matter", matter.number)


def _question_of(matter: Matter) -> Question | None:
    """The question of a chat from which it was made, where everybody may read that."""
    if matter.from_question_id is None:
        return None
    rows = Question.objects.public().select_related("chat_session__ward", "chat_session__record")
    return rows.defer("chat_session__record__document").filter(pk=matter.from_question_id).first()
