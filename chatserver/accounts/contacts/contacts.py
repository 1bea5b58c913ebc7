"""Save and delete the addresses that reminders go to."""

import re
from collections.abc import Collection, Mapping

from django.core.signing import BadSignature, Signer
from django.db import transaction

from chatserver.accounts.contacts.typed_addresses import spendings_of_receipt, spendings_of_reminders
from chatserver.accounts.limits.rate_limits import spent
from chatserver.accounts.models import User
from chatserver.accounts.models.contact import Contact
from chatserver.accounts.models.matter_contact import MatterContact
from sessions.city.people.subscriptions import follow_by_channels, stop_following_by_channel
from sessions.matters.lodging.receipt_subscriptions import follow_matter, stop_following_matter
from sessions.models import Channel
from sessions.notifications.digest_following import stop_digests_by_channel

_STOP_CODE = re.compile(r"[A-Za-z0-9_-]{16,22}")


def choose_reminders(person: User, *, addresses: Mapping[str, str]) -> None:
    """Remind the person at these addresses (channel to address) and at no other; delete the others at once.

    A new address gets a new stop code, so that the holder of the old code can no longer stop anything. For a person
    who has been erased meanwhile, nothing is saved. Raises Refused too_often (typed_addresses.py), and saves nothing.
    """
    with spent(*spendings_of_reminders(person, addresses)):
        _save(person, addresses)


def _save(person: User, addresses: Mapping[str, str]) -> None:
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
    follow_by_channels(person, channels=addresses)


def stop_by_code(code: str) -> bool:
    """End the messages that came with this code, and delete the address; False where no contact has the code.

    Anybody may send invented codes, so the code is looked up before a transaction takes the lock.
    """
    if not _STOP_CODE.fullmatch(code):
        return False
    contact = Contact.objects.select_related("person").filter(stop_code=code).first()
    if contact is None:
        return _stop_of_matter(code)
    with transaction.atomic():
        stop_following_by_channel(contact.person, channel=contact.channel)
        contact.delete()
    return True


def _stop_of_matter(code: str) -> bool:
    contact = MatterContact.objects.select_related("following").filter(stop_code=code).first()
    if contact is not None:
        stop_following_matter(contact.following)
    return contact is not None


def send_matter_receipt(clerk: User, number: str, *, channel: str, address: str, language: str) -> None:
    """Send the receipt of what the clerk entered to this address, and later news.

    Raises Refused as follow_matter, and too_often for an address that gets many (typed_addresses.py).
    """
    same = MatterContact.objects.filter(following__matter__number=number, following__channel=channel, address=address)
    with spent(*spendings_of_receipt(clerk, channel, address)):
        is_elsewhere = not same.exists()
        following = follow_matter(clerk, number, channel=channel, language=language, is_elsewhere=is_elsewhere)
        MatterContact.objects.create(following=following, address=address)


def digest_stop_token(contact: Contact) -> str:
    """The token for an address that stops the digests to this contact, now and for ever.

    It holds no name and no address.
    """
    return _signer().sign(contact.stop_code)


def stop_digests_by_token(token: str) -> bool:
    """End the digests that came with this token; reminders go on. False for one that we did not sign.

    Once the contact is gone, so are its digests: that is no failure.
    """
    try:
        code = _signer().unsign(token)
    except BadSignature:
        return False
    contact = Contact.objects.select_related("person").filter(stop_code=code).first()
    if contact is not None:
        stop_digests_by_channel(contact.person, channel=contact.channel)
    return True


def _signer() -> Signer:
    return Signer(sep=".", salt="digests.stop")


def contacts_of(people: Collection[int], channel: str) -> dict[int, Contact]:
    """The contacts, by the ids of those of these people who have one; one query."""
    return {contact.person_id: contact for contact in Contact.objects.filter(person__in=people, channel=channel)}


def addresses_of(person: User) -> dict[str, str]:
    """The addresses, by channel."""
    return dict(Contact.objects.filter(person=person).values_list("channel", "address"))
