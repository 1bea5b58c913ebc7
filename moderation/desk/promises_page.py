"""The page of a chat's answers at the desk, with marks on what looks like a promise, and a form to propose it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sessions.city.display import ward_name
from sessions.city.pages.staff_page import staff_page
from sessions.city.people.access import Admission
from sessions.city.people.ward_staff import ward_duties_of
from sessions.contract.limits import DESK_ANSWERS_PER_PAGE
from sessions.models import Answer, ChatSession
from sessions.platform.refusals import Refused
from sessions.platform.text.form_values import posted_number
from sessions.promises.pages.proposals.forms import PromiseForm
from sessions.promises.pages.proposals.marked import marked_answers
from sessions.promises.sources.proposals import mark_as_promise


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("desk")
def promises_page(request: HttpRequest, chat_session_id: UUID, admission: Admission) -> HttpResponse:
    """POST answer= proposes, by a moderator; others at the desk, such as the clerk, only read."""
    assert not isinstance(request.user, AnonymousUser), "nobody comes to the desk without an account"
    chat_session = ChatSession.objects.select_related("ward").get(pk=chat_session_id)
    if request.method != "POST":
        return _show(request, chat_session)
    form = PromiseForm(posted_number(request.POST.get("answer", "")), request.POST)
    if form.is_valid():
        try:
            found = _answers_in(chat_session).filter(pk=form.answer_id).first()
            mark_as_promise(found.pk if found is not None else 0, moderator=request.user, promised=form.promised())
        except Refused as refused:
            form.add_error(None, str(refused.message))
        else:
            messages.success(request, _("Proposed. The office is asked, and everybody can see that."))
            return redirect("desk_promises", chat_session_id=chat_session_id)
    return _show(request, chat_session, sent=form)


def _show(request: HttpRequest, chat_session: ChatSession, sent: PromiseForm | None = None) -> HttpResponse:
    page = Paginator(_answers_in(chat_session), DESK_ANSWERS_PER_PAGE).get_page(request.GET.get("page"))
    person: Any = request.user
    context = {
        "heading": _("{ward}: promises in the answers").format(ward=ward_name(chat_session.ward.number)),
        "page": page,
        "marked": marked_answers(page.object_list, timezone.localdate(), sent=sent),
        "refused": sent,
        "may_propose": ward_duties_of(person).may("screen", chat_session.ward_id),
        "desk_url": reverse("desk", args=[chat_session.pk]),
    }
    return render(request, "moderation/desk/promises.html", context, status=422 if sent is not None else 200)


def _answers_in(chat_session: ChatSession) -> Any:
    rows = Answer.objects.filter(question__chat_session=chat_session, question__are_answers_removed=False)
    return rows.exclude(text="").select_related("question", "office").order_by("given_at", "pk")
