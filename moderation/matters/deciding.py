"""Decides about a complaint or suggestion: locks it as the moderator saw it, takes the step, and saves the decision.

Each decision is a row, and an event of the ward's desk, from which the public ledger reads it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from msgspec import UNSET

from moderation.models import MatterDecision, MatterPart
from sessions.log.events.months import DeskMatterDecided
from sessions.matters.steps import append_about, lock_matter, matter_state_facts, take_matter_step
from sessions.models import SCREENED_STATES, Matter, MatterPhoto, MatterReply
from sessions.models.matters.transitions import By
from sessions.platform.people import Person
from sessions.platform.refusals import Refused
from sessions.platform.text.direction.isolating import isolate

DECIDED = {
    "approve": "approved",
    "hold": "held",
    "decline": "declined",
    "reopen": "reopened",
    "restore": "reopened",
    "take_down": "taken_down",
    "merge": "merged",
}
"""The decision as the log has it, by step."""


def lock_matter_seen(matter_id: UUID, version: int | None, moderator: Person) -> Matter:
    """The matter as the moderator saw it (None: in any version), locked until the transaction ends, if they may decide.

    Raises Refused: not_found, stale, own_matter, passed_on, claimed.
    """
    matter = lock_matter(matter_id, version=version)
    require_no_matter_conflict(matter, moderator)
    require_matter_unclaimed(matter, moderator)
    return matter


def lock_undecided_matter(matter_id: UUID, moderator: Person, version: int) -> Matter:
    """Lock a matter that waits for a decision, like lock_matter_seen. Raises what that raises, and Refused state."""
    matter = lock_matter_seen(matter_id, version, moderator)
    if matter.state not in SCREENED_STATES:
        message = _("That cannot be done with this complaint or suggestion now.")
        raise Refused("state", message, facts=matter_state_facts(matter))
    return matter


def require_no_matter_conflict(matter: Matter, moderator: Person) -> None:
    """Nobody decides about what they lodged or have passed on. Raises Refused own_matter, passed_on."""
    require_not_own(matter, moderator)
    if matter.recusals.filter(person=moderator).exists():
        raise Refused("passed_on", _("You have passed this on to your colleagues."), facts=matter_state_facts(matter))


def require_not_own(matter: Matter, moderator: Person) -> None:
    """Raises Refused own_matter."""
    if matter.author_id == moderator.pk:
        message = _("You lodged this yourself: another moderator decides about it.")
        raise Refused("own_matter", message, facts=matter_state_facts(matter))


def require_matter_unclaimed(matter: Matter, moderator: Person) -> None:
    """Raises Refused claimed while a colleague reads it."""
    name = reader_of(matter)
    if name and matter.claimed_by_id != moderator.pk:
        message = _("%(name)s is reading this.") % {"name": isolate(name)}
        raise Refused("claimed", message, facts=matter_state_facts(matter))


def reader_of(matter: Matter) -> str:
    """The name of the moderator whose claim lasts; blank for nobody."""
    is_claimed = matter.claimed_until is not None and matter.claimed_until > timezone.now()
    return matter.claimed_by.shown_as if is_claimed and matter.claimed_by is not None else ""


def decide_matter(
    matter: Matter, step: str, moderator: Person, *, reason: str = "", told: Mapping[str, Any] | None = None
) -> None:
    """Take a locked matter along its table, end any claim, and save the decision. told: as of take_matter_step.

    Raises Refused state.
    """
    seen = matter.version
    end_claim(matter)
    take_matter_step(matter, step, by=By.MODERATOR, person=moderator, told=dict(told or {}))
    save_matter_decision(matter, DecidedPart(MatterPart.WORDS), DECIDED[step], moderator, seen=seen, reason=reason)


def end_claim(matter: Matter) -> None:
    """The caller saves it."""
    matter.claimed_by = matter.claimed_until = None


@dataclass(frozen=True, slots=True)
class DecidedPart:
    """What a decision is about. id: of a photo or reply."""

    kind: MatterPart
    id: UUID | None = None


def save_matter_decision(
    matter: Matter, part: DecidedPart, decision: str, moderator: Person, *, seen: int, reason: str = ""
) -> None:
    """Save who decided what, and tell the ward's desk. decision: one of MATTER_DECISIONS.

    seen: the version that the moderator saw.
    """
    MatterDecision.objects.create(
        matter=matter,
        moderator=moderator,
        part=part.kind,
        part_id=part.id,
        decision=decision,
        version=seen,
        reason=reason,
        decided_at=timezone.now(),
    )
    event = DeskMatterDecided(
        id=str(matter.pk),
        number=matter.number,
        part=part.kind,
        decision=decision,
        version=matter.version,
        reason=reason or UNSET,
        part_id=str(part.id) if part.id else UNSET,
        commitment=matter.commitment or UNSET,
    )
    append_about(matter, event, by=By.MODERATOR, person=moderator)


def not_now(matter: Matter, part: MatterPhoto | MatterReply, words: str) -> Refused:
    """A refusal with the code state. words: a sentence with the {state} in which the photo or reply is."""
    kind = MatterPart.PHOTO if isinstance(part, MatterPhoto) else MatterPart.REPLY
    message = words.format(state=part.get_state_display())
    return Refused("state", message, facts=matter_state_facts(matter) | {str(kind): str(part.pk), "is": part.state})
