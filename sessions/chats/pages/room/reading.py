"""The chat to read along without scripts: a page that loads itself again, without a form, so that no typing is lost.

It is the room's state in few bytes: what is answered now, the newest answers, and the beginning of the queue. A visitor
who loads it again without news is answered by 304; the page of a signed-in person is stored nowhere.
"""

from typing import Any, NamedTuple
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sessions.chats.pages.room import live_context
from sessions.chats.pages.room.live_state import start_public
from sessions.chats.pages.room.owed import owed_context
from sessions.chats.pages.room.own_cards import own_cards
from sessions.chats.pages.room.stage import stage_context
from sessions.chats.pages.room_page import room_page
from sessions.city.display import ward_name
from sessions.city.people.access import Admission
from sessions.log.folding.queue_search import WHOLE_QUEUE
from sessions.models import OPEN_STATES
from sessions.platform.pages.reader_caching import kept_by_its_reader
from sessions.platform.pages.save_data import rows_for

AGAIN_AFTER_S = 20
ANSWERS, QUEUE = 10, 25
MAX_DIGITS = 6


class AnsweredPart(NamedTuple):
    """Some of the answered questions, the newest first. older_to: the number of the next older one, or None."""

    cards: list[dict[str, Any]]
    older_to: int | None


@require_safe
@room_page
def reading(request: HttpRequest, chat_session_id: UUID, admission: Admission) -> HttpResponse:
    """`?to=`: the answers up to this number, counted from the oldest. Such a page stays as it is, as with `?still`.

    Readers who need more time than twenty seconds can stop the reloading (WCAG 2.2.1).
    """
    state = start_public(chat_session_id).state
    mine = {own["id"] for own in admission.own}
    lines = live_context.answered_lines(state, mine=mine)
    to = read_to(request.GET.get("to", ""), len(lines))
    part = part_of(lines, to, rows_for(request, ANSWERS))
    queue = live_context.queue_cards(state, backed=admission.backed, mine=mine, search=WHOLE_QUEUE)
    shown = state["floor"] and live_context.shown_card(state, state["floor"], mine=mine)
    is_newest = to == len(lines)
    is_still = "still" in request.GET or state["session"]["state"] not in OPEN_STATES
    context = live_context.head_context(state) | stage_context(state, shown)
    context |= (
        owed_context(state)
        | {
            "page_name": "reading",
            "role": "visitor" if admission.role == "visitor" else "resident",  # without the tabs of those with a duty
            "heading": _("{ward} live chat").format(ward=ward_name(state["session"]["ward"])),
            "again_after_s": AGAIN_AFTER_S if is_newest and not is_still else None,
            "is_newest": is_newest,
            "answered": part.cards,
            "answered_count": len(lines),
            "older_to": part.older_to,
            "queue": queue[: rows_for(request, QUEUE)],
            "waiting_count": len(queue),
            "own": own_cards(admission.own, state, may_ask=False),
            "may_report": "report" in admission.may and state["session"]["state"] in OPEN_STATES,
            "question_url": reverse("room_question", args=[chat_session_id]),
            "report_words": _("Report"),
            "support_words": _("Support or report"),
            "own_words": _("Withdraw, appeal or see the receipt"),
        }
    )
    return kept_by_its_reader(request, render(request, "sessions/chats/room/reading/reading.html", context))


def read_to(text: str, count: int) -> int:
    """The last answer to be shown: all of them, unless a smaller number is asked for."""
    asked = int(text) if text.isascii() and text.isdecimal() and len(text) <= MAX_DIGITS else count
    return min(asked, count)


def part_of(lines: list[dict[str, Any]], to: int, rows: int) -> AnsweredPart:
    """Cut the part of a long list that is shown.

    lines: all, the newest first. They keep their numbers while more are answered.
    """
    first = len(lines) - to
    end = first + rows
    return AnsweredPart(lines[first:end], len(lines) - end if end < len(lines) else None)
