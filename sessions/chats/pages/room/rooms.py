"""The room and the floor page of a chat session, fully rendered: they work without scripts, which only improve them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sessions.chats.calendar.public.entries import Occasion, occasion_of, occasions_of
from sessions.chats.cards import card_of_chat
from sessions.chats.pages.room import live_context, live_state
from sessions.chats.pages.room.consent_notice import ask_hint, notice_context
from sessions.chats.pages.room.late_words import leave_out_late
from sessions.chats.pages.room.owed import floor_context, without_list
from sessions.chats.pages.room.own_cards import own_cards, rephrased
from sessions.chats.pages.room.stage import last_answered, stage_context
from sessions.chats.pages.room.words.counted_words import backing_words
from sessions.chats.pages.room.words.live_words import floor_page_empty, floor_page_words, room_words, slow_words
from sessions.chats.pages.room.words.own_words import many_hint
from sessions.chats.pages.room_page import once_announced, room_page
from sessions.chats.questions.answer_corrections import parts_given_by
from sessions.chats.questions.author_labels import plain_label
from sessions.chats.questions.officials import officials_called_to
from sessions.chats.questions.public_names import NAMED_DUTIES, lacks_name, officials_of
from sessions.city.display import shown_label, ward_name
from sessions.city.pages.staff_page import staff_page
from sessions.city.people.access import DESK_DOOR, ROOM_DOOR, Admission
from sessions.log.folding.desk_pieces import first_piece
from sessions.log.folding.folding import public_cards
from sessions.log.folding.queue_search import WHOLE_QUEUE, QueueSearch
from sessions.models import OPEN_STATES, ChatSession, ChatSessionState, Duty, Ward
from sessions.ordering.lots import is_drawn_next
from sessions.platform.people import Person
from sessions.platform.text.digits import digits
from sessions.platform.text.labels import APART_WORDS, OVERRIDE_WORDS
from sessions.record.cards.card import Card

USUAL_PROMISE = timedelta(days=14)
MOST_SHOWN = {"queue": 12, "answers": 10, "yours": 3}
"""Lengths of the shown lists. By section of the room, how many of a long list are shown at first; as in js/room. 300
would stop a slow phone."""


@require_safe
@never_cache
@room_page
def room(request: HttpRequest, chat_session_id: UUID, admission: Admission) -> HttpResponse:
    """Open to everybody; the commands depend on the reader's permissions."""
    start = live_state.start_public(chat_session_id)
    starts = {"public": without_list(start)}
    page = live_state.page_data(request, admission, chat_session_id, name="room", door=ROOM_DOOR, starts=starts)
    page["urls"] |= {"writing": reverse("writing", args=[chat_session_id])}
    is_official = admission.called is not None
    if is_official:
        page["you"] |= {"called": admission.called}
    search = QueueSearch.from_query(request.GET.dict())
    context = live_context.head_context(start.state) | _shown_questions(start.state, admission, search)
    context |= _stage(start.state, admission)
    ward = start.state["session"]["ward"]
    occasion = _date_before(chat_session_id, start.state)
    context |= {
        "page_name": "room",
        "message_places": ("ask", "queue", *(["yours"] if "question.back" in admission.may else [])),
        "heading": _("{ward} live chat").format(ward=ward_name(ward)),
        "role": admission.role,
        "is_official": is_official,
        "is_called": _is_called(admission, start.state),
        "answers": admission.role in ("councillor", "delegate", "official"),
        "finding": search,
        **_asking(admission, ward, path=request.path),
        "slow_hint": _slow_hint(start.state["session"].get("slow_minutes", 0)),
        "rephrased": rephrased(admission.own, request.GET.get("rephrase", ""), admission.account_id),
        "apart": None if isinstance(request.user, AnonymousUser) else why_apart(request.user),
        "do_url": reverse("do", args=[chat_session_id]),
        "csrf_token": page["csrf"],  # otherwise each form would get another masked token of 64 characters
        "occasion": occasion,
        "share_card": _card_for_visitors(request.user, chat_session_id, occasion),
        **_first_lines(context, whole=request.GET.get("all", ""), wanted=request.GET.get("receipt", "")),
        "here": _address_of_list(request, search),
        **live_state.scripts_data(page=page, words=leave_out_late(_words(admission), start.state, context["own"])),
    }
    return render(request, "sessions/chats/room/room.html", context)


