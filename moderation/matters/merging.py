"""Joins a complaint or suggestion with a public one about the same: whom it concerns counts there from then on."""

from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from moderation.matters.deciding import decide_matter, lock_matter_seen
from sessions.matters.steps import lock_matter, matter_state_facts, require_matter_step
from sessions.models import Matter
from sessions.platform.people import Person
from sessions.platform.refusals import Refused


@transaction.atomic
def merge_matter(matter_id: UUID, *, moderator: Person, version: int, into: str) -> Matter:
    """Merge it into the public one with this number, of the same ward and kind.

    Its author and its supporters support that one, each person once (sessions/matters/supporting/support.py follows the
    step); what was merged into it goes along. Raises
    Refused: not_found, stale, own_matter, passed_on, claimed, state, bad_field (into).
    """
    _lock_in_order(matter_id, into)
    matter = lock_matter_seen(matter_id, version, moderator)
    require_matter_step(matter, "merge")
    found = Matter.objects.filter(number=into, ward=matter.ward, kind=matter.kind).exclude(pk=matter.pk).first()
    target = lock_matter(found.pk) if found is not None else None
    if target is None or not target.is_shown:
        message = _("Choose a public one of the same ward and kind, by its number.")
        raise Refused("bad_field", message, facts=matter_state_facts(matter) | {"part": "into"})
    matter.merged_into = target
    decide_matter(matter, "merge", moderator, told={"into": target.number})
    Matter.objects.filter(merged_into=matter).update(merged_into=target)
    return matter


def _lock_in_order(matter_id: UUID, into: str) -> None:
    """Both in the order of their keys: two moderators who merge them with each other do not wait for one another."""
    rows = Matter.objects.select_for_update().filter(Q(pk=matter_id) | Q(number=into))
    list(rows.order_by("pk").values_list("pk"))
