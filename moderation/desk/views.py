"""The desk: moderators screen every question there before the room sees it, and the clerk runs the evening there."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from moderation.desk.desk_labels import DESK_KEYS, DESK_STEPS, MUTE_MINUTES, UNREAD_BEFORE, desk_labels
from moderation.desk.question_words import claim_words, history_words, may_undo, passed_on_words
from moderation.questions.masking.masked_words import BLANK_PLACE, masked_of
from moderation.questions.second_look import looks_as_if
from moderation.questions.similar.evening_flags import EveningFlags, evening_flags, together
from moderation.questions.similar.evening_words import evening_words, found_among, may_join
from moderation.questions.similar.near_copies import by_likeness, copies_of, merged_rows
from sessions.chats.pages.room import live_context, live_state
from sessions.chats.pages.room.words.counted_words import backing_words
from sessions.chats.pages.room.words.live_words import apart_words
from sessions.chats.pages.room_page import once_announced
from sessions.city.display import clock_time, ward_name
from sessions.city.pages.staff_page import staff_page
from sessions.city.people.access import DESK_DOOR, Admission
from sessions.contract.desk_times import CLAIM_SECONDS, UNDO_SECONDS
from sessions.log.folding.desk_folding import claimed_now
from sessions.log.folding.desk_pieces import GROUPS, IN_PUBLIC, UNDECIDED, Group, piece_at
from sessions.log.known_streams import Current
from sessions.models import OPEN_STATES, Appeal
from sessions.models.question import PUBLIC_STATES
from sessions.ordering.queue_order import queue_in_order
from sessions.platform.text.digits import digits
from sessions.platform.text.labels import REASON_WORDS
from sessions.platform.text.spoken.lists import join_with_commas

SHORT = 90


@require_safe
@staff_page("desk")
@once_announced
def desk(request: HttpRequest, chat_session_id: UUID, admission: Admission) -> HttpResponse:
    """The questions in their groups, and the selected one (?question=). All works by plain forms and links.

    Large groups come in pages; ?to_read=ID and ?done=ID name the question after which the page of a group begins.
    """
    whole = live_state.start_desk(chat_session_id)
    found = evening_flags.read_at(chat_session_id, whole)
    starts = {"public": live_state.start_public(chat_session_id), "desk": _piece_asked_for(request, whole)}
    state, more = starts["public"].state, starts["desk"].state.get("more", {})
    assert not isinstance(request.user, AnonymousUser), "nobody comes to the desk without an account"
    me = request.user.shown_as
    questions = [_as_shown(question, me, state["counts"], found) for question in starts["desk"].state["questions"]]
    groups = group_questions(questions, queue_in_order(state), me, found.groups)
    selected = find_selected(groups, request.GET.get("question", ""))
    page = _page_data(request, admission, chat_session_id, starts) | {
        "copy_groups": found_among({question["id"] for question in questions}, found),
        "me": me,
        "selected": selected and selected["id"],
    }
    context = live_context.head_context(state) | {
        "page_name": "desk",
        "heading": _("{ward}: the desk").format(ward=ward_name(state["session"]["ward"])),
        "me": me,
        "groups": groups,
        "more": {name: more[name] for name in ("to_read", "done") if name in more},
        "counts": {name: len(group) + more.get(name, {"left": 0})["left"] for name, group in groups.items()},
        "selected": selected,
        "history": history_words(selected),
        "joined": joined_words(selected, questions),
        "undoing": [question for question in questions if question["may_undo"]],
        "appeals": Appeal.objects.waiting().filter(question__chat_session=chat_session_id).count(),
        "do_url": reverse("do", args=[chat_session_id]),
        **_merging(chat_session_id, selected, groups["queue"]),
        **_permitted(admission, is_over=state["session"]["state"] not in OPEN_STATES),
        **_always_there(),
        **live_state.scripts_data(page=page, words=desk_labels()),
    }
    return render(request, "moderation/desk/desk.html", context)


def _as_shown(
    question: dict[str, Any], me: str, counts: Mapping[str, Mapping[str, int]], found: EveningFlags
) -> dict[str, Any]:
    more = {"evening": evening_words(question, found), "may_join": may_join(question)}
    return question | flags_of(question, me) | support_of(question, counts) | masked_of(question, me) | more


def _page_data(
    request: HttpRequest, admission: Admission, chat_session_id: UUID, starts: Mapping[str, Current]
) -> dict[str, Any]:
    """What the page's script needs to go on."""
    page = live_state.page_data(request, admission, chat_session_id, name="desk", door=DESK_DOOR, starts=starts)
    addresses = {
        "asker": "desk_asker",
        "copies": "desk_copies",
        "copy_groups": "desk_copy_groups",
        "questions": "desk_questions",
    }
    urls = {name: reverse(route, args=[chat_session_id]) for name, route in addresses.items()}
    return page | {"claim_ms": CLAIM_SECONDS * 1000, "urls": page["urls"] | urls}


