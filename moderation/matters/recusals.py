"""A moderator leaves a complaint or suggestion that concerns them to colleagues, or takes it back."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from moderation.matters.deciding import end_claim, require_matter_unclaimed, require_not_own
from moderation.models import MatterRecusal
from sessions.matters.steps import lock_matter
from sessions.models import Matter
from sessions.platform.people import Person


@transaction.atomic
def pass_matter_on(matter_id: UUID, *, moderator: Person, version: int) -> Matter:
    """Leave it to the colleagues, because it concerns oneself: from then on this moderator decides nothing about it.

    Raises Refused: not_found, stale, own_matter, claimed.
    """
    matter = _lock_unclaimed(matter_id, moderator, version)
    MatterRecusal.objects.get_or_create(matter=matter, person=moderator, defaults={"passed_on_at": timezone.now()})
    return matter


@transaction.atomic
def take_matter_back(matter_id: UUID, *, moderator: Person, version: int) -> Matter:
    """Take back a matter that the moderator has passed on.

    For when no other moderator is there. Raises Refused as pass_matter_on does.
    """
    matter = _lock_unclaimed(matter_id, moderator, version)
    MatterRecusal.objects.filter(matter=matter, person=moderator).delete()
    return matter


def _lock_unclaimed(matter_id: UUID, moderator: Person, version: int) -> Matter:
    """Ends this moderator's own claim. Raises Refused: not_found, stale, own_matter, claimed."""
    matter = lock_matter(matter_id, version=version)
    require_not_own(matter, moderator)
    require_matter_unclaimed(matter, moderator)
    end_claim(matter)
    matter.save(update_fields=("claimed_by", "claimed_until"))
    return matter
