"""What became of a plain form is shown on the page that follows: at its part of that page, otherwise at the top."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.contrib.messages.storage.base import Message

register = template.Library()


@register.simple_tag(takes_context=True)
def told_at(context: Mapping[str, Any], place: str) -> list[Message]:
    """The messages that belong to a part of the page, by its id."""
    return [message for message in _messages(context) if message.extra_tags == place]


@register.simple_tag(takes_context=True)
def told_elsewhere(context: Mapping[str, Any]) -> list[Message]:
    """The others: those that belong to no part for which this page has a place (message_places)."""
    places = context.get("message_places", ())
    return [message for message in _messages(context) if message.extra_tags not in places]


def _messages(context: Mapping[str, Any]) -> Iterable[Message]:
    """Read more than once on one page: the storage keeps them until the answer is sent."""
    found: Iterable[Message] = context.get("messages", ())
    return found
