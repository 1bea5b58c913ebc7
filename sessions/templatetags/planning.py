"""What the clerk's pages need besides: words in both languages, and what the reader's duties are."""

from datetime import datetime

from django import template
from django.template import RequestContext
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from sessions.permissions import access
from sessions.text.bilingual import Bilingual, time_words

register = template.Library()


@register.simple_tag
def in_words(words: Bilingual) -> str:
    """In the reader's language."""
    return words.in_language(get_language())


@register.simple_tag
def in_other_words(words: Bilingual) -> SafeString:
    """In the other of the two languages, as what residents who read it are told."""
    other = "en" if (get_language() or "").startswith("bn") else "bn"
    return format_html('<span lang="{}">{}</span>', other, words.in_language(other))


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


@register.filter
def hour_there(at: datetime) -> str:
    """The time of day in the moment's own time zone, which need not be that of the city."""
    return time_words(at.time()).in_language(get_language())
