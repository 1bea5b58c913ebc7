"""Access to the desk between the evenings: for moderators of any ward, who find there what belongs to their wards."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404

from sessions.city.pages.entrance import for_staff
from sessions.city.people.ward_staff import admit_ward_staff
from sessions.models import Duty, Matter
from sessions.platform.people import Person


@dataclass(frozen=True, slots=True)
class MatterModerator:
    """wards: the ids of those that they moderate today."""

    person: Person
    wards: frozenset[int]

    def find_matter(self, matter_id: UUID) -> Matter:
        """Raises Http404 for one of other wards, too."""
        rows = Matter.objects.select_related(
            "ward", "category", "claimed_by", "merged_into", "appeal_made", "from_question"
        )
        matter = rows.filter(pk=matter_id, ward__in=self.wards).first()
        if matter is None:
            raise Http404
        return matter


def _enter(person: Person | None, is_proven: bool) -> MatterModerator:
    held = admit_ward_staff(person, (Duty.MODERATOR,), is_proven=is_proven)
    assert person is not None, "nobody moderates without an account"
    return MatterModerator(person, held.with_any((Duty.MODERATOR,)))


for_moderators = for_staff(_enter)
"""Calls the page with the requesting moderator."""
