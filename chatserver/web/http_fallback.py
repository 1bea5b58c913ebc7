"""Commands and streams over plain requests: for scripts where sockets are blocked, and as forms without scripts."""

import time
from collections.abc import Callable
from functools import partial, wraps
from math import ceil
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from chatserver.accounts.models import User
from chatserver.live.admission.admitting import you_of
from chatserver.live.commands.replies import Reply, ask_to_sign_in, refusal_reply
from chatserver.live.commands.submitted_commands import SubmittedCommand
from chatserver.live.commands.transaction import carry_out_together
from chatserver.live.fanout.hub import attendance_in
from chatserver.live.fanout.polling import polled_frame, with_you
from chatserver.live.timing.throttle import buckets
from chatserver.live.wire import protocol as wire
from chatserver.live.wire.decoding import CHOSEN, BadFrame, decode, read_form
from chatserver.live.wire.messages import success_words
from chatserver.live.wire.resume import read_resume_position
from chatserver.redirects import own_address
from chatserver.web.forms.before_sending import keep_draft, look_at_question_first
from sessions.city.people import access
from sessions.city.people.second_factor import is_proven
from sessions.contract.limits import MAX_FRAME_BYTES
from sessions.log.replica import ChatStreamName
from sessions.platform.refusals import Refused
from sessions.platform.text.labels import OUTCOME_WORDS

STATUS = {
    "sign_in": 401,
    "forbidden": 403,
    "consent": 403,
    "muted": 403,
    "banned": 403,
    "second_factor": 403,
    "not_found": 404,
    **dict.fromkeys(
        (
            "stale",
            "claimed",
            "appealed",
            "own_decision",
            "not_independent",
            "pending",
            "passed_on",
            "conflict",
            "state",
            "closed",
            "not_open",
        ),
        409,
    ),
    "resync": 409,
    **dict.fromkeys(("not_on_floor", "floor_taken", "queue_empty", "second_look", "corrected_often", "unnamed"), 409),
    "too_big": 413,
    **dict.fromkeys(("rate_limited", "too_many_waiting", "slow_mode"), 429),
    "outdated": 426,
    **dict.fromkeys(("busy", "timeout", "internal"), 503),
}
"""HTTP status by the code of a nack; 400 for all others."""

OTHER_VERSION_AFTER_MS = 5_000


