"""One complaint or suggestion at the desk: what there is to read, and every decision as a plain form."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from moderation.matters.appeals import has_decided, second_person_of
from moderation.matters.deciding import reader_of
from moderation.matters.desk.acts import carry_out_act
from moderation.matters.desk.keys import MATTER_DESK_KEYS
from moderation.matters.desk.matter_card import shown_matter
from moderation.matters.desk.undo_shown import decisions_to_undo
from moderation.matters.waiting import Waiting, waiting_in
from sessions.city.pages.staff_page import staff_page
from sessions.city.people.ward_staff import Staff
from sessions.models import Matter
from sessions.models.matters.transitions import By, steps_from
from sessions.platform.refusals import Refused
from sessions.platform.text.labels import REASON_WORDS

KEPT_LENGTH = 2000


@staff_page("desk_matters")
def desk_matter_page(request: HttpRequest, moderator: Staff, matter_id: UUID) -> HttpResponse:
    """POST do= names the decision (moderation/matters/desk/acts.py). After a refusal the note is in the form again."""
    matter = find_desk_matter(moderator, matter_id)
    if request.method != "POST":
        return _show(request, moderator, matter)
    try:
        done = carry_out_act(request, matter, moderator.person)
    except Refused as refused:
        return _show(request, moderator, find_desk_matter(moderator, matter_id), refused)
    if done.said:
        messages.success(request, str(done.said))
    return redirect("desk_matter", matter_id=matter.pk) if done.stays else redirect("desk_matters")


def find_desk_matter(moderator: Staff, matter_id: UUID) -> Matter:
    """Raises Http404 for one of other wards, too."""
    rows = Matter.objects.select_related(
        "ward", "category", "claimed_by", "merged_into", "appeal_made", "from_question"
    )
    matter = rows.filter(pk=matter_id, ward__in=moderator.wards).first()
    if matter is None:
        raise Http404
    return matter


def _show(request: HttpRequest, moderator: Staff, matter: Matter, refused: Refused | None = None) -> HttpResponse:
    person = moderator.person
    is_own, is_left = matter.author_id == person.pk, matter.recusals.filter(person=person).exists()
    reader = reader_of(matter)
    appeal = getattr(matter, "appeal_made", None)
    context: dict[str, Any] = {
        "matter": matter,
        "keys": MATTER_DESK_KEYS,
        "undoing": decisions_to_undo(person),
        **neighbours_of(matter, waiting_in(moderator.wards, person)),
        **shown_matter(matter),
        "is_own": is_own,
        "is_left": is_left,
        "reader": "" if matter.claimed_by_id == person.pk else reader,
        "is_claimed": bool(reader) and matter.claimed_by_id == person.pk,
        "may_decide": not is_own and not is_left,
        "steps": steps_from(matter.kind, matter.state, By.MODERATOR),
        "reasons": REASON_WORDS.items(),
        "appeal": appeal,
        "is_own_decision": appeal is not None and has_decided(matter, person),
        "second": second_person_of(matter, person) if appeal is not None and not appeal.decided_at else None,
        "why": refused.message if refused is not None else "",
        "kept": _kept(request) if refused is not None else {},
    }
    return render(request, "moderation/matters/matter.html", context, status=422 if refused is not None else 200)


def _kept(request: HttpRequest) -> dict[str, str]:
    """The input of the form that was refused, by the form's name and the field's."""
    return {
        "do": request.POST.get("do", ""),
        "note": request.POST.get("note", "")[:KEPT_LENGTH],
        "reason": request.POST.get("reason", ""),
        "into": request.POST.get("into", "")[:KEPT_LENGTH],
        "place": request.POST.get("place", ""),
    }


# From one complaint at the desk to the next that waits, in the order of the list.


def neighbours_of(matter: Matter, rows: Sequence[Waiting]) -> dict[str, UUID | None]:
    """The ids of what waits before and after it, and of the next that nobody has claimed. One query.

    Of one that does not wait (any longer), the first that waits is the next.
    """
    order = list(dict.fromkeys(row.matter_id for row in rows))
    place = order.index(matter.pk) if matter.pk in order else -1
    later = order[place + 1 :] + order[: max(place, 0)]
    claimed = set(Matter.objects.filter(pk__in=later, claimed_until__gt=timezone.now()).values_list("pk", flat=True))
    return {
        "previous": order[place - 1] if place > 0 else None,
        "next": order[place + 1] if place + 1 < len(order) else None,
        "next_free": next((each for each in later if each not in claimed), None),
    }
