"""Template tags for the notices about crowds on the pages of clerks and moderators."""

from collections.abc import Iterable

from django import template

from chatserver.accounts.signups.crowds import crowds_for, is_flagged
from sessions.models import Ward

register = template.Library()


@register.simple_tag
def count_crowds(wards: Iterable[Ward]) -> int:
    """How many undecided crowds the clerk of these wards has. One query where there are none."""
    return len(crowds_for(wards))


@register.simple_tag
def has_crowd_in(number: int) -> bool:
    """Whether an undecided crowd has people of this ward. One query where there is none."""
    return is_flagged(number)
