"""What the person who lodged it added later: a moderator approves or declines it, or hides it afterwards."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from moderation.matters.deciding import DecidedPart, lock_matter_seen, not_now, save_matter_decision
from moderation.matters.doubts import doubts_about_reply, require_confirmed
from moderation.models import MatterPart
from moderation.questions.deciding import require_reason
from moderation.questions.masking.masked_places import find_places_of
from sessions.log.events.months import MatterReplied
from sessions.matters.steps import append_about, matter_state_facts
from sessions.models import Matter, MatterReply, ReplyState
from sessions.models.matters.transitions import By
from sessions.platform.people import Person
from sessions.platform.refusals import Refused
from sessions.record.months.removing import remove_reply_from_months


@transaction.atomic
def approve_reply(
    matter_id: UUID, reply_id: UUID, *, moderator: Person, version: int, is_confirmed: bool = False
) -> MatterReply:
    """Make a reply to what is public public, with the masks in their places. version: of the reply.

    Raises Refused: not_found, stale, own_matter, passed_on, claimed, state, second_look.
    """
    matter, reply = _lock_reply(matter_id, reply_id, version, moderator)
    if not (matter.is_shown and reply.state == ReplyState.WAITING):
        raise _not_now(matter, reply)
    find_places_of(reply)
    require_confirmed(matter, doubts_about_reply(reply), is_confirmed=is_confirmed)
    _save(reply, ReplyState.SHOWN)
    event = MatterReplied(id=str(matter.pk), number=matter.number, reply=str(reply.pk), text=reply.public_text)
    append_about(matter, event, by=By.MODERATOR, person=moderator)
    save_matter_decision(matter, DecidedPart(MatterPart.REPLY, reply.pk), "approved", moderator, seen=version)
    return reply


@transaction.atomic
def decline_reply(matter_id: UUID, reply_id: UUID, *, moderator: Person, version: int, reason: str) -> MatterReply:
    """Refuse a reply, or hide one that is shown: from then on the log's readers do not get its words either, and
    sealed months lose them.

    Raises Refused as approve_reply, and bad_field.
    """
    require_reason(reason)
    matter, reply = _lock_reply(matter_id, reply_id, version, moderator)
    if reply.state == ReplyState.DECLINED:
        raise _not_now(matter, reply)
    decision = "taken_down" if reply.state == ReplyState.SHOWN else "declined"
    reply.reason = reason
    _save(reply, ReplyState.DECLINED)
    if decision == "taken_down":
        remove_reply_from_months(matter.pk, reply.pk, ground=reason, authority=str(By.MODERATOR))
    part = DecidedPart(MatterPart.REPLY, reply.pk)
    save_matter_decision(matter, part, decision, moderator, seen=version, reason=reason)
    return reply


def _lock_reply(matter_id: UUID, reply_id: UUID, version: int, moderator: Person) -> tuple[Matter, MatterReply]:
    """The matter's own version may have changed: a step of the office changes nothing about these words."""
    matter = lock_matter_seen(matter_id, None, moderator)
    reply = matter.replies.select_for_update().filter(pk=reply_id).first()
    if reply is None:
        raise Refused("not_found", _("There are no such words."), facts=matter_state_facts(matter))
    if reply.version != version:
        message = _("Somebody else has changed this in the meantime. Look at it again before you decide.")
        raise Refused("stale", message, facts=matter_state_facts(matter))
    return matter, reply


def _save(reply: MatterReply, state: ReplyState) -> None:
    reply.state = state
    reply.version += 1
    reply.save(update_fields=("state", "version", "reason", "masked"))


def _not_now(matter: Matter, reply: MatterReply) -> Refused:
    return not_now(matter, reply, _("That cannot be done with these words now. They are: {state}."))
