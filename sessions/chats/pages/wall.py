"""The big screen of a hall or a stream: the present question, readable from ten metres, without a keyboard."""

from contextlib import AbstractContextManager, nullcontext
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sessions.chats.calendar.public.entries import Occasion, occasions_of
from sessions.chats.calendar.public.posters import qr_svg
from sessions.chats.pages.room import live_context, live_state
from sessions.chats.pages.room.owed import next_open
from sessions.chats.pages.room.stage import last_answered
from sessions.chats.pages.room.words.counted_words import backing_words, counted
from sessions.chats.pages.room.words.live_words import ScriptWords, live_words
from sessions.chats.pages.room.words.owed_words import owed_words
from sessions.chats.pages.room_page import room_page, show_date
from sessions.city.display import ward_name
from sessions.city.people.access import ROOM_DOOR, Admission
from sessions.models import AHEAD_STATES, ChatSession, ChatSessionState
from sessions.ordering.lots import is_drawn_next
from sessions.platform.text.absolute_addresses import whole_address
from sessions.platform.text.digits import digits

THEMES = ("light", "dark")
RECORD_FOR = timedelta(hours=1)
"""Span for the record. For how long after the end the screen shows the record; then it shows the next chat."""

MOVES_ON_BEFORE = timedelta(hours=12)
"""How long before the next chat the screen goes on to it."""

AGAIN_IN_S = 60

VISITOR = Admission("visitor", (), None, None, "", [], [])
"""The page is always a visitor's, so that a hall sees nothing personal of the user who is signed in there."""

SIZES = (110, 190, 300, 450, 650)
"""The most characters for each font size, from the largest on; scripts measure instead."""


@require_safe
@never_cache
@room_page
def wall(request: HttpRequest, chat_session_id: UUID, admission: Admission) -> HttpResponse:
    """The wall of a chat. After the end it shows the record; later it goes on to the ward's next chat by itself.

    The header Wall-Edition names the page's scripts and content: the screen reloads when it changes.
    """
    chat_session = ChatSession.objects.select_related("ward").get(pk=chat_session_id)
    if chat_session.announced_at is None:
        return _wait_for_announcement(request, chat_session_id)
    following = _next_of(chat_session)
    if following is not None and _moves_on(chat_session, following, timezone.now()):
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        return redirect(f"{reverse('wall', args=[following.chat_session.pk])}{query}")
    with _language_of(request):
        context = _context(request, chat_session, following)
        edition = _edition(context)
        context["edition"] = edition
        response = render(request, "sessions/chats/wall/wall.html", context)
    response.headers["Wall-Edition"] = edition
    return response


def _wait_for_announcement(request: HttpRequest, chat_session_id: UUID) -> HttpResponse:
    """The date until the chat is announced; the screen reloads by itself, as nobody is there to do it."""
    response = show_date(request, chat_session_id)
    response.headers["Refresh"] = str(AGAIN_IN_S)
    return response


def _context(request: HttpRequest, chat_session: ChatSession, following: Occasion | None) -> dict[str, Any]:
    start = live_state.start_public(chat_session.pk)
    state = start.state
    head = live_context.head_context(state)
    page = live_state.page_data(
        request, VISITOR, chat_session.pk, name="wall", door=ROOM_DOOR, starts={"public": start}
    )
    session = state["session"]
    overlay = request.GET.get("overlay") == "1"
    record = session["record"] if head["is_over"] else None
    path = reverse("record", args=[record]) if record else reverse("short_address", args=[session["ward"]])
    address = whole_address(request, path)
    shown_host, slash, shown_path = address.split("://", 1)[1].removesuffix("/").partition("/")
    return head | {
        "heading": _("{ward} live chat").format(ward=ward_name(session["ward"])),
        "theme": request.GET.get("theme") if request.GET.get("theme") in THEMES else "",
        "overlay": overlay,
        "record": record,
        "following": following,
        "is_about_next": following is not None and _is_about_next(chat_session, timezone.now()),
        "qr": mark_safe(qr_svg(address, css_class="wall__qr")),  # noqa: S308 -- made of modules alone
        "host_name": shown_host,
        "path": slash + shown_path,
        **_shown(state, is_over=head["is_over"]),
        **live_state.scripts_data(page=page, words=wall_words()),
    }


