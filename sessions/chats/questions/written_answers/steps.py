"""What drafting and sending a written answer have in common: the step of the question, and the draft that was seen."""

from django.utils.translation import gettext as _

from sessions.models import WrittenDraft
from sessions.platform.refusals import Refused

STEP = "answer_in_writing"
"""The name of the step in the table of transitions (sessions/log/steps/transitions.py)."""


def require_seen(draft: WrittenDraft | None, seen: int) -> None:
    """Require that the person saw the newest version.

    seen: the version that the person saw, 0 for none. Raises Refused stale (facts: text and version now).
    """
    if (draft.version if draft is not None else 0) != seen:
        facts = {"text": draft.text, "version": draft.version} if draft is not None else {"text": "", "version": 0}
        raise Refused("stale", _("Somebody else has saved another draft meanwhile."), facts=facts)
