"""The page "Record of this evening" for the staff: the window, requests to decide, and one's own words to correct."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from moderation.questions.corrections.own_words import gave_common_words, notices_by
from moderation.questions.corrections.requests import waiting_requests
from sessions.chats.pages.room import live_context, live_state
from sessions.chats.questions.answer_corrections import parts_given_by
from sessions.city.display import ward_name
from sessions.city.pages.staff_page import staff_page
from sessions.city.people.access import Admission
from sessions.models import ChatSession, Question, Record
from sessions.platform.people import Person
from sessions.record.word_differences import word_differences


@require_safe
@staff_page("desk")
def corrections_page(request: HttpRequest, chat_session_id: UUID, admission: Admission) -> HttpResponse:
    """Show the page, which works without scripts.

    A moderator decides requests; everybody corrects only what they wrote themselves.
    """
    assert not isinstance(request.user, AnonymousUser), "nobody comes to the desk without an account"
    chat_session = ChatSession.objects.select_related("ward").get(pk=chat_session_id)
    record = Record.objects.defer("document").filter(chat_session=chat_session).first()
    is_in_window = record is not None and record.is_in_window
    requests = waiting_requests(chat_session) if is_in_window else []
    context = {
        "heading": _("{ward}: record of this evening").format(ward=ward_name(chat_session.ward.number)),
        "record": record,
        "hours_left": _hours_left(record) if record is not None and is_in_window else None,
        "requests": [
            {"asked": each, "question": each.question, "differences": word_differences(each.before, each.text)}
            for each in requests
        ],
        "may_decide": "correction.decide" in admission.may,
        **(_own_words(chat_session, request.user, admission, is_in_window=is_in_window) if record is not None else {}),
        "do_url": reverse("do", args=[chat_session_id]),
        "desk_url": reverse("desk", args=[chat_session_id]),
    }
    return render(request, "moderation/questions/record.html", context)


def _own_words(chat_session: ChatSession, me: Person, admission: Admission, *, is_in_window: bool) -> dict[str, Any]:
    """What this person can correct now: answers at any time, notices and common words within the window."""
    state = live_state.start_public(chat_session.pk).state
    parts = parts_given_by(me, chat_session.pk) if "answer.correct" in admission.may else []
    is_moderator = is_in_window and "notice.correct" in admission.may
    own = notices_by(me, chat_session) if is_moderator else []
    return {
        "given": live_context.given_parts(state, set(parts)),
        "notices": [live_context.with_moments(each) for each in state["notices"] if each["seq"] in own],
        "united": _own_common_words(chat_session, me) if is_moderator else [],
    }


def _own_common_words(chat_session: ChatSession, me: Person) -> list[Question]:
    united = chat_session.questions.public().exclude(united_words="")
    return [question for question in united if gave_common_words(chat_session, question, me)]


def _hours_left(record: Record) -> int:
    """Begun hours count as whole ones."""
    assert record.correct_until is not None, "it is in its window"
    return -((timezone.now() - record.correct_until) // timedelta(hours=1))
