"""A moderator finds that a masked place of a complaint or suggestion holds no personal data: everybody may read it."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from moderation.matters.deciding import lock_undecided_matter
from moderation.questions.masking.masked_places import find_places_of
from sessions.matters.steps import matter_state_facts
from sessions.models import Matter
from sessions.platform.people import Person
from sessions.platform.refusals import Refused


@transaction.atomic
def unmask_matter_place(matter_id: UUID, *, moderator: Person, version: int, start: int) -> Matter:
    """Let the public read a masked place of the words once they are approved: it only looked like personal data.

    start: the code point at which it begins. Raises Refused as claim_matter, and bad_field.
    """
    matter = lock_undecided_matter(matter_id, moderator, version)
    find_places_of(matter)
    left = [place for place in matter.masked or () if place["start"] != start]
    if len(left) == len(matter.masked or ()):
        raise Refused("bad_field", _("Nothing is hidden at this place."), facts=matter_state_facts(matter))
    matter.masked = left
    matter.version += 1
    matter.save(update_fields=("masked", "version"))
    return matter
