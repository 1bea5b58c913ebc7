"""Crowds: very many new accounts from one network. Their support is held until a clerk decides about it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from chatserver.accounts.models import User
from chatserver.accounts.models.arrival import Arrival, Crowd, CrowdVerdict
from sessions.chats.support.recounting import hold_support, lock_chats_of, settle_support
from sessions.log.events.room import DecidedBy
from sessions.log.steps.steps import actor
from sessions.models import Appointment, Backing, Duty, Standing, Ward
from sessions.platform.database.in_array import InArray
from sessions.platform.people import Person

CROWD = 40
"""New accounts from one network within an hour that make a crowd: more than most shared addresses bring."""

WITHIN = timedelta(hours=1)
SIGNUPS_KEPT = timedelta(days=30)
TRUSTED = timedelta(hours=6)
"""An evening: how long no crowd is flagged from a network, after a clerk has let the support of its people count."""

MOST_QUESTIONS = 5


@dataclass(frozen=True, slots=True)
class CrowdSeen:
    """A crowd as one clerk sees it: how many people are undecided, in all and in the clerk's wards.

    support: the questions that most of them back, each with the number of its backers.
    """

    crowd: Crowd
    in_all: int
    wards: list[tuple[Ward, int]]
    without_ward: int
    support: list[tuple[str, int]]


def flag_arrivals(network: str, now: datetime) -> None:
    """Flag the newest accounts from this network as a crowd, where they are too many."""
    recent = Arrival.objects.filter(network=network, at__gt=now - WITHIN)
    if recent.count() >= CROWD:
        flag_people(network, set(recent.filter(person__verdict="").values_list("person", flat=True)), now)


def flag_people(network: str, account_ids: Collection[int], now: datetime) -> None:
    """Add these people of one network to its open crowd, and hold their support after the commit."""
    if not account_ids or _is_trusted(network, now):
        return
    crowd = Crowd.objects.filter(network=network, settled_at=None).first()
    if crowd is None:
        first = Arrival.objects.filter(InArray("person", account_ids)).order_by("at").first()
        crowd = Crowd.objects.create(network=network, first_at=first.at if first else now, last_at=now)
    Crowd.objects.filter(pk=crowd.pk).update(last_at=now)
    people = User.objects.filter(InArray("pk", account_ids), verdict="")
    people.update(crowd=crowd, verdict=CrowdVerdict.OPEN)
    transaction.on_commit(lambda: hold_support(account_ids), robust=True)


def crowds_for(wards: Iterable[Ward]) -> list[CrowdSeen]:
    """The crowds with undecided people of these wards or of no ward yet."""
    numbers = {ward.pk: ward for ward in wards}
    seen = (_look_at(crowd, numbers) for crowd in Crowd.objects.filter(settled_at=None))
    return [each for each in seen if each.wards or each.without_ward]


def is_flagged(number: int) -> bool:
    """Whether people of the ward with this number came in a crowd and are undecided."""
    return User.objects.filter(verdict=CrowdVerdict.OPEN, ward__number=number).exists()


@transaction.atomic
def settle_crowd(crowd: Crowd, *, clerk: Person, wards: Collection[Ward], counts: bool) -> None:
    """Decide about the people of a crowd who live in these wards, or in none yet: whether their support counts.

    Their support changes at once, and the log of each chat says so, with the office that decided. Idempotent: the
    first decision about a person stands.
    """
    account_ids = set(_undecided(crowd).filter(Q(ward__in=wards) | Q(ward=None)).values_list("pk", flat=True))
    lock_chats_of(account_ids)  # before the accounts: each command locks its chat first, and then reads its sender
    decided = User.objects.filter(InArray("pk", account_ids), verdict=CrowdVerdict.OPEN)
    decided.update(verdict=CrowdVerdict.COUNTS if counts else CrowdVerdict.REFUSED)
    settle_support(account_ids, counts=counts, by=_office_of(clerk), actor=actor("clerk", clerk))
    if not _undecided(crowd).exists():
        rows = Crowd.objects.filter(pk=crowd.pk, settled_at=None)
        rows.update(settled_at=timezone.now(), settled_by=clerk, counts=counts)


def _office_of(clerk: Person) -> DecidedBy:
    """The office that the clerk decides for today: the city's, a borough's or a ward's."""
    held = Appointment.objects.held_on(timezone.localdate()).filter(person=clerk, duty=Duty.CLERK)
    widest = held.order_by("-is_for_city", "ward__number", "borough__code").select_related("ward", "borough").first()
    if widest is None or widest.is_for_city:
        return DecidedBy(office="clerk", place="city")
    if widest.borough is not None:
        return DecidedBy(office="clerk", place=f"borough {widest.borough.code}")
    return DecidedBy(office="clerk", place=f"ward {widest.ward.number}" if widest.ward else "city")


def _is_trusted(network: str, now: datetime) -> bool:
    return Crowd.objects.filter(network=network, counts=True, settled_at__gt=now - TRUSTED).exists()


def _undecided(crowd: Crowd) -> QuerySet[User]:
    return User.objects.filter(crowd=crowd, verdict=CrowdVerdict.OPEN)


def _look_at(crowd: Crowd, wards: dict[int, Ward]) -> CrowdSeen:
    numbers = dict(_undecided(crowd).order_by().values_list("ward").annotate(n=Count("pk")))
    return CrowdSeen(
        crowd,
        in_all=sum(numbers.values()),
        wards=[(wards[pk], n) for pk, n in numbers.items() if pk in wards],
        without_ward=numbers.get(None, 0),
        support=_support_of(crowd, wards),
    )


def _support_of(crowd: Crowd, wards: Iterable[int]) -> list[tuple[str, int]]:
    held = Backing.objects.filter(
        person__crowd=crowd, standing=Standing.HELD, question__chat_session__ward__in=list(wards)
    )
    rows = held.order_by().values_list("question__text").annotate(n=Count("pk")).order_by("-n", "question")
    return [(text, n) for text, n in rows[:MOST_QUESTIONS]]
