"""Private addresses for calendar programs: make one, revoke it, and find its person."""

import re

from django.contrib.auth import get_user_model
from django.utils import timezone

from sessions.models import FeedAddress
from sessions.models.people.feed_address import new_token
from sessions.platform.people import Person

_TOKEN = re.compile(r"[\w-]{32}", re.ASCII)


def find_address(person: Person) -> FeedAddress | None:
    return FeedAddress.objects.filter(person=person).first()


def renew_address(person: Person) -> FeedAddress:
    """Make a new address; the old one, if any, stops working."""
    fields = {"token": new_token(), "made_at": timezone.now()}
    address, _is_new = FeedAddress.objects.update_or_create(person=person, defaults=fields)
    return address


def revoke_address(person: Person) -> None:
    FeedAddress.objects.filter(person=person).delete()


def find_owner(token: str) -> Person | None:
    """The person with this address, with their ward; None where their account is not active."""
    if not _TOKEN.fullmatch(token):
        return None
    owners = get_user_model().objects.filter(is_active=True, feed_address__token=token)
    return owners.select_related("ward").first()
