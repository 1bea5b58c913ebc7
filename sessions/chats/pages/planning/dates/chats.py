"""One chat in the calendar: move it, give it a date, put it back, announce it now, or call it off."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from sessions.chats.calendar.lifecycle.dates import announce_now, cancel_by_clerk, put_back
from sessions.chats.calendar.lifecycle.rescheduling import facts_of_date, move_chat_session
from sessions.chats.calendar.public.entries import occasion_of
from sessions.chats.pages.planning.dates.chat_forms import CancelForm, MoveForm
from sessions.chats.pages.planning.seen import Difference, differences, read_seen_facts, write_facts
from sessions.city.pages.planning.clerk import Clerk, show
from sessions.city.pages.staff_page import staff_page
from sessions.models import AHEAD_STATES, ChatSession, ChatSessionState, Closure
from sessions.platform.people import Person
from sessions.platform.refusals import Refused
from sessions.platform.text.form_values import posted_number


@staff_page("planning")
def chat_page(request: HttpRequest, clerk: Clerk, chat_session_id: UUID) -> HttpResponse:
    """POST action=move, cancel, announce or put_back, with the sequence number that the clerk saw."""
    chat_session = clerk.find_chat_session(chat_session_id)
    if request.method != "POST":
        return _show(request, clerk, chat_session)
    action = request.POST.get("action", "")
    form = _form_of(action, request)
    if form is not None and not form.is_valid():
        return _show(request, clerk, chat_session, form)
    sequence = posted_number(request.POST.get("sequence", ""), otherwise=-1)
    try:
        done = _carry_out(action, form, chat_session, sequence, clerk.person)
    except Refused as refused:
        return _refuse(request, clerk, chat_session, form, refused)
    messages.success(request, done)
    return redirect("planning_chat", chat_session_id=chat_session.pk)


def _form_of(action: str, request: HttpRequest) -> MoveForm | CancelForm | None:
    match action:
        case "move":
            return MoveForm(request.POST)
        case "cancel":
            return CancelForm(request.POST)
        case _:
            return None


def _carry_out(
    action: str, form: MoveForm | CancelForm | None, chat_session: ChatSession, sequence: int, clerk: Person
) -> str:
    """Answers a sentence about what was done. Raises Refused."""
    match action, form:
        case "move", MoveForm():
            move_chat_session(
                chat_session, starts_at=form.starts_at, because=form.because, sequence=sequence, clerk=clerk
            )
            return _("Moved.")
        case "cancel", CancelForm():
            cancel_by_clerk(chat_session, reason=form.cleaned_data["reason"], sequence=sequence, clerk=clerk)
            return _("Cancelled.")
        case "put_back", _form:
            put_back(chat_session, sequence=sequence, clerk=clerk)
            return _("It is on the rule’s own date again.")
        case "announce", _form:
            announce_now(chat_session, sequence=sequence, clerk=clerk)
            return _("Announced. Questions are open now.")
        case _:
            raise Refused("bad_field", _("That cannot be done with this chat now."))


def _refuse(
    request: HttpRequest,
    clerk: Clerk,
    chat_session: ChatSession,
    form: MoveForm | CancelForm | None,
    refused: Refused,
) -> HttpResponse:
    """Show the form again with the clerk's input; where another clerk was faster, their changes are above it."""
    changed: list[Difference] = []
    if refused.code == "stale":
        changed = differences(read_seen_facts(request.POST.get("seen", "")), refused.facts)
    if form is not None:
        form.refuse(refused, beside=None if changed else _beside(form, refused))
    else:
        messages.error(request, str(refused.message))
    chat_session = clerk.find_chat_session(chat_session.pk)
    return _show(request, clerk, chat_session, form, changed=changed, is_refused=True)


def _beside(form: MoveForm | CancelForm, refused: Refused) -> str:
    """The field that a refusal is about."""
    if isinstance(form, CancelForm):
        return "reason"
    return {"bad_field": "at", "frozen": "on"}.get(refused.code) or form.lines["because"][0].name


def _show(
    request: HttpRequest,
    clerk: Clerk,
    chat_session: ChatSession,
    form: MoveForm | CancelForm | None = None,
    *,
    changed: Sequence[Difference] = (),
    is_refused: bool = False,
) -> HttpResponse:
    starts_at = timezone.localtime(chat_session.starts_at)
    initial = {"on": starts_at.date(), "at": starts_at.time()}
    is_planned = chat_session.state == ChatSessionState.PLANNED
    context = {
        "chat_session": chat_session,
        "occasion": occasion_of(chat_session, Closure.objects.freezes()),
        "is_ahead": chat_session.state in AHEAD_STATES,
        "may_announce": is_planned and not chat_session.waits,
        "may_put_back": chat_session.schedule is not None and (chat_session.is_moved or chat_session.waits),
        "move": form if isinstance(form, MoveForm) else MoveForm(initial=initial),
        "cancel": form if isinstance(form, CancelForm) else CancelForm(),
        "seen": write_facts(facts_of_date(chat_session)),
        "changed": changed,
    }
    return show(request, clerk, "chats/planning/dates/chat", context, is_refused=is_refused or form is not None)
