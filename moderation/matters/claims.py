"""Who reads a complaint or suggestion at the desk, who leaves it to colleagues, and what is no personal data in it."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from moderation.masking.masked_places import find_places_of
from moderation.matters.deciding import end_claim, lock_matter_seen, require_matter_unclaimed, require_not_own
from moderation.models import MatterRecusal
from sessions.matters.steps import lock_matter, standing_of
from sessions.models import SCREENED_STATES, Matter
from sessions.people import Person
from sessions.refusals import Refused

CLAIM = timedelta(minutes=15)
"""Longer than at an evening's desk: a moderator between the evenings has photos to look at, and nobody waits."""


@transaction.atomic
def claim_matter(matter_id: UUID, *, moderator: Person, version: int) -> Matter:
    """Claim what is to be decided, or renew one's own claim: until it ends, colleagues cannot decide about it.

    Raises Refused: not_found, stale, own_matter, passed_on, claimed, state.
    """
    matter = _lock_undecided(matter_id, moderator, version)
    matter.claimed_by, matter.claimed_until = moderator, timezone.now() + CLAIM
    matter.save(update_fields=("claimed_by", "claimed_until"))
    return matter


@transaction.atomic
def release_matter(matter_id: UUID, *, moderator: Person, version: int) -> Matter:
    """Give one's claim up. Raises Refused as claim_matter."""
    matter = _lock_undecided(matter_id, moderator, version)
    end_claim(matter)
    matter.save(update_fields=("claimed_by", "claimed_until"))
    return matter


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
    """What one has passed on, where nobody else is there. Raises Refused as pass_matter_on."""
    matter = _lock_unclaimed(matter_id, moderator, version)
    MatterRecusal.objects.filter(matter=matter, person=moderator).delete()
    return matter


@transaction.atomic
def unmask_matter_place(matter_id: UUID, *, moderator: Person, version: int, start: int) -> Matter:
    """Let the public read a masked place of the words once they are approved: it only looked like personal data.

    start: the code point at which it begins. Raises Refused as claim_matter, and bad_field.
    """
    matter = _lock_undecided(matter_id, moderator, version)
    find_places_of(matter)
    left = [place for place in matter.masked or () if place["start"] != start]
    if len(left) == len(matter.masked or ()):
        raise Refused("bad_field", _("Nothing is hidden at this place."), facts=standing_of(matter))
    matter.masked = left
    matter.version += 1
    matter.save(update_fields=("masked", "version"))
    return matter


def _lock_undecided(matter_id: UUID, moderator: Person, version: int) -> Matter:
    matter = lock_matter_seen(matter_id, version, moderator)
    if matter.state not in SCREENED_STATES:
        message = _("That cannot be done with this complaint or suggestion now.")
        raise Refused("state", message, facts=standing_of(matter))
    return matter


def _lock_unclaimed(matter_id: UUID, moderator: Person, version: int) -> Matter:
    """Ends this moderator's own claim. Raises Refused: not_found, stale, own_matter, claimed."""
    matter = lock_matter(matter_id, version=version)
    require_not_own(matter, moderator)
    require_matter_unclaimed(matter, moderator)
    end_claim(matter)
    matter.save(update_fields=("claimed_by", "claimed_until"))
    return matter
