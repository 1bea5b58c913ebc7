"""The page on which a moderator reads decisions of colleagues again, without seeing what they were."""

from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from moderation.appeals.rereading import to_reread, why_not_yet
from sessions.city.display import ward_name
from sessions.city.pages.staff_page import staff_page
from sessions.city.people.access import Admission
from sessions.models import ChatSession

MOST_SHOWN = 20


@require_safe
@staff_page("desk")
def rereading_page(request: HttpRequest, chat_session_id: UUID, admission: Admission) -> HttpResponse:
    """The words alone, with two buttons. Others at the desk, such as the clerk, see an empty list."""
    assert not isinstance(request.user, AnonymousUser), "nobody comes to the desk without an account"
    chat_session = ChatSession.objects.select_related("ward").get(pk=chat_session_id)
    may_reread = "decision.reread" in admission.may
    waiting = to_reread(chat_session, request.user) if may_reread else []
    context = {
        "heading": _("{ward}: read again").format(ward=ward_name(chat_session.ward.number)),
        "why_not": why_not_yet(chat_session, request.user) if may_reread and not waiting else "",
        "questions": [each.question for each in waiting[:MOST_SHOWN]],
        "do_url": reverse("do", args=[chat_session_id]),
        "desk_url": reverse("desk", args=[chat_session_id]),
    }
    return render(request, "moderation/appeals/rereading.html", context)
