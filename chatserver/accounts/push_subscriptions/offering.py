"""What a page needs to offer notifications: the key, and which devices get them already."""

from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.crypto import salted_hmac

from chatserver.accounts.models import PushSubscription, User
from chatserver.accounts.senders import is_served
from chatserver.push.keys import BadKeyFile, KeyFile, PushKey
from sessions.models import Channel, Following


def key_file() -> KeyFile:
    """The keys of this installation."""
    return _key_file(settings.DATA_DIR)


@cache
def _key_file(folder: Path) -> KeyFile:
    return KeyFile(folder)


def current_push_key() -> PushKey | None:
    """The key of new subscriptions; None where nothing is pushed, or where the keys cannot be read (see /readyz)."""
    if not is_served(Channel.PUSH):
        return None
    try:
        return key_file().current()
    except BadKeyFile:
        return None


def offer_of(person: User) -> dict[str, Any] | None:
    """The key, and a mark by which a browser knows again whose subscription it has; None where nothing is pushed."""
    key = current_push_key()
    if key is None:
        return None
    mark = salted_hmac("chatserver.accounts.push_subscriptions", str(person.pk), algorithm="sha256").hexdigest()[:16]
    return {"key": key.public, "mark": mark}


def devices_of(person: User) -> list[PushSubscription]:
    """The one that was seen last first."""
    return list(PushSubscription.objects.filter(person=person).order_by("-seen_at"))


def is_without_device(person: User) -> bool:
    """The person wants notifications, and no device is left that shows them."""
    wants = Following.objects.filter(person=person, channel=Channel.PUSH).exists()
    return wants and not PushSubscription.objects.filter(person=person).exists()
