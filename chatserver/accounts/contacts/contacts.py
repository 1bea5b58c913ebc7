"""Keep and forget the addresses by which people are reminded."""

import re
from collections.abc import Mapping

from django.db import transaction

from chatserver.accounts.models import User
from chatserver.accounts.models.contact import Contact
from sessions.models import Channel
from sessions.notifications.subscriptions import follow, stop_following

_STOP_CODE = re.compile(r"[A-Za-z0-9_-]{16,22}")


@transaction.atomic
def choose_reminders(person: User, *, addresses: Mapping[str, str]) -> None:
    """Remind the person at these addresses, by channel, and at no other; those given up are forgotten at once.

    A new address gets a new code, so that who had the old one can stop nothing any more. Of whoever has been erased
    meanwhile nothing is kept.
    """
    if not User.objects.select_for_update(of=("self",)).filter(pk=person.pk, is_active=True):
        return
    Contact.objects.filter(person=person).exclude(channel__in=addresses).delete()
    for channel, address in addresses.items():
        known = Contact.objects.filter(person=person, channel=channel).first()
        if known is not None and known.address != address:
            known.delete()
            known = None
        if known is None:
            Contact.objects.create(person=person, channel=Channel(channel), address=address)
    follow(person, channels=addresses)


def stop_by_code(code: str) -> bool:
    """End what the code was sent with, and forget the address; False where there is no such code (any more).

    Anybody may send made-up codes: those are looked for before a transaction takes the lock.
    """
    known = Contact.objects.select_related("person").filter(stop_code=code)
    contact = known.first() if _STOP_CODE.fullmatch(code) else None
    if contact is None:
        return False
    with transaction.atomic():
        stop_following(contact.person, channel=contact.channel)
        contact.delete()
    return True


def contact_of(person: User, channel: str) -> Contact | None:
    return Contact.objects.filter(person=person, channel=channel).first()


def addresses_of(person: User) -> dict[str, str]:
    """By channel."""
    return dict(Contact.objects.filter(person=person).values_list("channel", "address"))
