"""The appeals of one chat at the desk, the most urgent first; it works without scripts, and after the chat."""

from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from moderation.appeals.deciders import Deciders
from moderation.appeals.deciding import is_open
from sessions.city.display import ward_name
from sessions.city.pages.staff_page import staff_page
from sessions.city.people.access import Admission
from sessions.models import Appeal, ChatSession
from sessions.platform.people import Person

MOST_SHOWN = 100


@require_safe
@staff_page("desk")
def appeals_page(request: HttpRequest, chat_session_id: UUID, admission: Admission) -> HttpResponse:
    """Each with the words, the reason and the note of the first decision, and who may decide."""
    assert not isinstance(request.user, AnonymousUser), "nobody comes to the desk without an account"
    chat_session = ChatSession.objects.select_related("ward").get(pk=chat_session_id)
    waiting = Appeal.objects.waiting().filter(question__chat_session=chat_session).select_related("question")
    appeals = waiting[:MOST_SHOWN]
    deciders = Deciders(chat_session, appeals)
    context = {
        "heading": _("{ward}: appeals").format(ward=ward_name(chat_session.ward.number)),
        "appeals": [_shown(each, deciders, request.user, may="appeal.decide" in admission.may) for each in appeals],
        "is_clerk": "session.open" in admission.may,
        "ward": chat_session.ward.number,
        "is_open": is_open(chat_session),
        "do_url": reverse("do", args=[chat_session_id]),
        "desk_url": reverse("desk", args=[chat_session_id]),
    }
    return render(request, "moderation/appeals/appeals.html", context)


def _shown(appeal: Appeal, deciders: Deciders, reader: Person, *, may: bool) -> dict[str, Any]:
    return {
        "appeal": appeal,
        "question": appeal.question,
        "is_overdue": appeal.is_overdue,
        "is_own": deciders.has_decided(appeal, reader),
        "may_decide": may and deciders.may_decide(appeal, reader),
        "has_nobody": not deciders.anybody_for(appeal),
        "second": None if deciders.has_left(appeal, reader) or not may else deciders.second_person(appeal, reader),
    }
