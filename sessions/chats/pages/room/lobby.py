"""The lobby: one link for everybody, which leads a resident to the present chat of their own ward."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sessions.chats.calendar.public.entries import Occasion, occasions_of
from sessions.chats.calendar.public.posters import invitations, qr_svg
from sessions.chats.pages.room.live_context import queue_cards
from sessions.chats.pages.room.live_state import scripts_data, start_public
from sessions.chats.pages.room.words.live_words import span_words
from sessions.city.display import ward_name
from sessions.city.wards.chosen_ward import forget_ward, keep_chosen_ward, remembered_ward
from sessions.models import AHEAD_STATES, ChatSession, ChatSessionState, Record, Ward
from sessions.ordering.evening_facts import facts_of_state
from sessions.platform.text.absolute_addresses import whole_address

MAX_QUEUED = 10

SHARED_WORDS = "shared_words"
"""Key of shared words. Under this key the cookie session keeps what a phone shared, until its reader has signed in and
has a ward."""


@require_safe
@never_cache
def my_chat(request: HttpRequest) -> HttpResponse:
    """Redirects to the room of a live chat. Else it shows the next chat with its queue; else the last one's record."""
    if not request.user.is_authenticated:
        return _to_sign_in(request)
    keep_chosen_ward(request, request.user)
    if request.user.ward is not None and SHARED_WORDS in request.session:
        return forget_ward(request, redirect("share"))
    return forget_ward(request, _chat_of(request, request.user.ward))


@require_safe
@never_cache
def ask_again(request: HttpRequest, question_id: UUID) -> HttpResponse:
    """Redirects to the form of the next open chat of the person's ward, with the words of their earlier question.

    Without such a chat, to the lobby, which names the next date.
    """
    if not request.user.is_authenticated:
        return _to_sign_in(request)
    chat = ChatSession.objects.upcoming().filter(ward=request.user.ward).first()
    if chat is None:
        messages.info(request, _("No chat is open for questions now. You can ask again in the next one."))
        return redirect("my_chat")
    return redirect(f"{reverse('room', args=[chat.pk])}?rephrase={question_id}#ask")


@require_safe
def short_link(_request: HttpRequest) -> HttpResponse:
    """Redirects from a poster to the lobby. Temporary, as pages may move while posters hang."""
    return redirect("my_chat")


@require_safe
def link_sheet(request: HttpRequest) -> HttpResponse:
    """One A4 page with the short link and its QR code, the same for all wards."""
    address = whole_address(request, reverse("short_link"))
    context = {
        "invitations": invitations(),
        "qr": mark_safe(qr_svg(address)),  # noqa: S308 -- made of modules alone, no text of anybody is in it
        "short_address": address.split("://", 1)[1],
    }
    return render(request, "sessions/chats/room/sheet.html", context)


def _chat_of(request: HttpRequest, ward: Ward | None) -> HttpResponse:
    if ward is None:
        messages.info(request, _("Choose your ward first."))
        return redirect("wards")
    rows = ChatSession.objects.filter(ward=ward, state__in=(*AHEAD_STATES, ChatSessionState.LIVE))
    occasions = occasions_of(rows)
    live = next((each for each in occasions if each.state == ChatSessionState.LIVE), None)
    if live is not None:
        return redirect("room", live.chat_session.pk)
    taking = [each for each in occasions if each.is_open]
    return _lobby(request, ward, next(iter([*taking, *occasions]), None), taking)


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    ward = remembered_ward(request)
    if ward is not None:
        messages.info(request, _("You chose {ward}. Sign in to go to its chat.").format(ward=ward_name(ward)))
    return redirect(f"{reverse('sign_in')}?{urlencode({'next': request.path})}")


def _lobby(request: HttpRequest, ward: Ward, occasion: Occasion | None, taking: list[Occasion]) -> HttpResponse:
    """The page of a ward whose room is not open. taking: the chats in which questions can be asked already."""
    state = start_public(occasion.chat_session.pk).state if occasion is not None and occasion.is_open else None
    queued = queue_cards(state) if state is not None else []
    past = Record.objects.filter(chat_session__ward=ward).select_related("chat_session__ward").defer("document")
    context = {
        "ward": ward,
        "occasion": occasion,
        "open_chats": " ".join(str(each.chat_session.pk) for each in taking),
        "is_counting": occasion is not None and not occasion.waits and not occasion.is_suspended,
        "days_left": (occasion.day - timezone.localdate()).days if occasion is not None else None,
        "queued": queued[:MAX_QUEUED],
        "shows_support": state is not None and facts_of_state(state).policy.shows_support,
        "more": max(0, len(queued) - MAX_QUEUED),
        "record": past.order_by("-chat_session__starts_at").first(),
        **scripts_data(words={"time": span_words()}),
    }
    return render(request, "sessions/chats/room/lobby.html", context)
