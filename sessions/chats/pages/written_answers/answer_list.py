"""The list of the written answers that are owed: "Answers you owe", or, for clerks and staff, those of their wards."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sessions.chats.pages.written_answers.entrance import Reader, for_readers
from sessions.chats.questions.written_answers.owed_answers import owed_in
from sessions.city.people.subscriptions import channels_of
from sessions.platform.pages.save_data import rows_for

PER_PAGE = 50


@for_readers
def written_answers_page(request: HttpRequest, reader: Reader) -> HttpResponse:
    """What is owed in the reader's wards, the first promised day first."""
    owed = owed_in(reader.access.reads)
    page = Paginator(owed, rows_for(request, PER_PAGE)).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(each, reader.access.role_in(each.question.chat_session.ward)) for each in page.object_list],
        "is_holder": bool(reader.access.sends),
        "is_staff": bool(reader.access.drafts),
        "number": len(owed),
        "overdue": sum(each.is_overdue for each in owed),
        "channels": channels_of(reader.person) if reader.access.sends else [],
    }
    return render(request, "sessions/chats/written_answers/list.html", context)
