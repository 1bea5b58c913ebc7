"""The clerk's second screen: the load of the desk, waiting times, and who is there; its script asks again and again."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from moderation.desk.load import DeskLoad, ModeratorAtWork, load_of
from moderation.questions.similar.next_door import how_many_answered
from sessions.city.display import clock_time, ward_name
from sessions.city.pages.staff_page import staff_page
from sessions.city.people.access import Admission
from sessions.models import ChatSession
from sessions.platform.text.digits import digits
from sessions.platform.text.spoken.lists import join_facts


@require_safe
@staff_page("desk")
def load_page(request: HttpRequest, chat_session_id: UUID, admission: Admission) -> HttpResponse:
    """Show the load of the desk as a page; without scripts, each reload shows the current numbers."""
    chat_session = ChatSession.objects.select_related("ward").get(pk=chat_session_id)
    context = {
        "heading": _("{ward}: load of the desk").format(ward=ward_name(chat_session.ward.number)),
        "load": _told(chat_session),
        "blank": {"name": "", "words": ""},
        "numbers_url": reverse("desk_load_numbers", args=[chat_session_id]),
        "desk_url": reverse("desk", args=[chat_session_id]),
    }
    return render(request, "moderation/desk/load.html", context)


@require_safe
@staff_page("desk")
def numbers(request: HttpRequest, chat_session_id: UUID, admission: Admission) -> HttpResponse:
    """The page's texts by their parts, in the reader's language, and the moderators."""
    chat_session = ChatSession.objects.select_related("ward").get(pk=chat_session_id)
    return JsonResponse({"type": "load", **_told(chat_session)})


def _told(chat_session: ChatSession) -> dict[str, Any]:
    return _in_words(load_of(chat_session, timezone.now()), next_door=how_many_answered(chat_session))


def _in_words(load: DeskLoad, *, next_door: int) -> dict[str, Any]:
    return {
        "parts": {
            "next_door": digits(next_door),
            "waiting": digits(load.waiting),
            "held": digits(load.held),
            "asked": digits(load.asked_lately),
            "decided": digits(load.decided_lately),
            "oldest": _span(load.oldest),
            "median": _span(load.median_wait),
        },
        "moderators": [_moderator_in_words(number, each) for number, each in enumerate(load.moderators)],
    }


def _moderator_in_words(number: int, moderator: ModeratorAtWork) -> dict[str, Any]:
    words = [_seen(moderator)]
    if moderator.reading:
        words.append(_("reading {receipt}").format(receipt=moderator.reading))
    if moderator.decided_lately:
        n = moderator.decided_lately
        words.append(ngettext("{n} decision in 15 minutes", "{n} decisions in 15 minutes", n).format(n=digits(n)))
    return {"id": number, "name": moderator.name, "words": join_facts(words)}


def _seen(moderator: ModeratorAtWork) -> str:
    if moderator.seen_at is None:
        return _("not seen yet")
    return _("last seen {time}").format(time=clock_time(moderator.seen_at))


def _span(span: timedelta | None) -> str:
    if span is None:
        return "–"
    minutes = int(span.total_seconds() // 60)
    if minutes == 0:
        return _("under a minute")
    return ngettext("{n} minute", "{n} minutes", minutes).format(n=digits(minutes))
