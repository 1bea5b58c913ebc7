"""Tell a live chat what becomes elsewhere of a promise on its list: on its page, or by those who asked."""

from collections.abc import Mapping
from typing import Any

from msgspec import UNSET

from sessions.log import log
from sessions.log.events.room import OwedStepped
from sessions.log.steps.locks import lock_chat_session
from sessions.log.steps.steps import actor
from sessions.models import ChatSessionState, Promise
from sessions.models.promises.transitions import PromiseStepBy

TOLD_STEPS = ("claim", "new_day", "break", "drop", "merge", "keep", "dispute", "lapse")
"""Steps after which a promise stands otherwise."""


def follow_on_live_lists(
    promise: Promise, step: str, by: PromiseStepBy, told: Mapping[str, Any] | None = None, **_more: Any
) -> None:
    """Nothing where the step was taken in that very chat, which tells of it itself."""
    listed_in = promise.owed_in
    if listed_in is None or listed_in.state != ChatSessionState.LIVE or step not in TOLD_STEPS:
        return
    if (told or {}).get("chat") == str(listed_in.pk):
        return
    stepped = OwedStepped(
        promise=str(promise.pk),
        number=promise.number,
        state=promise.state,
        due_on=promise.due_on.isoformat() if promise.due_on is not None else UNSET,
    )
    log.append(lock_chat_session(listed_in.pk), stepped, actor=actor(by))