@require_safe
@staff_page("floor")
@once_announced
def floor(request: HttpRequest, chat_session_id: UUID, admission: Admission) -> HttpResponse:
    """The page on which the holder of the office answers; other people with a duty in this chat session can read it."""
    starts = {"public": live_state.start_public(chat_session_id)}
    if admission.reads_desk:
        desk = live_state.start_desk(chat_session_id)
        starts["desk"] = replace(desk, state=first_piece(desk.state))
    state = starts["public"].state
    ward = state["session"]["ward"]
    page = live_state.page_data(request, admission, chat_session_id, name="floor", door=DESK_DOOR, starts=starts)
    given = _given_by(request.user, state) if "answer.correct" in admission.may else []
    page["you"] |= {"parts": given, "called": admission.called or []}
    today = timezone.localdate()
    context = live_context.head_context(state) | _shown_questions(state, admission) | _what_one_may(state, admission)
    context |= {
        "page_name": "floor",
        "message_places": ("floor",),
        "role": admission.role,
        "heading": _("{ward}: answering").format(ward=ward_name(ward)),
        "is_lot_next": is_drawn_next(state),
        "override_words": OVERRIDE_WORDS.items(),
        **_naming(request.user, ward, role=admission.role),
        "given": live_context.given_parts(state, set(given)),
        "blank_part": live_context.blank_card() | {"at": timezone.now(), "question": "", "question_id": "", "seq": ""},
        **(_calling(ward, state["floor"]) if "official.call" in admission.may else {}),
        "floor_empty": floor_page_empty()[
            "over" if state["session"]["state"] not in OPEN_STATES else state["session"]["state"]
        ],
        "waiting": live_context.count_waiting(desk.state) if admission.reads_desk else None,
        "today": today,
        "promised": today + USUAL_PROMISE,
        "do_url": reverse("do", args=[chat_session_id]),
        **floor_context(state),
        **live_state.scripts_data(page=page, words=floor_page_words()),
    }
    return render(request, "sessions/chats/floor/floor.html", context)


def render_without_database(state: dict[str, Any]) -> str:
    """The read-only room from a state in memory with its `counts`, as visitors see it."""
    visitor = Admission("visitor", (), None, None, "", [], [])
    context = live_context.head_context(state) | _shown_questions(state, visitor) | _stage(state, visitor)
    context |= {
        "role": visitor.role,
        "now": timezone.now(),
        "heading": _("{ward} live chat").format(ward=ward_name(state["session"]["ward"])),
    }
    return render_to_string("sessions/chats/room/read_only.html", context)


def why_apart(person: Person) -> str | Promise | None:
    """The sentence for a person whose support does not count, or not yet."""
    eligibility = person.eligibility
    return APART_WORDS.get((eligibility.standing, eligibility.why))


def _asking(admission: Admission, ward: int, *, path: str) -> dict[str, Any]:
    """What a resident of the ward is offered: the form, or the notice first. takes_part: they may at least back.

    A resident who may only report has taken part this month in another ward.
    """
    takes_part, may_ask = "question.back" in admission.may, "question.ask" in admission.may
    plainly = shown_label(plain_label(ward))
    context: dict[str, Any] = {"takes_part": takes_part, "may_ask": may_ask}
    context["has_voted_elsewhere"] = not takes_part and "report" in admission.may
    if takes_part:
        context["many_hint"] = many_hint(admission.own)
        context["ask_hint"] = ask_hint(shown_label(admission.label) if admission.label else plainly)
    if takes_part and not may_ask:
        context |= notice_context() | {
            "consent_next": f"{path}#ask",
            "consent_shown": "ward",
            "consent_label": admission.label,
            "shown_plainly": plainly,
        }
    return context


def _slow_hint(minutes: int) -> str:
    return slow_words(minutes).format(n=digits(minutes)) if minutes else ""


def _words(admission: Admission) -> dict[str, Any]:
    return room_words(
        is_visitor=admission.role == "visitor",
        asks=bool(admission.own) or "question.ask" in admission.may,
        is_official=admission.called is not None,
    )


def _what_one_may(state: dict[str, Any], admission: Admission) -> dict[str, bool]:
    may_answer, runs_floor = "answer.give" in admission.may, "question.return" in admission.may
    is_called = _is_called(admission, state)
    return {
        "may_answer": may_answer,
        "may_run_floor": runs_floor,
        "takes": "question.take" in admission.may,
        "answers_when_called": may_answer and not runs_floor,
        "is_called": is_called,
        "may_send": bool(state["floor"]) and (runs_floor or is_called),
        "may_take": state["session"]["state"] == "live" and not state["floor"] and bool(state["queue"]),
    }


def _is_called(admission: Admission, state: dict[str, Any]) -> bool:
    """Whether the reader is an official who is called to the question on the floor."""
    return bool(state["floor"]) and state["floor"]["id"] in (admission.called or ())


def _given_by(person: Person | AnonymousUser, state: dict[str, Any]) -> list[int]:
    """The seqs of the parts of answers that the reader gave; no query before there is an answer."""
    was_answered = any(card["answers"] for card in public_cards(state))
    if isinstance(person, AnonymousUser) or not was_answered:
        return []
    return parts_given_by(person, UUID(state["session"]["id"]))


