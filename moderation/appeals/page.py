"""The appeals of one chat at the desk, the most urgent first; it works without scripts, and after the chat."""

from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from moderation.appeals.deciding import is_open, is_own_decision
from sessions.display import ward_name
from sessions.models import Appeal, ChatSession
from sessions.people import Person
from sessions.permissions.access import DESK, Admission
from sessions.views.entrance import admitted, desk_readers

MOST_SHOWN = 100


@require_safe
@never_cache
@admitted(DESK)
@desk_readers
def appeals_page(request: HttpRequest, chat_session_id: UUID, admission: Admission) -> HttpResponse:
    """Each with the words, the reason and the note of the first decision, and who may decide."""
    assert not isinstance(request.user, AnonymousUser), "nobody comes to the desk without an account"
    chat_session = ChatSession.objects.select_related("ward").get(pk=chat_session_id)
    waiting = Appeal.objects.waiting().filter(question__chat_session=chat_session).select_related("question")
    context = {
        "heading": _("{ward}: appeals").format(ward=ward_name(chat_session.ward.number)),
        "appeals": [
            _shown(each, request.user, may_decide="appeal.decide" in admission.may) for each in waiting[:MOST_SHOWN]
        ],
        "is_open": is_open(chat_session),
        "do_url": reverse("do", args=[chat_session_id]),
        "desk_url": reverse("desk", args=[chat_session_id]),
    }
    return render(request, "moderation/appeals/appeals.html", context)


def _shown(appeal: Appeal, reader: Person, *, may_decide: bool) -> dict[str, Any]:
    is_own = is_own_decision(appeal.question, reader)
    return {
        "appeal": appeal,
        "question": appeal.question,
        "is_overdue": appeal.due_at < timezone.now(),
        "is_own": is_own,
        "may_decide": may_decide and not is_own,
    }
