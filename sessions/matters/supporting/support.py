""" "Me too" and "also here": who says that a complaint or suggestion concerns them, and whose word counts.

As with questions, only counted support is told, and a person may take it back. Unlike them, it may come from any ward
of the city: people also walk and ride where they do not live.
"""

from collections.abc import Collection
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sessions.city.people.bans import is_banned, why_banned
from sessions.city.people.ward_staff import ward_duties_of
from sessions.matters.steps import lock_matter, matter_state_facts, no_such_matter
from sessions.models import WORK_STATES, Matter, MatterSource, MatterState, MatterSupport, Standing
from sessions.platform.database.in_array import InArray
from sessions.platform.people import Person
from sessions.platform.refusals import Refused

SUPPORTED_STATES = (*WORK_STATES, MatterState.CLAIMED_DONE)
"""Nobody can join what has ended; what is only said to be done has not."""

WITHOUT_ACCOUNT = (MatterSource.PHONE, MatterSource.PAPER, MatterSource.VISIT, MatterSource.OPEN311)
LONGEST_DEGREES = 20
MOST_A_DAY = 100
"""Supports by one person in a day: nobody who lives here needs more."""


@transaction.atomic
def support_matter(
    matter_id: UUID, person: Person, *, lat: Decimal | None = None, lon: Decimal | None = None
) -> Matter:
    """ "Me too"; with a point, "also here", which only the office sees. Saying it again replaces the point.

    Raises Refused: not_found, state, own_matter, banned, rate, forbidden (who works for the ward).
    """
    matter = _lock_shown(matter_id)
    _require_may_support(matter, person)
    given = {"lat": lat, "lon": lon, "standing": person.eligibility.standing}
    MatterSupport.objects.update_or_create(
        matter=matter, person=person, defaults=given, create_defaults={**given, "at": timezone.now()}
    )
    _count(matter)
    return matter


@transaction.atomic
def take_support_back(matter_id: UUID, person: Person) -> Matter:
    """Take support back. Without any support of this person, nothing changes. Raises Refused not_found."""
    matter = _lock_shown(matter_id)
    MatterSupport.objects.filter(matter=matter, person=person).delete()
    _count(matter)
    return matter


def is_supported_by(matter: Matter, person: Person) -> bool:
    return MatterSupport.objects.filter(matter=matter, person=person).exists()


def merge_support(matter: Matter, into: Matter) -> None:
    """Let the author and supporters of a merged matter support the other one from now on; both are locked.

    A person who supports or wrote the other already counts once.
    """
    if matter.author is not None and matter.author_id != into.author_id:
        standing = matter.author.eligibility.standing
        own = MatterSupport(matter=into, person=matter.author, standing=standing, at=matter.lodged_at)
        MatterSupport.objects.bulk_create([own], ignore_conflicts=True)
    copy_matter_support(matter, into)


def copy_matter_support(matter: Matter, into: Matter) -> None:
    """Let the supporters of one matter support the other from now on, each once; both are locked."""
    there = set(MatterSupport.objects.filter(matter=into).values_list("person", flat=True)) | {into.author_id}
    rows = MatterSupport.objects.filter(matter=matter).exclude(InArray("person_id", {each for each in there if each}))
    moved = [
        MatterSupport(matter=into, person_id=row.person_id, lat=row.lat, lon=row.lon, standing=row.standing, at=row.at)
        for row in rows
    ]
    MatterSupport.objects.bulk_create(moved, ignore_conflicts=True)
    _count(into)


def recount_of_people(account_ids: Collection[int]) -> None:
    """Count again after the eligibility of these people changed.

    Their support gets the standing that it would be given now.
    """
    rows = MatterSupport.objects.filter(InArray("person_id", account_ids)).select_related("person")
    changed = [row for row in rows if row.standing != row.person.eligibility.standing]
    for row in changed:
        row.standing = row.person.eligibility.standing
    MatterSupport.objects.bulk_update(changed, ["standing"])
    recount({row.matter_id for row in changed})


def recount(matter_ids: Collection[UUID]) -> None:
    """Count these anew, in the order of their ids, each locked."""
    with transaction.atomic():
        for matter in Matter.objects.select_for_update().filter(InArray("pk", matter_ids)).order_by("pk"):
            _count(matter)


def follow_merge(matter: Matter, step: str, **_more: Any) -> None:
    if step == "merge" and matter.merged_into_id is not None:
        merge_support(matter, lock_matter(matter.merged_into_id))


def _lock_shown(matter_id: UUID) -> Matter:
    matter = lock_matter(matter_id)
    if not matter.was_public:
        raise no_such_matter()
    return matter


def _require_may_support(matter: Matter, person: Person) -> None:
    if matter.state not in SUPPORTED_STATES:
        raise Refused("state", _("This has ended, so that nobody can join it now."), facts=matter_state_facts(matter))
    if matter.author_id == person.pk:
        raise Refused("own_matter", _("You sent this yourself, so you count already."))
    if is_banned(person, matter.ward_id):
        raise why_banned(person, matter.ward)
    since = timezone.now() - timedelta(days=1)
    if MatterSupport.objects.filter(person=person, at__gte=since).count() >= MOST_A_DAY:
        raise Refused("rate", _("You have joined very many today. Please go on tomorrow."))
    duties = ward_duties_of(person)
    if duties.may("resolve", matter.ward_id) or duties.may("screen", matter.ward_id):
        raise Refused("forbidden", _("You work for this ward, so you cannot join its complaints and suggestions."))


def _count(matter: Matter) -> None:
    """Count support, with those who lodged a merged one without an account: each stands for one person."""
    people = MatterSupport.objects.filter(matter=matter, standing=Standing.COUNTED).count()
    others = Matter.objects.filter(merged_into=matter, source__in=WITHOUT_ACCOUNT).count()
    matter.support = people + others
    Matter.objects.filter(pk=matter.pk).update(support=matter.support)


def read_rounded_point(lat: str, lon: str) -> tuple[Decimal | None, Decimal | None]:
    """Read the point from a form, rounded as the tables have it.

    Both None for what is no point, which nobody has to give.
    """
    try:
        found = float(lat[:LONGEST_DEGREES]), float(lon[:LONGEST_DEGREES])
    except ValueError:
        return None, None
    if not (abs(found[0]) <= 90 and abs(found[1]) <= 180):
        return None, None
    return Decimal(f"{found[0]:.4f}"), Decimal(f"{found[1]:.4f}")