def _naming(person: Person | AnonymousUser, number: int, *, role: str) -> dict[str, Any]:
    """The form for the public name, for a person who answers in public and has none."""
    if role not in NAMED_DUTIES or isinstance(person, AnonymousUser):
        return {}
    lacks = lacks_name(person, Ward.objects.get(number=number), role=role)
    return {"lacks_name": lacks, "needs_title": role == Duty.OFFICIAL}


def _calling(number: int, floor: dict[str, Any] | None) -> dict[str, Any]:
    """The officials of this ward who can be called, how many cannot be yet, and who is called to the floor."""
    officials = officials_of(Ward.objects.get(number=number))
    called = officials_called_to(UUID(floor["id"])) if floor else []
    names = {str(public_id): official.name for public_id, official in officials.items()}
    return {
        "officials": [(public_id, name) for public_id, name in names.items() if name],
        "unnamed": sum(not name for name in names.values()),
        "called": [(str(person.public_id), names.get(str(person.public_id)) or person.label) for person in called],
    }


def _date_before(chat_session_id: UUID, state: dict[str, Any]) -> Occasion | None:
    """The date before the chat. Before the opening, the date as the calendar has it: the log does not hold freezes."""
    if state["session"]["state"] != ChatSessionState.SCHEDULED:
        return None
    return occasions_of(ChatSession.objects.filter(pk=chat_session_id))[0]


def _card_for_visitors(user: Person | AnonymousUser, chat_session_id: UUID, before: Occasion | None) -> Card | None:
    """How the chat looks as a link elsewhere; robots read it as visitors do. before: its date before the opening."""
    if not isinstance(user, AnonymousUser):
        return None
    if before is not None:
        return card_of_chat(before)
    row = ChatSession.objects.select_related("ward", "office", "record").defer("record__document")
    return card_of_chat(occasion_of(row.get(pk=chat_session_id), ()))


def _shown_questions(state: dict[str, Any], admission: Admission, search: QueueSearch = WHOLE_QUEUE) -> dict[str, Any]:
    """The floor, the queue and the answers as this reader sees them, and the reader's own questions."""
    mine = {own["id"] for own in admission.own}
    is_over = state["session"]["state"] not in OPEN_STATES
    floor = state["floor"] and live_context.shown_card(state, state["floor"], mine=mine)
    reader: dict[str, Any] = {"backed": admission.backed, "mine": mine}
    queue = live_context.queue_cards(state, **reader, search=search)
    may_back = "question.back" in admission.may and not is_over
    queue = [card | {"may_back": may_back and not card["mine"]} for card in queue]
    return {
        "floor": floor,
        "floor_backing": backing_words(floor["backing"]) if floor else "",
        "waiting_count": len(state["queue"]),
        "queue": queue,
        "queue_lines": queue if search.is_asked else live_context.queue_lines(state, queue, **reader),
        "answered": live_context.answered_lines(state, **reader),
        "own": own_cards(admission.own, state, may_ask="question.ask" in admission.may),
    }


def _address_of_list(request: HttpRequest, search: QueueSearch) -> str:
    """The address that leads back.

    To come back to what the reader sees of the queue, once they have supported one of it without scripts.
    """
    return request.get_full_path() if search.is_asked or request.GET.get("all") == "queue" else request.path


def _first_lines(context: Mapping[str, Any], *, whole: str, wanted: str) -> dict[str, Any]:
    """The lists of the room without the rest of long ones, and with what a link leads to (way_to_question.py).

    whole: the section of which the reader wants to see all. wanted: the receipt of the question to which they come.
    """
    lists = {"queue": context["queue_lines"], "answers": context["answered"], "yours": context["own"]}
    linked = {own["joined"]["receipt"] for own in context["own"] if own["joined"]} | {wanted}

    def is_shown(section: str, place: int, card: Mapping[str, Any]) -> bool:
        return place < MOST_SHOWN[section] or section == whole or card["receipt"] in linked

    lines = {
        section: [card for place, card in enumerate(cards) if is_shown(section, place, card)]
        for section, cards in lists.items()
    }
    return {"lines": lines, "most": MOST_SHOWN, "whole": whole}


def _stage(state: dict[str, Any], admission: Admission) -> dict[str, Any]:
    """The question that the room shows large, and the answer before it."""
    mine = {own["id"] for own in admission.own}
    last = last_answered(state)
    card = state["floor"] or last
    shown = live_context.shown_card(state, card, mine=mine) if card else None
    before = live_context.shown_card(state, last) if state["floor"] and last else None
    backing = backing_words(shown["backing"]) if state["floor"] and shown else ""
    return {**stage_context(state, shown), "floor_backing": backing, "before": before}
