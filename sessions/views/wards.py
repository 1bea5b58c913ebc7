"""Home, the list of wards with its search, and the page of one ward."""

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from sessions.models import ChatSession, ChatSessionState, Office, Record, Ward
from sessions.wards import find_wards
from sessions.wording import fold_digits

MAX_SEARCH = 100
MAX_FEATURED = 2
"""On an evening with more live rooms, only that of the reader's own ward is shown large."""


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    upcoming = list(ChatSession.objects.upcoming().select_related("ward", "office"))
    live = [chat_session for chat_session in upcoming if chat_session.state == ChatSessionState.LIVE]
    own_ward = _own_ward(request)
    featured = [chat_session for chat_session in live if chat_session.ward == own_ward or len(live) <= MAX_FEATURED]
    context = {
        "featured": featured,
        "also_live": [chat_session for chat_session in live if chat_session not in featured],
        "next_chats": _first_of_each_ward(upcoming),
        "records": Record.objects.select_related("chat_session__ward").defer("document")[:3],
        "own_ward": own_ward,
    }
    return render(request, "sessions/home.html", context)


@require_safe
def ward_list(request: HttpRequest) -> HttpResponse:
    """All wards, or those that fit `?q=`; where none fits the page says so and lists all."""
    words = request.GET.get("q", "").strip()[:MAX_SEARCH]
    wards = list(_with_next_chat(words))
    context = {
        "words": words,
        "wards": wards or list(_with_next_chat("")),
        "found": len(wards),
        "is_pin": len(fold_digits(words).replace(" ", "")) == 6 and fold_digits(words).replace(" ", "").isdecimal(),
    }
    return render(request, "sessions/wards.html", context)


@require_safe
def ward_page(request: HttpRequest, number: int) -> HttpResponse:
    ward = get_object_or_404(Ward.objects.select_related("borough").prefetch_related("pins"), number=number)
    records = Record.objects.filter(chat_session__ward=ward).select_related("chat_session__ward").defer("document")
    context = {
        "ward": ward,
        "office": Office.objects.held_on(timezone.localdate()).filter(ward=ward).first(),
        "upcoming": ward.chat_sessions.upcoming().select_related("ward", "office"),
        "records": records,
    }
    return render(request, "sessions/ward.html", context)


def _with_next_chat(words: str) -> list[Ward]:
    upcoming = Prefetch("chat_sessions", ChatSession.objects.upcoming(), to_attr="upcoming")
    return list(find_wards(words).prefetch_related(upcoming).order_by("borough__code", "number"))


def _own_ward(request: HttpRequest) -> Ward | None:
    return request.user.ward if request.user.is_authenticated else None


def _first_of_each_ward(upcoming: list[ChatSession]) -> list[ChatSession]:
    """The next announced chat session of each ward, in the order of time."""
    announced = [chat_session for chat_session in upcoming if chat_session.state == ChatSessionState.SCHEDULED]
    first = {chat_session.ward_id: chat_session for chat_session in reversed(announced)}
    return sorted(first.values(), key=lambda chat_session: chat_session.starts_at)
