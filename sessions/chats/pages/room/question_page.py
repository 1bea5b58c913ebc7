"""One question of a chat, and what its reader can do with it without scripts: support, report, withdraw, appeal.

The room's buttons for reports lead here, and the page to read along, which has no form.
"""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sessions.chats.pages.room import live_context
from sessions.chats.pages.room.live_state import start_public
from sessions.chats.pages.room.own_cards import own_cards
from sessions.chats.pages.room.way_to_question import way_to_question
from sessions.chats.pages.room_page import room_page
from sessions.chats.support.support_trees import find_proof, leaves_of_support, support_key, support_leaf
from sessions.city.display import ward_name
from sessions.city.people.access import Admission
from sessions.log.folding.folding import public_cards
from sessions.models import OPEN_STATES, Question
from sessions.platform.text.labels import REPORT_WORDS
from sessions.record.proof.notes.checkpoints import encoded_root

OWN_ACTS = (("question.withdraw", "withdraw"), ("question.appeal", "appeal"))
"""Each with the id of the form that the buttons of sessions/chats/room/question/_own.html belong to."""


@require_safe
@never_cache
@room_page
def question_page(request: HttpRequest, chat_session_id: UUID, admission: Admission) -> HttpResponse:
    """`?question=`: its id. What is not public is shown to its author alone."""
    state = start_public(chat_session_id).state
    wanted = request.GET.get("question", "")
    card, own = _public_question(state, admission, wanted), _own_question(state, admission, wanted)
    if card is None and own is None:
        raise Http404
    is_open = state["session"]["state"] in OPEN_STATES
    facts = card or own or {}
    context = live_context.head_context(state) | {
        "page_name": "question",
        "message_places": ("question",),
        "role": "visitor" if admission.role == "visitor" else "resident",  # without the tabs of those with a duty
        "heading": _("{ward} live chat").format(ward=ward_name(state["session"]["ward"])),
        "card": card,
        "way": way_to_question(chat_session_id, receipt=facts["receipt"], state=facts["state"]),
        "own": own,
        "may_back": is_open and own is None and _is_queued(card) and "question.back" in admission.may,
        "may_report": is_open and own is None and "report" in admission.may,
        "report_reasons": REPORT_WORDS.items(),
        "own_acts": OWN_ACTS,
        "do_url": reverse("do", args=[chat_session_id]),
        "own_address": f"{request.path}?question={wanted}#question",
        **(_support_of(admission, card["id"]) if card and card["backed"] else {}),
    }
    return render(request, "sessions/chats/room/question.html", context)


def _public_question(state: live_context.Facts, admission: Admission, wanted: str) -> dict[str, Any] | None:
    found = next((card for card in public_cards(state) if card["id"] == wanted), None)
    return found and live_context.shown_card(state, found, backed=admission.backed)


def _own_question(state: live_context.Facts, admission: Admission, wanted: str) -> dict[str, Any] | None:
    own = [each for each in admission.own if each["id"] == wanted]
    return own_cards(own, state, may_ask=False)[0] if own else None


def _support_of(admission: Admission, question_id: str) -> dict[str, Any]:
    """Among how many the reader's support is counted, the address of the proof, and the key that it needs."""
    question = Question.objects.select_related("chat_session").get(pk=question_id)
    assert admission.account_id is not None, "nobody else supports a question"
    key = support_key(question.chat_session, admission.account_id)
    leaf = support_leaf(question.pk, key)
    proof = find_proof(question, leaf)
    if proof is None:
        return {}
    wanted = urlencode({"question": question_id, "leaf": encoded_root(leaf)})
    return {
        "supporters": len(leaves_of_support(proof.tree)),
        "support_proof": f"{reverse('support_proof', args=[question.chat_session_id])}?{wanted}",
        "support_key": key,
    }


def _is_queued(card: dict[str, Any] | None) -> bool:
    return card is not None and card["state"] == "queued"
