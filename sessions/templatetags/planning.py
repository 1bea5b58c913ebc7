"""What the clerk's pages need besides: kept words in the reader's language, and what the reader's duties are."""

from django import template
from django.template import RequestContext

from sessions.permissions import access
from sessions.text.by_language import for_reader, spoken_to_reader

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