def _shown(state: dict[str, Any], *, is_over: bool) -> dict[str, Any]:
    """The question on the floor, or the one that was answered last; and the next one."""
    owed = next_open(state) if state["session"]["state"] == ChatSessionState.LIVE else None
    card = None if is_over or owed else (state["floor"] or last_answered(state))
    shown = _names_once(live_context.shown_card(state, card)) if card else _owed_card(owed)
    queue = [] if is_over else live_context.queue_cards(state)
    return {
        "card": shown,
        "owed": owed,
        "card_backing": backing_words(shown["backing"]) if shown and state["floor"] else "",
        "is_now": bool(state["floor"]),
        "size": _size(shown),
        "next": _next(state, queue),
        "waiting": waiting_words(len(queue)) if queue else "",
    }


def _owed_card(owed: dict[str, Any] | None) -> dict[str, Any] | None:
    return {"text": owed["what"], "state": "", "label": "", "answers": []} if owed else None


def _next(state: dict[str, Any], queue: list[dict[str, Any]]) -> dict[str, Any] | None:
    """What stands as the next question: its words, or that it is drawn by lot."""
    if is_drawn_next(state):
        return {"text": by_lot_words()}
    return queue[0] if queue else None


def _names_once(card: dict[str, Any]) -> dict[str, Any]:
    """Show the name of the person who answers above their first part, and again where another person goes on."""
    answers, before = [], ""
    for answer in card["answers"]:
        answers.append(answer | {"by_shown": "" if answer["by_shown"] == before else answer["by_shown"]})
        before = answer["by_shown"]
    return card | {"answers": answers}


def _size(card: dict[str, Any] | None) -> int:
    if card is None:
        return 0
    length = len(card["text"]) + sum(len(answer["text"] or "") for answer in card["answers"])
    return sum(length > most for most in SIZES)


def _next_of(chat_session: ChatSession) -> Occasion | None:
    """The ward's next chat with a date, announced or planned."""
    states = (*AHEAD_STATES, ChatSessionState.LIVE)
    later = ChatSession.objects.filter(
        ward=chat_session.ward, state__in=states, waits=False, starts_at__gt=chat_session.starts_at
    )
    return next((each for each in occasions_of(later) if not each.is_suspended), None)


def _moves_on(chat_session: ChatSession, following: Occasion, now: datetime) -> bool:
    """Whether the screen goes on: after the record was shown for an hour, and if the next chat has a room."""
    is_near = following.state == ChatSessionState.LIVE or following.starts_at - now <= MOVES_ON_BEFORE
    return following.has_room and is_near and _is_about_next(chat_session, now)


def _is_about_next(chat_session: ChatSession, now: datetime) -> bool:
    if chat_session.state == ChatSessionState.CANCELLED:
        return True
    return chat_session.closed_at is not None and now - chat_session.closed_at >= RECORD_FOR


def _edition(context: dict[str, Any]) -> str:
    """A digest that changes with the scripts and styles, and with content that events do not bring."""
    following = context["following"]
    parts = (
        static("js/pages/wall.js"),
        static("css/wall.css"),
        context["session"]["id"],
        context["is_over"],
        context["record"],
        context["is_about_next"],
        following and (following.chat_session.pk, following.starts_at),
    )
    return sha256(repr(parts).encode()).hexdigest()[:16]


def _language_of(request: HttpRequest) -> AbstractContextManager[Any]:
    """The language of `?lang=bn`, because nobody at a screen can choose one."""
    language = request.GET.get("lang")
    return translation.override(language) if language in dict(settings.LANGUAGES) else nullcontext()


# The words of the big screen, for the page and its scripts.


def wall_words() -> ScriptWords:
    return live_words() | {
        "owed_list": owed_words(),
        "wall": {
            "now": _("Being answered now"),
            "answered": _("Answered"),
            "on_notice": _("A written answer will follow"),
            "by_lot": by_lot_words(),
            "waiting": counted(lambda n: ngettext("{n} question is waiting", "{n} questions are waiting", n)),
        },
    }


def by_lot_words() -> str:
    return _("The next question is drawn by lot.")


def waiting_words(count: int) -> str:
    return ngettext("{n} question is waiting", "{n} questions are waiting", count).format(n=digits(count))
