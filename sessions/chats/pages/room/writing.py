"""What a room's script needs once somebody writes or reports something: markup and words that nothing else uses."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sessions.chats.pages.room import live_state
from sessions.chats.pages.room.words.live_words import doing_words
from sessions.chats.pages.room_page import room_page
from sessions.city.people.access import Admission
from sessions.platform.text.labels import REPORT_WORDS


@require_safe
@never_cache
@room_page
def writing(request: HttpRequest, chat_session_id: UUID, admission: Admission) -> HttpResponse:
    """A piece of the room's page (js/room/asking/writing.js)."""
    context = {
        "do_url": reverse("do", args=[chat_session_id]),
        "room_url": reverse("room", args=[chat_session_id]),
        "report_reasons": REPORT_WORDS.items(),
        **live_state.scripts_data(doing=doing_words()),
    }
    return render(request, "sessions/chats/room/writing.html", context)
