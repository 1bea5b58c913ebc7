"""New accounts, made by signing in for the first time."""

from django.db import transaction
from django.utils import timezone

from chatserver.accounts import limits
from chatserver.accounts.arrival import Arrival, Crowd
from chatserver.accounts.codes import Line
from chatserver.accounts.crowds import KEPT, flag_arrivals
from chatserver.accounts.keyed_hash import hash_keyed
from chatserver.accounts.limits import Spending
from chatserver.accounts.models import User


@transaction.atomic
def welcome(*, language: str, line: Line, vouched_by: str, place: int = 1) -> User:
    """A new account, of no ward yet. Raises Refused too_often and WorkNeeded where a network has brought many."""
    limits.spend(Spending(limits.ACCOUNTS_PER_NETWORK, line.network), work=line.work)
    person = User.objects.create_resident(ward=None, language=language, vouched_by=vouched_by, place_at_address=place)
    network, now = hash_network(line.network), timezone.now()
    Arrival.objects.create(person=person, network=network, at=now)
    flag_arrivals(network, now)
    return person


def hash_network(network: str) -> str:
    return hash_keyed("arrivals.network", network)


def forget_arrivals() -> None:
    """Networks are told apart for a month and not longer; a crowd stays until it is decided about."""
    old = timezone.now() - KEPT
    Arrival.objects.filter(at__lt=old).delete()
    Crowd.objects.filter(last_at__lt=old).exclude(settled_at=None).delete()
    Crowd.objects.filter(last_at__lt=old).update(network="")
