"""Template tags for notifications."""

from typing import Any

from django import template

from chatserver.accounts.models import User
from chatserver.accounts.push_subscriptions.offering import devices_of, is_without_device, offer_of
from chatserver.accounts.senders import is_served

register = template.Library()


@register.simple_tag
def push_offer(person: object) -> dict[str, Any] | None:
    """What the page's script needs to offer notifications; None for visitors, and where nothing is pushed."""
    return offer_of(person) if isinstance(person, User) else None


@register.simple_tag
def push_devices(person: User) -> dict[str, Any]:
    """The devices that get notifications, and whether there ought to be one."""
    return {"devices": devices_of(person), "is_without": is_without_device(person)}


@register.simple_tag
def sends_text_messages() -> bool:
    """Whether reminders go by e-mail or SMS here."""
    return is_served("email") or is_served("sms")
