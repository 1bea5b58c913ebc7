"""Limits for numbers and addresses that are typed in, and that nobody has proven to read.

Somebody else may have them. So one person cannot have messages sent to many, many people cannot have them sent to one,
and those to another country, which cost many times as much, have a limit for all together.
"""

from collections.abc import Iterator, Mapping

from chatserver.accounts.codes.codes import addressee_of
from chatserver.accounts.limits import rate_limits
from chatserver.accounts.limits.rate_limits import Spending
from chatserver.accounts.models import Contact, Identity, User
from chatserver.accounts.phone_numbers import is_abroad
from sessions.models import Channel


def spendings_of_reminders(person: User, addresses: Mapping[str, str]) -> Iterator[Spending]:
    """Spend for reminders, for each that is new for this person, and by which they do not sign in.

    addresses: by channel.
    """
    proven = {addressee_of(*each) for each in Identity.objects.filter(person=person).values_list("channel", "address")}
    known = set(Contact.objects.filter(person=person).values_list("channel", "address"))
    for channel, address in addresses.items():
        addressee = addressee_of(channel, address)
        if (channel, address) in known or addressee in proven:
            continue
        yield Spending(rate_limits.TYPED_PER_PERSON, f"{channel} {person.pk}")
        yield Spending(rate_limits.TYPED_PER_ADDRESSEE_DAY, addressee)
        yield Spending(rate_limits.TYPED_PER_ADDRESSEE_QUARTER, addressee)
        if _is_far(channel, address):
            yield Spending(rate_limits.TYPED_ABROAD)


def spendings_of_receipt(clerk: User, channel: str, address: str) -> Iterator[Spending]:
    """Spend for receipts, for each receipt that a clerk sends: it goes out at once, wherever the last one went."""
    yield Spending(rate_limits.RECEIPTS_PER_CLERK, str(clerk.pk))
    yield Spending(rate_limits.RECEIPTS_PER_ADDRESSEE, addressee_of(channel, address))
    if _is_far(channel, address):
        yield Spending(rate_limits.RECEIPTS_ABROAD)


def _is_far(channel: str, address: str) -> bool:
    return channel == Channel.SMS and is_abroad(address)