def _merging(chat_session_id: UUID, selected: dict[str, Any] | None, queue: list[dict[str, Any]]) -> dict[str, Any]:
    """Copies of the selected question, and the questions of the queue with which it or all of them can be merged."""
    copies = copies_of(chat_session_id, selected["id"]) if selected else []
    return {
        "copies": copies,
        "merged_here": merged_rows(chat_session_id, selected["id"]) if selected else [],
        "merge_targets": by_likeness(queue, copies),
        "may_merge_group": any(each.get("may_join") or each.get("is_open") for each in (selected or {}, *copies)),
        "group_targets": by_likeness(queue, [*([selected] if selected else ()), *copies]),
    }


def _permitted(admission: Admission, *, is_over: bool) -> dict[str, Any]:
    """What the reader may do.

    may_decide: after the chat, questions stay as they are; only reports and bans are still dealt with.
    """
    return {
        "role": admission.role,
        "may": admission.may,
        "may_screen": "question.approve" in admission.may,
        "may_decide": "question.approve" in admission.may and not is_over,
        "may_run": "session.open" in admission.may,
        "may_ban": "resident.ban" in admission.may,
    }


def _always_there() -> dict[str, Any]:
    """What every desk shows or copies: choices, keys, and rows without words."""
    return {
        "undo_seconds": UNDO_SECONDS,
        "steps": DESK_STEPS,
        "keys": DESK_KEYS,
        "reasons": REASON_WORDS.items(),
        "mute_minutes": MUTE_MINUTES,
        "blank_note": {"by": "", "text": "", "at": timezone.now()},
        "blank_place": BLANK_PLACE,
        "blank_report": {"why": "", "at": timezone.now()},
    }


def _piece_asked_for(request: HttpRequest, desk: Current) -> Current:
    after: dict[Group, str] = {name: request.GET[name] for name in GROUPS if name in request.GET}
    return replace(desk, state=piece_at(desk.state, after, with_ids=request.GET.getlist("question")[:1]))


def group_questions(
    questions: list[dict[str, Any]],
    ordered: Sequence[Mapping[str, Any]],
    me: str = "",
    copies: list[list[str]] | None = None,
) -> dict[str, list[dict[str, Any]]]:
    """Groups: reported, to read (held ones last), public (in the queue's order), passed on, done (just decided first).

    A reported question is in its other group, too. ordered: the queue in its declared order. passed_on: what this
    moderator (me) leaves to the colleagues. copies: groups of near-copies, which stand together among what is to be
    read, as far as they are equally urgent.
    """
    shown = [live_context.with_moments(question) for question in questions]
    undecided = [each for each in shown if each["state"] in UNDECIDED]
    open_ones = [each for each in undecided if not each.get("pending")]
    places = {card["id"]: place for place, card in enumerate(ordered)}
    queued = [question for question in questions if question["state"] in IN_PUBLIC]
    queued.sort(key=lambda question: _place_in_public(question, places))
    return {
        "reported": [question for question in shown if is_reported(question)],
        "to_read": sorted(
            together((each for each in open_ones if me not in each.get("passed_on", ())), copies or []),
            key=urgency,
        ),
        "queue": [live_context.with_moments(question) for question in queued],
        "passed_on": [each for each in open_ones if me in each.get("passed_on", ())],
        "done": [
            *(each for each in undecided if each.get("pending")),
            *(each for each in reversed(shown) if each["state"] not in UNDECIDED + IN_PUBLIC),
        ],
    }


