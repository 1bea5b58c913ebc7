"""What the clerk's pages need besides: words in the reader's language, the reader's duties, and conflicts ahead."""

from django import template
from django.template import RequestContext

from sessions.chats.calendar.lifecycle.conflicts import find_conflicts_in
from sessions.city.people import access
from sessions.platform.text.by_language import for_reader, spoken_to_reader

register = template.Library()


register.filter("for_reader", for_reader)
register.filter("spoken_to_reader", spoken_to_reader)


@register.simple_tag(takes_context=True)
def duties(context: RequestContext) -> frozenset[str]:
    """The reader's duties anywhere, asked for once; a live page knows the one that counts there, and asks nothing."""
    role, held = context.get("role"), context.get("held")
    if held is not None:
        return frozenset(held)
    if role is not None:
        return frozenset() if role in ("resident", "visitor") else frozenset([role])
    user = context.get("user")
    return access.duties_anywhere(user) if user is not None and user.is_authenticated else frozenset()


@register.simple_tag(takes_context=True)
def count_conflicts(context: RequestContext) -> int:
    """How many lie ahead in the clerk's wards; a page that has found them knows it."""
    known: int | None = context.get("conflict_count")
    return len(find_conflicts_in(context["clerk"].wards)) if known is None else known
