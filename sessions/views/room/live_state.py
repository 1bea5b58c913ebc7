"""What a live page starts from: the folded streams at a place in the log, so that its script goes on without a gap."""

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

from sessions import queries
from sessions.contract.close_codes import CLOSE_OF_REFUSAL
from sessions.log.logged_event import wire_time
from sessions.permissions.access import Admission
from sessions.replicas.known_streams import Current, current_state


def start_public(chat_session_id: UUID) -> Current:
    """What the room shows, with the backing of each question. How many are here, only the live edge knows."""
    start = current_state(chat_session_id, "public")
    start.state["counts"] = queries.support_counts(chat_session_id).as_counts()
    return start


def start_desk(chat_session_id: UUID) -> Current:
    """Every question in the state and version that the desk last heard of. A page shows pieces: see desk_pieces."""
    return current_state(chat_session_id, "desk")


class BengaliJSONEncoder(DjangoJSONEncoder):
    """JSON with Bengali as Bengali: escapes would double the weight of a page for those with the slowest network."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "ensure_ascii": False, "separators": (",", ":")})


def scripts_data(**parts: Any) -> dict[str, SafeString]:
    """The <script type="application/json"> of each part, named after it."""
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
    """What the page's script goes on from; nothing in it is more than the page itself shows this reader.

    name: room, floor or desk, which have one address and one outbox each.
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
        "starts": {name: {"epoch": each.epoch, "seq": each.seq, "state": each.state} for name, each in starts.items()},
        "urls": {
            "socket": f"/ws/{door}/{chat_session_id}/",
            "commands": reverse("api_commands", args=[chat_session_id]),
            "events": reverse("api_events", args=[chat_session_id]),
            "sign_in": reverse("sign_in"),
            "receipt": reverse("receipt", args=["CODE"]),
            "record": reverse("record", args=["SLUG"]),
        },
    }
