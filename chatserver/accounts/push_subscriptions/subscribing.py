"""Save and end the subscriptions of a person's browsers."""

from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from chatserver.accounts.models import PushSubscription, User
from chatserver.push.base64url import read_base64url
from chatserver.push.encryption import BrowserKeys
from chatserver.push.endpoints import LONGEST_ENDPOINT, service_of
from chatserver.push.keys import PushKey
from sessions.city.people.subscriptions import follow_also, stop_following_by_channel
from sessions.models import Channel

AT_MOST = 5
"""Browsers of one person; a further one takes the place of the one that was seen least recently."""


class BadSubscription(ValueError):
    """The browser's subscription is not one that we can send to."""


@dataclass(frozen=True, slots=True)
class BrowserSubscription:
    """What a browser tells of its subscription, checked."""

    endpoint: str
    service: str
    keys: BrowserKeys

    @property
    def digest(self) -> str:
        return endpoint_as_address(self.endpoint)


def endpoint_as_address(endpoint: str) -> str:
    """Hash an endpoint. Of a text that is too long, hash the beginning: it is longer than any valid endpoint."""
    return sha256(endpoint[: LONGEST_ENDPOINT + 1].encode(errors="replace")).hexdigest()


def read_subscription(told: object) -> BrowserSubscription:
    """PushSubscription.toJSON() of a browser. Raises BadSubscription, also for an address of no known push service."""
    match told:
        case {"endpoint": str(endpoint), "keys": {"p256dh": str(public), "auth": str(auth)}}:
            service = service_of(endpoint, settings.PUSH_SERVICES)
            if service is None:
                raise BadSubscription("endpoint")
            try:
                keys = BrowserKeys(read_base64url(public), read_base64url(auth))
            except ValueError:
                raise BadSubscription("keys") from None
            return BrowserSubscription(endpoint, service, keys)
    raise BadSubscription("form")


@transaction.atomic
def subscribe(
    person: User, browser: BrowserSubscription, *, key: PushKey, cookie_session: str, language: str
) -> PushSubscription | None:
    """Save the browser's subscription for this person, and take it from another one who had it.

    None for one who was erased meanwhile.
    """
    if not User.objects.select_for_update(of=("self",)).filter(pk=person.pk, is_active=True):
        return None
    now = timezone.now()
    fields = {
        "person": person,
        "cookie_session_id": cookie_session,
        "endpoint": browser.endpoint,
        "service": browser.service,
        "p256dh": browser.keys.public,
        "auth": browser.keys.auth,
        "vapid_key_id": key.id,
        "language": language,
        "seen_at": now,
    }
    saved, _is_new = PushSubscription.objects.update_or_create(
        endpoint_sha256=browser.digest, defaults=fields, create_defaults=fields | {"created_at": now}
    )
    kept = PushSubscription.objects.filter(person=person).order_by("-seen_at", "-pk")
    PushSubscription.objects.filter(pk__in=[row.pk for row in kept[AT_MOST:]]).delete()
    follow_also(person, channel=Channel.PUSH)
    return saved


def replace_subscription(old_endpoint: str, browser: BrowserSubscription, *, key: PushKey) -> bool:
    """The browser has changed its subscription by itself, as the old address proves. False for an unknown one.

    Anybody may send invented addresses, so it is looked up before a transaction takes the lock.
    """
    if not PushSubscription.objects.filter(endpoint_sha256=endpoint_as_address(old_endpoint)).exists():
        return False
    return _replace(old_endpoint, browser, key)


@transaction.atomic
def _replace(old_endpoint: str, browser: BrowserSubscription, key: PushKey) -> bool:
    rows = PushSubscription.objects.select_for_update(of=("self",))
    known = rows.filter(endpoint_sha256=endpoint_as_address(old_endpoint)).first()
    if known is None:
        return False
    PushSubscription.objects.filter(endpoint_sha256=browser.digest).exclude(pk=known.pk).delete()
    known.endpoint, known.endpoint_sha256, known.service = browser.endpoint, browser.digest, browser.service
    known.p256dh, known.auth, known.vapid_key_id = browser.keys.public, browser.keys.auth, key.id
    known.seen_at, known.refused_at, known.failures = timezone.now(), None, 0
    known.last_ok_at = None  # what the old one accepted says nothing of the new one
    known.save()
    return True


@transaction.atomic
def unsubscribe(person: User, **which: object) -> None:
    """End the person's subscriptions that the lookup names; with the last one, notifications are no longer wanted."""
    PushSubscription.objects.filter(person=person, **which).delete()
    if not PushSubscription.objects.filter(person=person).exists():
        stop_following_by_channel(person, channel=Channel.PUSH)
