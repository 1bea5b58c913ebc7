"""New accounts, made by signing in for the first time, and a flag where unusually many come from one network."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils import timezone

from chatserver.accounts import limits
from chatserver.accounts.arrival import Arrival, Crowd
from chatserver.accounts.codes import Line
from chatserver.accounts.keyed_hash import hash_keyed
from chatserver.accounts.limits import Spending
from chatserver.accounts.models import User
from sessions.models import Ward
from sessions.people import Person

CROWD = 40
"""So many new accounts from one network within an hour are worth a look: more than most telephone companies' exits."""

WITHIN = timedelta(hours=1)
KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class CrowdSeen:
    """A crowd as one clerk sees it: how many in all, how many have chosen one of the clerk's wards, and which."""

    crowd: Crowd
    in_all: int
    wards: list[tuple[Ward, int]]
    without_ward: int


@transaction.atomic
def welcome(*, language: str, line: Line) -> User:
    """A new account, of no ward yet. Raises Refused too_often and WorkNeeded where a network has brought many."""
    limits.spend(Spending(limits.ACCOUNTS_PER_NETWORK, line.network), work=line.work)
    person = User.objects.create_resident(ward=None, language=language)
    network, now = hash_keyed("arrivals.network", line.network), timezone.now()
    Arrival.objects.create(person=person, network=network, at=now)
    _flag_crowd(network, now)
    return person


def crowds_for(wards: Iterable[Ward]) -> list[CrowdSeen]:
    """Those nobody has settled and that touch these wards, or whose people have not chosen a ward yet."""
    numbers = {ward.pk: ward for ward in wards}
    seen = (_look_at(crowd, numbers) for crowd in Crowd.objects.filter(settled_at=None))
    return [each for each in seen if each.wards or each.without_ward]


def is_flagged(number: int) -> bool:
    """Whether a crowd that nobody has settled has people of the ward of this number."""
    open_crowds = list(Crowd.objects.filter(settled_at=None))
    return any(_arrived_in(crowd).filter(person__ward__number=number).exists() for crowd in open_crowds)


def settle_crowd(crowd: Crowd, *, clerk: Person) -> None:
    """A clerk has looked at it. Idempotent: the first one stands."""
    Crowd.objects.filter(pk=crowd.pk, settled_at=None).update(settled_at=timezone.now(), settled_by=clerk)


def forget_arrivals() -> None:
    """Networks are told apart for a month and not longer."""
    Arrival.objects.filter(at__lt=timezone.now() - KEPT).delete()
    Crowd.objects.filter(last_at__lt=timezone.now() - KEPT).delete()


def _flag_crowd(network: str, now: datetime) -> None:
    recent = Arrival.objects.filter(network=network, at__gt=now - WITHIN).order_by("at")
    if recent.count() < CROWD:
        return
    if not Crowd.objects.filter(network=network, settled_at=None).update(last_at=now):
        first = recent.first()
        Crowd.objects.create(network=network, first_at=first.at if first else now, last_at=now)


def _look_at(crowd: Crowd, wards: dict[int, Ward]) -> CrowdSeen:
    counts = dict(_arrived_in(crowd).order_by().values_list("person__ward").annotate(n=Count("pk")))
    return CrowdSeen(
        crowd,
        in_all=sum(counts.values()),
        wards=[(wards[pk], n) for pk, n in counts.items() if pk in wards],
        without_ward=counts.get(None, 0),
    )


def _arrived_in(crowd: Crowd) -> QuerySet[Arrival]:
    return Arrival.objects.filter(network=crowd.network, at__range=(crowd.first_at, crowd.last_at))