def _place_in_public(question: Mapping[str, Any], places: Mapping[str, int]) -> int:
    """What is being answered comes first. The desk may hear of a question a moment before the room does."""
    return -1 if question["state"] == "on_floor" else places.get(question["id"], len(places))


def urgency(question: Mapping[str, Any]) -> int:
    """What a colleague has passed on needs somebody else first, then what nobody read in the chat before; what is held
    for a second look comes last."""
    if question.get("passed_on"):
        return 0
    if question["state"] == "held":
        return 3
    return 1 if question.get("carried_from") else 2


def is_reported(question: Mapping[str, Any]) -> bool:
    """Whether open reports about a public question wait for a moderator."""
    return bool(question["reports"]) and question["state"] in PUBLIC_STATES


def flags_of(question: Mapping[str, Any], me: str) -> dict[str, Any]:
    """The flags of a question, in words.

    Who has claimed it, how often it was reported, and until when its author is paused.

    flag: the one of them that is shown in the list.
    """
    now, reports = timezone.now(), question["reports"] if is_reported(question) else 0
    claim, reported = claim_words(question, me, now), ""
    if reports:
        reported = ngettext("{n} report", "{n} reports", reports).format(n=digits(reports))
    kinds = question.get("looks_like", ()) if question["state"] in UNDECIDED else ()
    looks = looks_as_if(kinds) if kinds else ""
    notes = [live_context.with_moments(note) for note in question.get("notes", ())]
    words = {
        "notes": notes,
        "passed_on_words": passed_on_words(question),
        "is_left": me in question.get("passed_on", ()),
        "claim": claim,
        "reader": claimed_now(question, now),
        "may_undo": may_undo(question, me, now),
    } | {
        "reported_words": reported,
        "looks": looks,
        "flag": claim or reported or looks or (UNREAD_BEFORE if _is_carried(question) else ""),
    }
    told = [live_context.with_moments(report) for report in question.get("reported", ())]
    return words | {"open_reports": reports, "reported": told, "paused": paused_words(question.get("paused_until"))}


def _is_carried(question: Mapping[str, Any]) -> bool:
    return "carried_from" in question and question["state"] in UNDECIDED


def paused_words(until: str | None) -> str:
    """The words about a pause: until when the author may not ask, in words; blank where they may."""
    moment = datetime.fromisoformat(until) if until else None
    if moment is None or moment <= timezone.now():
        return ""
    return _("Paused until {time}").format(time=clock_time(moment))


def support_of(question: Mapping[str, Any], counts: Mapping[str, Mapping[str, int]]) -> dict[str, str]:
    """The support for a public question, in words: how much support counts, and how much is held or does not count."""
    if question["state"] not in IN_PUBLIC:
        return {"support": "", "apart": ""}
    backing, apart = backing_words(counts["backing"].get(question["id"], 0)), apart_words(counts, question["id"])
    return {"support": join_with_commas([backing, apart]) if apart else backing, "apart": apart}


def joined_words(question: Mapping[str, Any] | None, questions: Sequence[Mapping[str, Any]]) -> str:
    """The question that it is merged into, among these, in words; blank for none."""
    into = question["into"] if question else None
    target = next((each for each in questions if into and each["id"] == into), None)
    return _("Merged with: {text}").format(text=Truncator(target["text"]).chars(SHORT)) if target else ""


def find_selected(groups: Mapping[str, list[dict[str, Any]]], wanted: str) -> dict[str, Any] | None:
    """The requested question, otherwise the first one to read."""
    everything = [question for group in groups.values() for question in group]
    asked_for = next((question for question in everything if question["id"] == wanted), None)
    return asked_for or next(iter(groups["to_read"]), None)
