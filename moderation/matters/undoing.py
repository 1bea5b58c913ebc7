"""Decisions about complaints and suggestions that can be undone: for some seconds they wait, and nobody sees them.

As at the desk of a chat (moderation/desk/undoing.py), the complaint keeps its state until then, and its author is told
nothing; meanwhile it is claimed by its moderator. What hides something from the public never waits.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import DateTimeField
from django.utils import timezone
from django.utils.translation import gettext as _

from moderation.matters.deciding import end_claim, lock_matter_seen
from moderation.matters.merging import merge_matter
from moderation.matters.photos import SHOW, decline_photo, show_photo
from moderation.matters.replies import approve_reply, decline_reply
from moderation.matters.screening import approve_matter, decline_matter, hold_matter
from moderation.models import WaitingMatterDecision
from sessions.contract.desk_times import MATTER_CLAIM_SECONDS, MATTER_UNDO_SECONDS
from sessions.matters.steps import lock_matter, matter_state_facts
from sessions.models import Matter, PhotoState, ReplyState
from sessions.platform.database.prepared_query import Given, PreparedQuery
from sessions.platform.people import Person
from sessions.platform.refusals import Refused

logger = logging.getLogger(__name__)

DECISIONS: dict[str, Callable[..., object]] = {
    "approve": approve_matter,
    "hold": hold_matter,
    "decline": decline_matter,
    "merge": merge_matter,
    "photo_shown": show_photo,
    "photo_declined": decline_photo,
    "reply_shown": approve_reply,
    "reply_declined": decline_reply,
}


def can_wait(matter: Matter, decision: str, fields: Mapping[str, Any]) -> bool:
    """Whether nothing that is public now would stay so for the seconds of waiting."""
    match decision:
        case "photo_declined":
            return not matter.photos.filter(pk=fields["photo_id"], state=PhotoState.SHOWN).exists()
        case "reply_declined":
            return not matter.replies.filter(pk=fields["reply_id"], state=ReplyState.SHOWN).exists()
    return decision in DECISIONS


@transaction.atomic
def decide_matter_later(
    matter_id: UUID, *, moderator: Person, version: int, decision: str, fields: Mapping[str, Any]
) -> WaitingMatterDecision:
    """Make a decision that takes effect after MATTER_UNDO_SECONDS, unless it is undone.

    decision: a key of DECISIONS; fields: what that function takes besides. An earlier one of this moderator about the
    same takes effect now; the same one sent twice waits once. Raises Refused whatever the decision itself would.
    """
    plain = _plain(fields)
    earlier = _lock_waiting(matter_id)
    if earlier is not None and earlier.moderator_id == moderator.pk:
        if (earlier.decision, earlier.version, earlier.fields) == (decision, version, plain):
            return earlier
        _carry_out(earlier)
    with transaction.atomic():
        DECISIONS[decision](matter_id, moderator=moderator, version=version, **fields)
        transaction.set_rollback(True)  # it was only tried
    matter = lock_matter_seen(matter_id, None, moderator)
    if WaitingMatterDecision.objects.filter(matter=matter).exists():
        message = _("Somebody else has changed this in the meantime. Look at it again before you decide.")
        raise Refused("stale", message, facts=matter_state_facts(matter))
    now = timezone.now()
    matter.claimed_by, matter.claimed_until = moderator, now + timedelta(seconds=MATTER_CLAIM_SECONDS)
    matter.save(update_fields=("claimed_by", "claimed_until"))
    return WaitingMatterDecision.objects.create(
        matter=matter,
        moderator=moderator,
        decision=decision,
        version=version,
        fields=plain,
        until=now + timedelta(seconds=MATTER_UNDO_SECONDS),
    )


@transaction.atomic
def undo_matter_decision(matter_id: UUID, *, moderator: Person) -> Matter:
    """Take one's own waiting decision back; it stays claimed, to be decided otherwise.

    Raises Refused: not_found, state (nothing waits: it is too late, or undone already), forbidden (a colleague's).
    """
    waiting = _lock_waiting(matter_id)
    matter = lock_matter(matter_id)
    if waiting is None or waiting.until <= timezone.now():
        raise Refused("state", _("It is too late to undo this decision."), facts=matter_state_facts(matter))
    if waiting.moderator_id != moderator.pk:
        raise Refused("forbidden", _("Only the moderator who decided can undo it."), facts=matter_state_facts(matter))
    waiting.delete()
    return matter


@transaction.atomic
def finish_waiting(matter_id: UUID, *, moderator: Person) -> None:
    """Carry out a moderator's waiting decision at once, before the moderator does something else with the matter."""
    waiting = _lock_waiting(matter_id)
    if waiting is not None and waiting.moderator_id == moderator.pk:
        _carry_out(waiting)


def carry_out_due_undoable(now: datetime) -> list[str]:
    """Carry out the decisions whose time is over, each in its own transaction; answers what was done."""
    return [word for matter_id in _due_query.rows(now=now) for word in _carry_out_one(matter_id, now)]


_due_query = PreparedQuery(
    lambda: (
        WaitingMatterDecision.objects.filter(until__lte=Given("now", DateTimeField()))
        .order_by("until", "pk")
        .values_list("matter", flat=True)
    )
)


@transaction.atomic
def _carry_out_one(matter_id: UUID, now: datetime) -> list[str]:
    waiting = _lock_waiting(matter_id)
    if waiting is None or waiting.until > now:
        return []
    _carry_out(waiting)
    return [f"decided {matter_id}"]


def _lock_waiting(matter_id: UUID) -> WaitingMatterDecision | None:
    """Lock the waiting decision; always before the matter's own row."""
    rows = WaitingMatterDecision.objects.select_for_update(of=("self",)).select_related("moderator")
    return rows.filter(matter=matter_id).first()


def _carry_out(waiting: WaitingMatterDecision) -> None:
    """One that is no longer possible is dropped, and what it was about waits for another decision."""
    waiting.delete()
    decide = DECISIONS[waiting.decision]
    try:
        with transaction.atomic():
            decide(waiting.matter_id, moderator=waiting.moderator, version=waiting.version, **_fields_of(waiting))
    except Refused as no:
        logger.info("A pending decision about a complaint was dropped: %s", no.code)
    matter = lock_matter(waiting.matter_id)
    if matter.claimed_by_id == waiting.moderator_id:
        end_claim(matter)
        matter.save(update_fields=("claimed_by", "claimed_until"))


def _fields_of(waiting: WaitingMatterDecision) -> dict[str, Any]:
    """The fields of a waiting decision in their current form.

    A decision that waited while the server was updated may hold them in their earlier form.
    """
    fields: dict[str, Any] = dict(waiting.fields)
    if "shown" in fields:
        shown, declined = fields.pop("shown"), fields.pop("declined")
        fields["photos"] = dict.fromkeys(shown, SHOW) | declined
    return fields


def _plain(value: Any) -> Any:
    """The value as plain JSON types."""
    match value:
        case UUID():
            return str(value)
        case Mapping():
            return {str(name): _plain(each) for name, each in value.items()}
        case list() | tuple():
            return [_plain(each) for each in value]
    return value
