"""Adds later words of the person who lodged a complaint; if the office had asked for them, its clock goes on."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sessions.city.people.ward_staff import ward_duties_of
from sessions.contract.limits import MAX_QUESTION_GRAPHEMES
from sessions.matters.deadlines import restart_clock
from sessions.matters.resolving.clock.later_holidays import move_days
from sessions.matters.resolving.complainants import require_complainant, require_shown
from sessions.matters.steps import lock_matter, take_matter_step
from sessions.models import Matter, MatterReply, ReplyState
from sessions.models.matters.transitions import By
from sessions.platform.people import Person
from sessions.platform.refusals import Refused
from sessions.platform.text.text_input import clean_text

MAX_WAITING_REPLIES = 3
"""Replies to one complaint or suggestion that may wait for a moderator at a time."""


@transaction.atomic
def clarify(matter_id: UUID, text: str, *, person: Person | None = None, receipt: str = "") -> MatterReply:
    """Add words, by account or by receipt; they wait for a moderator. An answer to the office's question restarts its
    clock at once, with the working days that were left.

    Raises Refused: not_found, forbidden, state (it is not public), too_many_waiting, empty, too_long, bad_characters.
    """
    matter = lock_matter(matter_id)
    require_complainant(matter, person=person, receipt=receipt)
    require_shown(matter)
    return _clarify(matter, text, person)


@transaction.atomic
def note_clarification(matter_id: UUID, text: str, *, clerk: Person, version: int | None = None) -> MatterReply:
    """Write down what somebody without an account told a clerk, by phone or at the counter.

    Raises Refused as clarify, and stale.
    """
    matter = lock_matter(matter_id, version=version)
    require_shown(matter)
    if matter.author_id is not None or not ward_duties_of(clerk).may("enter", matter.ward_id):
        raise Refused("forbidden", _("You may not do this here."))
    return _clarify(matter, text, None)


def _clarify(matter: Matter, text: str, person: Person | None) -> MatterReply:
    reply = add_reply(matter, text)
    if matter.clock_stopped_on is not None:
        take_matter_step(matter, "clarify", by=By.RESIDENT, person=person, told=let_clock_go_on(matter))
    return reply


def let_clock_go_on(matter: Matter) -> dict[str, str]:
    """Restart the clock of a locked matter with the working days that were left, if it stands still.

    Answers what is to be told with the step that the caller takes.
    """
    if matter.clock_stopped_on is None:
        return {}
    today = timezone.localdate()
    move_days(matter, today)
    restart_clock(matter, today)
    return {"due_on": matter.due_on.isoformat()} if matter.due_on is not None else {}


def add_reply(matter: Matter, text: str) -> MatterReply:
    """Add a reply to a locked matter. Raises Refused: too_many_waiting, empty, too_long, bad_characters."""
    text = clean_text(text, max_graphemes=MAX_QUESTION_GRAPHEMES)
    if matter.replies.filter(state=ReplyState.WAITING).count() >= MAX_WAITING_REPLIES:
        message = _("A moderator has not read your earlier words yet. Please wait for that.")
        raise Refused("too_many_waiting", message, facts={"max": MAX_WAITING_REPLIES})
    return MatterReply.objects.create(matter=matter, text=text, at=timezone.now())
