"""Rules for many wards in one step: proposes them so that no moderator is in two places, and sets all or none."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.db import transaction
from django.utils import timezone

from sessions.chats.calendar.rules.borough import Allowed, plan_borough
from sessions.chats.calendar.rules.errors import ScheduleError
from sessions.chats.calendar.rules.meetings import Booking
from sessions.chats.calendar.rules.parsing import parse_rule
from sessions.chats.calendar.rules.placing import WhenClosed
from sessions.chats.calendar.schedules.draft import ScheduleDraft, facts_of_schedule
from sessions.chats.calendar.schedules.schedules import set_schedule
from sessions.city.display import ward_name
from sessions.log.steps.locks import lock_chats_ahead
from sessions.models import Appointment, Duty, Schedule, Ward
from sessions.platform.people import Person
from sessions.platform.refusals import Refused


@dataclass(frozen=True, slots=True)
class BoroughModerator:
    """A moderator, identified by the account; the name is for display only."""

    account_id: int
    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class BoroughDraft:
    """What a clerk allows for these wards (calendar/rules/borough.py), and the other fields of a rule."""

    wards: tuple[Ward, ...]
    week_days: tuple[int, ...]
    nths: tuple[int, ...]
    hours: tuple[time, ...]
    minutes: int
    at_most_at_once: int
    from_on: date
    ask_days: int
    on_closed: WhenClosed


@dataclass(frozen=True, slots=True)
class Proposal:
    """The rule for one ward, and the moderators of its chats; empty where none is appointed."""

    ward: Ward
    draft: ScheduleDraft
    team: tuple[BoroughModerator, ...]


def propose_rules(draft: BoroughDraft) -> list[Proposal]:
    """A rule for each ward, in their order; the same for the same draft, while nothing else changes.

    Raises Refused bad_field; facts name the wrong part: a field of Allowed, wards, or moderators.
    """
    everywhere = list(Ward.objects.all())
    teams = find_teams(everywhere, draft.from_on)
    planned_ids = {ward.pk for ward in draft.wards}
    others = [ward for ward in everywhere if ward.pk not in planned_ids]
    try:
        allowed = Allowed(draft.week_days, draft.nths, draft.hours, draft.minutes, draft.at_most_at_once)
        planned = plan_borough(
            [ward.number for ward in draft.wards],
            allowed=allowed,
            moderators={ward.number: teams[ward.pk] for ward in draft.wards},
            kept=_kept(draft, others, teams),
        )
    except ScheduleError as error:
        raise Refused("bad_field", error.message, facts={"part": error.part}) from error
    return [
        Proposal(ward, _draft_for(draft, str(each.rule), each.at), teams[ward.pk])
        for ward, each in zip(draft.wards, planned, strict=True)
    ]


@transaction.atomic
def set_borough(
    proposals: Sequence[Proposal], *, versions: Mapping[int, int | None], clerk: Person | None
) -> list[Schedule]:
    """Set all the rules, or none. versions: ward number to version of the ward's last rule as the clerk saw it.

    Raises Refused as set_schedule does, with the ward's number in facts and in the message.
    """
    lock_chats_ahead([proposal.ward for proposal in proposals])
    schedules = []
    for proposal in sorted(proposals, key=lambda proposal: proposal.ward.pk):  # a fixed order of locks, for everybody
        number = proposal.ward.number
        try:
            schedules.append(set_schedule(proposal.ward, proposal.draft, clerk=clerk, version=versions.get(number)))
        except Refused as refused:
            message = f"{ward_name(proposal.ward)}: {refused.message}"
            raise Refused(refused.code, message, facts={**refused.facts, "ward": number}) from refused
    return schedules


def rules_seen(wards: Iterable[Ward]) -> dict[int, dict[str, Any]]:
    """Ward number to the ward's last rule with its version; wards without a rule are left out."""
    seen: dict[int, dict[str, Any]] = {ward.number: {} for ward in wards}
    rows = Schedule.objects.filter(ward__number__in=seen).select_related("ward")
    for schedule in rows.order_by("version"):
        seen[schedule.ward.number] = facts_of_schedule(schedule) | {"version": schedule.version}
    return seen


def find_teams(wards: Iterable[Ward], day: date) -> dict[int, tuple[BoroughModerator, ...]]:
    """Ward id to the moderators of its chats on that day.

    A ward has all of its own moderators. Wards without any get one moderator of their borough each, in turn. Disabled
    accounts do not count.
    """
    rows = Appointment.objects.held_on(max(day, timezone.localdate())).filter(duty=Duty.MODERATOR)
    terms = list(rows.filter(person__is_active=True).select_related("person__ward").order_by("person_id"))
    teams = {}
    turns: dict[int, int] = {}
    for ward in sorted(wards, key=lambda ward: ward.number):
        own = [term for term in terms if term.ward_id == ward.pk]
        shared = [term for term in terms if term.borough_id is not None and term.borough_id == ward.borough_id]
        if not own and shared and ward.borough_id is not None:
            turn = turns.setdefault(ward.borough_id, 0)
            turns[ward.borough_id] += 1
            own = [shared[turn % len(shared)]]
        teams[ward.pk] = tuple(dict.fromkeys(BoroughModerator(term.person_id, term.person.shown_as) for term in own))
    return teams


def _kept(
    draft: BoroughDraft, others: Sequence[Ward], teams: Mapping[int, tuple[BoroughModerator, ...]]
) -> list[tuple[Booking, tuple[BoroughModerator, ...]]]:
    """The rules that stay: of other wards in these boroughs, and of wards that share a moderator with these."""
    boroughs = {ward.borough_id for ward in draft.wards if ward.borough_id is not None}
    busy = {moderator for ward in draft.wards for moderator in teams[ward.pk]}
    beside = [ward for ward in others if ward.borough_id in boroughs or busy.intersection(teams[ward.pk])]
    schedules = Schedule.objects.reaching(draft.from_on).filter(ward__in=beside)
    return [(Booking(parse_rule(each.rule), each.at, each.minutes), teams[each.ward_id]) for each in schedules]


def _draft_for(draft: BoroughDraft, rule: str, at: time) -> ScheduleDraft:
    return ScheduleDraft(
        rule=rule,
        at=at,
        minutes=draft.minutes,
        from_on=draft.from_on,
        ask_days=draft.ask_days,
        on_closed=draft.on_closed,
    )
