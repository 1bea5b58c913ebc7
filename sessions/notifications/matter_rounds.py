"""Who is told what about complaints and suggestions: written into the outbox in the transaction of its cause.

An office hears once a day of all its work together: forty complaints are one message. The person who lodged it hears of
each step, by the channels that they chose for reminders. So do its supporters, and those of a complaint that was joined
with it. A person who lodged it through a clerk hears the same if they told the clerk a number or an address: first the
receipt, then each step, also after theirs was joined with another.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from sessions.city.people.chairs import chair_of
from sessions.city.people.subscriptions import following_of_matter
from sessions.matters.resolving.assigning import office_people_of
from sessions.matters.resolving.clock.alerts import OfficeAlert
from sessions.models import (
    Appointment,
    Duty,
    Following,
    Matter,
    MatterSource,
    MatterSupport,
    ReminderKind,
    ReminderRound,
    Ward,
)
from sessions.models.matters.transitions import By
from sessions.notifications.reminders import WEEK_BEFORE, write_messages
from sessions.notifications.written_answer_reminders import EVENING, MORNING
from sessions.platform.clock.city_zone import city_moment

NEWS_FOR = timedelta(days=90)
"""Time that a freeze may last: news that is out of date by then is dropped."""

TOLD_STEPS = frozenset(
    {"approve", "acknowledge", "plan", "start", "transfer", "refuse", "ask", "delay", "update"}
    | {"review", "accept", "not_accept", "finish", "decline", "merge", "take_down"}
)
"""A claim that something is done is not among them: it asks the person who lodged it a question."""

TOLD_TO_SUPPORTERS = (TOLD_STEPS - {"approve"}) | {"claim_done"}
"""Nobody could support it before it was public."""

TOLD_BEFORE_IT_IS_PUBLIC = frozenset({"decline", "merge"})
"""Events that are told early: without these the person who lodged it would wait for an answer that has been given."""

BOROUGH_DUTIES = (Duty.OFFICIAL, Duty.DELEGATE)
"""Appointed to the whole borough: they are told if no chair can be reached."""

KIND_OF_QUESTION = {"claimed": ReminderKind.CLAIMED, "claimed_again": ReminderKind.ASKED_AGAIN}


def tell_matter_step(*, matter: Matter, step: str, by: By) -> None:
    if by not in (By.OFFICE, By.MODERATOR, By.CLOCK):
        return
    is_told = step in (TOLD_STEPS if matter.was_public else TOLD_BEFORE_IT_IS_PUBLIC)
    people = {matter.author_id} if is_told and matter.author_id is not None else set()
    is_told_to_supporters = matter.was_public and step in TOLD_TO_SUPPORTERS and not _is_of_import(matter)
    if is_told_to_supporters:
        supporters = MatterSupport.objects.filter(matter=matter).exclude(person=matter.author_id)
        people |= set(supporters.values_list("person", flat=True))
    if is_told or people:
        _write(ReminderKind.STEP, people, matter=matter, sequence=matter.version, to_author=is_told)
    if is_told_to_supporters:
        _tell_joined(matter)


def _is_of_import(matter: Matter) -> bool:
    """Answer whether it was imported and nobody supports it: saves queries for each step of each imported row."""
    return matter.source == MatterSource.IMPORT and not matter.support


def _tell_joined(matter: Matter) -> None:
    """Tell people without an account whose complaints were joined with this one; those with an account support it."""
    for joined in Matter.objects.filter(merged_into=matter, following__isnull=False).order_by("pk"):
        sequence = ReminderRound.objects.filter(matter=joined, kind=ReminderKind.JOINED).count()
        _write(ReminderKind.JOINED, (), matter=joined, sequence=sequence)


def remind_to_answer(*, matter: Matter, kind: str) -> None:
    _write(KIND_OF_QUESTION[kind], {matter.author_id}, matter=matter, sequence=matter.version)


def deliver_receipt(*, matter: Matter) -> None:
    sequence = ReminderRound.objects.filter(matter=matter, kind=ReminderKind.RECEIPT).count()
    _write(ReminderKind.RECEIPT, (), matter=matter, sequence=sequence)


def tell_office(*, ward: Ward, alerts: Sequence[OfficeAlert], day: date) -> None:
    """The holder of the office, and who is responsible for it; where nobody is, everybody who works there."""
    people = office_people_of([ward])
    roles = people.roles[ward.pk]
    whom: set[int | None] = {person for person, role in roles.items() if role == "councillor"}
    whom |= {each.matter.assigned_to_id for each in alerts if not people.has_nobody(each.matter)}
    if any(people.has_nobody(each.matter) for each in alerts):
        whom |= set(roles)
    morning = max(timezone.now(), city_moment(day, MORNING))
    _write(ReminderKind.OFFICE, whom, ward=ward, told_on=day, not_before=morning)
    if any(each.kind == "borough" for each in alerts):
        _write(ReminderKind.BOROUGH, _borough_people(ward, day), ward=ward, told_on=day, not_before=morning)


def tell_moderators(*, ward: Ward, now: datetime) -> None:
    """Tell the moderators of the ward and of its borough, in daytime."""
    at = by_day(now)
    held = Appointment.objects.held_on(timezone.localdate(at)).filter(duty=Duty.MODERATOR)
    of_borough = Q(borough=ward.borough_id, borough__isnull=False)
    whom = set(held.filter(Q(ward=ward) | of_borough).values_list("person", flat=True))
    _write(ReminderKind.UNSCREENED, whom, ward=ward, told_on=timezone.localdate(at), not_before=at)


def by_day(moment: datetime) -> datetime:
    """The moment itself, or in the night the next morning: an alert wakes nobody up."""
    local = timezone.localtime(moment)
    if MORNING <= local.time() < EVENING:
        return moment
    day = local.date() if local.time() < MORNING else local.date() + timedelta(days=1)
    return city_moment(day, MORNING)


def _borough_people(ward: Ward, day: date) -> set[int]:
    """The chair; where the chair gets no messages, or is late as councillor here, who works for the borough, too."""
    if ward.borough is None:
        return set()
    chair = chair_of(ward.borough, day)
    account = chair.account if chair is not None else None
    is_own_ward = chair is not None and chair.office is not None and chair.office.ward_id == ward.pk
    told = {account.pk} if account is not None else set()
    if is_own_ward or not _following(told).exists():
        held = Appointment.objects.held_on(day).filter(duty__in=BOROUGH_DUTIES, borough=ward.borough)
        told |= set(held.values_list("person", flat=True))
    return told


def _following(people: Collection[int | None]) -> QuerySet[Following]:
    return Following.objects.filter(person__in=[each for each in people if each], person__is_active=True)


def _write(
    kind: ReminderKind,
    people: Collection[int | None],
    *,
    not_before: datetime | None = None,
    to_author: bool = True,
    **about: Any,
) -> None:
    """One round, unless nobody would get it. Nothing is written twice: the tables hold one round for each occasion.

    to_author: also to the person who lodged the matter without an account.
    """
    whom: set[tuple[int | None, str]] = set(_following(people).values_list("person", "channel"))
    without_account = following_of_matter(about.get("matter")) if to_author else None
    if without_account is not None:
        whom.add((None, without_account.channel))
    if not whom:
        return
    now = timezone.now()
    keep_until = now + (WEEK_BEFORE if "ward" in about else NEWS_FOR)
    written, is_new = ReminderRound.objects.get_or_create(
        kind=kind,
        **about,
        defaults={"starts_at": now, "written_at": now, "keep_until": keep_until}
        | ({} if "sequence" in about else {"sequence": 0}),
    )
    if is_new:
        write_messages(written, whom, not_before=not_before or now)
