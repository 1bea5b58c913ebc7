"""What stands above the clerk's pages about signing in."""

from collections.abc import Iterable

from django import template

from chatserver.accounts.arrivals import crowds_for
from sessions.models import Ward

register = template.Library()


@register.simple_tag
def count_crowds(wards: Iterable[Ward]) -> int:
    """How many crowds of new accounts wait to be looked at by the clerk of these wards. One query where none does."""
    return len(crowds_for(wards))
