"""What stands above the pages of clerks and moderators about signing in."""

from collections.abc import Iterable

from django import template

from chatserver.accounts.signups.crowds import crowds_for, is_flagged
from sessions.models import Ward

register = template.Library()


@register.simple_tag
def count_crowds(wards: Iterable[Ward]) -> int:
    """How many crowds of new accounts wait to be looked at by the clerk of these wards. One query where none does."""
    return len(crowds_for(wards))


@register.simple_tag
def has_crowd_in(number: int) -> bool:
    """Whether one that waits to be looked at has people of this ward. One query where none waits at all."""
    return is_flagged(number)
