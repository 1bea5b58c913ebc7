"""The start of a live page: the folded streams at a position in the log, which its script continues without a gap."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils import timezone
from django.utils.html import json_script
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from sessions.city.people.access import Admission
from sessions.contract.close_codes import CLOSE_OF_REFUSAL
from sessions.log import queries
from sessions.log.known_streams import Current, current_state
from sessions.log.logged_event import wire_time


def start_public(chat_session_id: UUID) -> Current:
    """The public stream's state, with the support of each question. Only the live layer knows who is present."""
    start = current_state(chat_session_id, "public")
    start.state["counts"] = queries.support_counts(chat_session_id).as_counts()
    return start


def start_desk(chat_session_id: UUID) -> Current:
    """The desk's state, with every question. A page shows pieces of it (sessions/log/folding/desk_pieces.py)."""
    return current_state(chat_session_id, "desk")


class BengaliJSONEncoder(DjangoJSONEncoder):
    """JSON with unescaped Bengali: escapes would double the size of a page on slow networks."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "ensure_ascii": False, "separators": (",", ":")})


def scripts_data(**parts: Any) -> dict[str, SafeString]:
    """A <script type="application/json"> for each part, with the part's name as its id."""
    return {f"{name}_json": json_script(value, name, encoder=BengaliJSONEncoder) for name, value in parts.items()}


def page_data(
    request: HttpRequest,
    admission: Admission,
    chat_session_id: UUID,
    *,
    name: str,
    door: str,
    starts: Mapping[str, Current],
) -> dict[str, Any]:
    """The data for the page's script; they hold nothing that the page does not show this reader.

    name: room, floor, desk or wall; room, floor and desk have an outbox each.
    """
    return {
        "name": name,
        "chat_session": str(chat_session_id),
        "person": str(admission.public_id or "visitor"),
        "now": wire_time(timezone.now()),
        "csrf": get_token(request),
        "you": {
            "role": admission.role,
            "may": admission.may,
            "questions": admission.own,
            "backed": admission.backed,
        },
        "closes": CLOSE_OF_REFUSAL,
        "starts": {
            name: {"epoch": each.epoch, "seq": each.seq, "state": _for_scripts(each.state)}
            for name, each in starts.items()
        },
        "urls": {
            "socket": f"/ws/{door}/{chat_session_id}/",
            "commands": reverse("api_commands", args=[chat_session_id]),
            "events": reverse("api_events", args=[chat_session_id]),
            "words": reverse("api_words"),
            "sign_in": reverse("sign_in"),
            "receipt": reverse("receipt", args=["CODE"]),
            "record": reverse("record", args=["SLUG"]),
        },
    }


def _for_scripts(state: dict[str, Any]) -> dict[str, Any]:
    """Leave out what no script shows: the lot's commitment, the beacon, and the holder's name in other languages.

    Digits and foreign letters do not compress, and a room has to be light.
    """
    session = state.get("session", {})
    shown = {name: session[name] for name in session if name not in ("lot", "beacon")}
    office = session.get("office") or {}
    if "names" in office:
        own = {language: name for language, name in office["names"].items() if language == get_language()}
        shown["office"] = office | {"names": own}
    return state | {"session": shown} if session else state
