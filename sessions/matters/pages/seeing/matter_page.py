"""One complaint or suggestion: what it says, where it stands, and its whole history."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from sessions.matters.feed import matter_entry_title
from sessions.matters.matter_numbers import read_matter_number
from sessions.matters.public.facts import facts_of_matter
from sessions.matters.public.history import history_of_matter
from sessions.matters.public.words import GONE_MATTER_WORDS, agency_words, deadline_words, matter_place_words
from sessions.matters.resolving.complainants import is_asked_supporter
from sessions.matters.supporting.support import SUPPORTED_STATES, is_supported_by
from sessions.models import Matter, PhotoState, Question, Verdict
from sessions.models.matters.transitions import state_after

LONGEST_REF = 36


def find_public(number: str) -> Matter:
    """Raises Http404 for one that was never public, as for one that does not exist."""
    rows = Matter.objects.select_related("ward__borough", "category", "merged_into", "about_activity")
    matter = rows.filter(number=read_matter_number(number) or "", published_at__isnull=False).first()
    if matter is None:
        raise Http404
    return matter


@require_safe
def matter_page(request: HttpRequest, matter_number: str) -> HttpResponse:
    """`?instead=`: the ref of a form in whose place somebody said "me too"; the browser need not keep it any longer."""
    matter = find_public(matter_number)
    if matter.number != matter_number:
        return redirect("matter", matter.number)
    facts, person = facts_of_matter(matter, timezone.localdate()), request.user
    is_own = person.is_authenticated and person.pk == matter.author_id
    is_supporter = person.is_authenticated and is_supported_by(matter, person)
    is_claimed = state_after(matter.kind, "confirm", matter.state) is not None
    is_asked = is_claimed and person.is_authenticated and is_asked_supporter(matter, person)
    context: dict[str, Any] = {
        "facts": facts,
        "title": matter_entry_title(facts),
        "place": matter_place_words(facts),
        "deadlines": list(deadline_words(facts)),
        "gone": GONE_MATTER_WORDS.get(matter.state, ""),
        "history": history_of_matter(matter),
        "agency": agency_words(facts.agency) or matter.category.agency,
        "photos": matter.photos.filter(state=PhotoState.SHOWN) if matter.is_shown else [],
        "question": _question_of(matter),
        "about": matter.about_activity,
        "may_support": matter.state in SUPPORTED_STATES and not is_own,
        "is_supporter": is_supporter,
        "verdicts": Verdict.choices if is_asked else [],
        "is_own": is_own,
        "instead_of": request.GET.get("instead", "")[:LONGEST_REF],
    }
    return render(request, "sessions/matters/matter.html", context)


def _question_of(matter: Matter) -> Question | None:
    """The question of a chat from which it was made, where everybody may read that."""
    if matter.from_question_id is None:
        return None
    rows = Question.objects.public().select_related("chat_session__ward", "chat_session__record")
    return rows.defer("chat_session__record__document").filter(pk=matter.from_question_id).first()