def speaks_wire(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Refuse a client whose version of the wire (?v=) this process does not know, older or newer.

    The client may try again: after a reload of its page, or with the next process.
    """

    @wraps(view)
    def answer(request: HttpRequest, **given: Any) -> HttpResponse:
        version = read_resume_position(request.META["QUERY_STRING"]).version
        if wire.OLDEST_VERSION <= version <= wire.PROTOCOL_VERSION:
            return view(request, **given)
        code = "outdated" if version < wire.OLDEST_VERSION else "resync"
        return _answer(refusal_reply(code, None, _language(request), retry=True, after_ms=OTHER_VERSION_AFTER_MS))

    return answer


@require_POST
@never_cache
@speaks_wire
def api_commands(request: HttpRequest, chat_session_id: UUID) -> HttpResponse:
    """POST with a `cmd` frame as body; answers its `ack` or `nack`.

    ?person= names who gave it, where it may come late: another person who is signed in by then must not give it.
    """
    try:
        command = _read_command(request)
    except BadFrame as bad:
        return _answer(refusal_reply(bad.code, bad.ref, _language(request)))
    if request.GET.get("person", _public_id(request)) != _public_id(request):
        return _answer(refusal_reply("sign_in", command.ref_text, _language(request)))
    return _answer(_carry_out(request, chat_session_id, command))


@require_GET
@never_cache
@speaks_wire
def api_events(request: HttpRequest, chat_session_id: UUID) -> HttpResponse:
    """One `events` or `snapshot` frame after ?epoch=&since=; ?stream=desk for the desk's stream, where it is allowed.

    For a signed-in user it holds `you`, as in a welcome, because a poll brings no notes. With ?wait= and a position,
    long_poll_endpoint.py answers before it comes here, once there is news.
    """
    stream: ChatStreamName = "desk" if request.GET.get("stream") == "desk" else "public"
    resume_from = read_resume_position(request.META["QUERY_STRING"])
    if stream == "desk":
        resume_from = resume_from.at_desk()
    account_id, door = _account_id(request), "desk" if stream == "desk" else "room"
    try:
        admitted = access.admit(
            account_id=account_id, chat_session_id=chat_session_id, door=door, is_proven=is_proven(request.session)
        )
        if stream == "desk":
            access.require_desk_reader(admitted)
    except Refused as no:
        return _answer(Reply(wire.Nack(ref=None, code=no.code, message=str(no.message))))
    frame = polled_frame(chat_session_id, stream, resume_from, attendance=attendance_in(chat_session_id))
    if frame is None:
        return _answer(refusal_reply("not_found", None, _language(request)))
    you = you_of(admitted)
    return HttpResponse(with_you(frame, you if account_id is not None else None), content_type="application/json")


@require_POST
@never_cache
def carry_out_form(request: HttpRequest, chat_session_id: UUID) -> HttpResponse:
    """POST of a plain form with a command: op, its fields, `next` to go back to, and a `ref`, so that it is done once.

    The page at `next` shows the outcome at the part that its fragment names, if it has a place for that. A question
    that comes with `look` is looked through first: its author is shown what would be flagged, and who asked the same.
    A script that wants JSON gets the frame, and the page that it asks for next shows the outcome all the same.
    """
    try:
        given = {name: str(value) for name, value in request.POST.items()}
        command = read_form(given, chosen=[str(value) for value in request.POST.getlist(CHOSEN)])
    except BadFrame as bad:
        reply = refusal_reply(bad.code, bad.ref, _language(request))
    else:
        check = partial(_carry_out, request, chat_session_id)
        looked = look_at_question_first(request, chat_session_id, command, check)
        if looked is not None:
            return looked
        reply = _carry_out(request, chat_session_id, command)
    is_script = request.headers.get("Accept") == "application/json"
    back = _way_back(request, chat_session_id)
    if is_script:
        return _answer_script(request, reply, back)
    return _answer_page(request, chat_session_id, reply, back)


def _answer_script(request: HttpRequest, reply: Reply, back: str) -> HttpResponse:
    """The frame; what is final is told by the next page, too."""
    if isinstance(reply.frame, wire.Ack) or not reply.frame.retry:
        _tell(request, reply.frame, back)
    return _answer(reply)


def _answer_page(request: HttpRequest, chat_session_id: UUID, reply: Reply, back: str) -> HttpResponse:
    frame = reply.frame
    if isinstance(frame, wire.Nack) and frame.code == "second_look":
        return _ask_again(request, frame.message, back)
    if isinstance(frame, wire.Nack) and request.POST.get("draft", "").strip():
        return keep_draft(request, chat_session_id, frame.message, back, status=STATUS.get(frame.code, 400))
    if isinstance(frame, wire.Nack) and request.POST.get("note", "").strip():
        return _keep_note(request, reply, back)
    _tell(request, frame, back)
    if reply.code == "sign_in":
        return redirect(f"{reverse('sign_in')}?{urlencode({'next': back})}")
    return redirect(back)


def _tell(request: HttpRequest, frame: wire.Ack | wire.Nack, back: str) -> None:
    """Tell the reader the result at the part of the page that the address names."""
    place = urlsplit(back).fragment
    if isinstance(frame, wire.Ack):
        messages.success(request, success_words(str(request.POST.get("op")), frame.result), extra_tags=place)
    else:
        messages.error(request, frame.message, extra_tags=place)


def _ask_again(request: HttpRequest, message: str, back: str) -> HttpResponse:
    """Show the form again with a box to confirm that words that look like personal data may be public."""
    left_out = {"csrfmiddlewaretoken", "ref", "confirmed"}
    fields = [(name, str(value)) for name, value in request.POST.items() if name not in left_out]
    words = request.POST.get("text") or request.POST.get("reason") or ""
    context = {"message": message, "fields": fields, "words": words, "back": back}
    return render(request, "moderation/desk/second_look/second_look.html", context, status=STATUS["second_look"])


def _keep_note(request: HttpRequest, reply: Reply, back: str) -> HttpResponse:
    """Show the moderator's note after a refused decision, so that it can be copied: a colleague may have been first."""
    state = OUTCOME_WORDS.get(reply.facts.get("state", ""), "")
    context = {"message": getattr(reply.frame, "message", ""), "state": state, "note": request.POST["note"]}
    status = STATUS.get(reply.code, 400)
    return render(request, "moderation/desk/notes/kept_note.html", {**context, "back": back}, status=status)


def _read_command(request: HttpRequest) -> wire.Command:
    if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_FRAME_BYTES:
        raise BadFrame("too_big")
    command = decode(request.body.decode(errors="surrogateescape"))
    if not isinstance(command, wire.Command):
        raise BadFrame("unknown_type")
    return command


def _carry_out(request: HttpRequest, chat_session_id: UUID, command: wire.Command) -> Reply:
    account_id, language = _account_id(request), _language(request)
    if account_id is None:
        return ask_to_sign_in(command, language)
    wait_ms = buckets.take(account_id, time.monotonic())
    if wait_ms:
        return refusal_reply("rate_limited", command.ref_text, language, retry=True, after_ms=wait_ms)
    proof = is_proven(request.session)
    submitted = SubmittedCommand(account_id, chat_session_id, access.ANY_DOOR, language, command, is_proven=proof)
    return carry_out_together([submitted])[0]


def _answer(reply: Reply) -> HttpResponse:
    status = STATUS.get(reply.code, 400) if reply.code else 200
    response = HttpResponse(reply.text, content_type="application/json", status=status)
    after_ms: Any = getattr(reply.frame, "after_ms", None)
    if after_ms:
        response["Retry-After"] = str(ceil(after_ms / 1000))
    return response


def _account_id(request: HttpRequest) -> int | None:
    return request.user.pk if request.user.is_authenticated else None


def _public_id(request: HttpRequest) -> str:
    return str(request.user.public_id) if isinstance(request.user, User) else ""


def _language(request: HttpRequest) -> str:
    return str(getattr(request, "LANGUAGE_CODE", ""))


def _way_back(request: HttpRequest, chat_session_id: UUID) -> str:
    wanted = request.POST.get("next", "")
    return own_address(request, wanted) or resolve_url("room", chat_session_id=chat_session_id)
