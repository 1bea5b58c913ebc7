"""A moderator claims a complaint or suggestion, so that others cannot decide about it meanwhile, or releases it."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from moderation.matters.deciding import end_claim, lock_undecided_matter
from sessions.contract.desk_times import MATTER_CLAIM_SECONDS
from sessions.models import Matter
from sessions.platform.people import Person


@transaction.atomic
def claim_matter(matter_id: UUID, *, moderator: Person, version: int) -> Matter:
    """Claim what is to be decided, or renew one's own claim: until it ends, colleagues cannot decide about it.

    Raises Refused: not_found, stale, own_matter, passed_on, claimed, state.
    """
    matter = lock_undecided_matter(matter_id, moderator, version)
    matter.claimed_by, matter.claimed_until = moderator, timezone.now() + timedelta(seconds=MATTER_CLAIM_SECONDS)
    matter.save(update_fields=("claimed_by", "claimed_until"))
    return matter


@transaction.atomic
def release_matter(matter_id: UUID, *, moderator: Person, version: int) -> Matter:
    """End one's own claim. Raises Refused as claim_matter."""
    matter = lock_undecided_matter(matter_id, moderator, version)
    end_claim(matter)
    matter.save(update_fields=("claimed_by", "claimed_until"))
    return matter
