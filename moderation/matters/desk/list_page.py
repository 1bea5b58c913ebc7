"""What waits for moderators between the evenings, in all their wards, the oldest first; and what was decided last."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from moderation.matters.desk.keys import MATTER_DESK_KEYS
from moderation.matters.desk.undo_shown import decisions_to_undo
from moderation.matters.waiting import decided_lately, how_many_late, listed, waiting_in
from sessions.city.pages.staff_page import staff_page
from sessions.city.people.ward_staff import Staff
from sessions.contract.limits import DESK_MATTERS_PER_PAGE
from sessions.matters.matter_numbers import read_matter_number
from sessions.models import Matter
from sessions.platform.pages.save_data import rows_for
from sessions.platform.text.text_input import LONGEST_WRITTEN_NUMBER

DECIDED_SHOWN = 20


@staff_page("desk_matters")
def list_page(request: HttpRequest, moderator: Staff) -> HttpResponse:
    """?number= leads to the complaint or suggestion with that number, whatever its state; ?page= turns the pages."""
    written = request.GET.get("number", "").strip()
    found = _find(written, moderator)
    if found is not None:
        return redirect("desk_matter", matter_id=found.pk)
    rows = waiting_in(moderator.wards, moderator.person)
    page = Paginator(rows, rows_for(request, DESK_MATTERS_PER_PAGE)).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": listed(list(page.object_list)),
        "waiting": len(rows),
        "late": how_many_late(rows),
        "keys": MATTER_DESK_KEYS,
        "undoing": decisions_to_undo(moderator.person),
        "decided": decided_lately(moderator.wards, DECIDED_SHOWN),
        "written": written[:LONGEST_WRITTEN_NUMBER],
    }
    return render(request, "moderation/matters/list.html", context)


def _find(written: str, moderator: Staff) -> Matter | None:
    number = read_matter_number(written) if written else None
    return Matter.objects.filter(number=number, ward__in=moderator.wards).only("pk").first() if number else None
