"""The list of the written answers that are owed: "Answers you owe", or, for clerks and staff, those of their wards."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sessions.chats.questions.written_answers.owed_answers import owed_in
from sessions.city.pages.staff_page import staff_page
from sessions.city.people.permissions import HOLDER, STEP_DUTIES
from sessions.city.people.subscriptions import channels_of
from sessions.city.people.ward_staff import Staff
from sessions.city.people.written_answers import owed_answer_role
from sessions.contract.limits import OWED_ANSWERS_PER_PAGE
from sessions.platform.pages.save_data import rows_for


@staff_page("owed")
def written_answers_page(request: HttpRequest, reader: Staff) -> HttpResponse:
    """What is owed in the reader's wards, the first promised day first."""
    owed = owed_in(reader.wards)
    is_holder = bool(reader.duties.with_any((HOLDER,)))
    page = Paginator(owed, rows_for(request, OWED_ANSWERS_PER_PAGE)).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(each, owed_answer_role(reader.duties, each.question.chat_session.ward)) for each in page.object_list],
        "is_holder": is_holder,
        "is_staff": is_holder or bool(reader.duties.with_any(STEP_DUTIES["draft_answer"])),
        "number": len(owed),
        "overdue": sum(each.is_overdue for each in owed),
        "channels": channels_of(reader.person) if is_holder else [],
    }
    return render(request, "sessions/chats/written_answers/list.html", context)
