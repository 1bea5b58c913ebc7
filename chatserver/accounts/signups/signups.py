"""Makes new accounts at a first sign-in."""

from django.db import transaction
from django.utils import timezone

from chatserver.accounts.codes.codes import RequestOrigin
from chatserver.accounts.limits import rate_limits
from chatserver.accounts.limits.keyed_hash import hash_keyed
from chatserver.accounts.limits.rate_limits import Spending
from chatserver.accounts.models import User
from chatserver.accounts.models.arrival import Arrival, Crowd
from chatserver.accounts.signups.crowds import SIGNUPS_KEPT, flag_arrivals


@transaction.atomic
def sign_up(*, language: str, origin: RequestOrigin, vouched_by: str, place: int = 1) -> User:
    """Make an account without a ward. Raises Refused too_often and WorkNeeded after many from one network."""
    rate_limits.spend(Spending(rate_limits.ACCOUNTS_PER_NETWORK, origin.network), work=origin.work)
    person = User.objects.create_resident(ward=None, language=language, vouched_by=vouched_by, place_at_address=place)
    network, now = hash_network(origin.network), timezone.now()
    Arrival.objects.create(person=person, network=network, at=now)
    flag_arrivals(network, now)
    return person


def hash_network(network: str) -> str:
    return hash_keyed("arrivals.network", network)


def forget_arrivals() -> None:
    """Delete the networks of new accounts after a month; a crowd stays until a clerk has decided about it."""
    old = timezone.now() - SIGNUPS_KEPT
    Arrival.objects.filter(at__lt=old).delete()
    Crowd.objects.filter(last_at__lt=old).exclude(settled_at=None).delete()
    Crowd.objects.filter(last_at__lt=old).update(network="")
