"""New accounts, made by signing in for the first time."""

from django.db import transaction
from django.utils import timezone

from chatserver.accounts.codes.codes import RequestOrigin
from chatserver.accounts.limits import rate_limits
from chatserver.accounts.limits.keyed_hash import hash_keyed
from chatserver.accounts.limits.rate_limits import Spending
from chatserver.accounts.models import User
from chatserver.accounts.models.arrival import Arrival, Crowd
from chatserver.accounts.signups.crowds import KEPT, flag_arrivals


@transaction.atomic
def welcome(*, language: str, line: RequestOrigin, vouched_by: str, place: int = 1) -> User:
    """A new account, of no ward yet. Raises Refused too_often and WorkNeeded where a network has brought many."""
    rate_limits.spend(Spending(rate_limits.ACCOUNTS_PER_NETWORK, line.network), work=line.work)
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
