"""Whether it is done: the person who lodged it says so, or two supporters do: fixed, half fixed, or not fixed."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from sessions.city.people.ward_staff import ward_duties_of
from sessions.matters.deadlines import closed_days_of
from sessions.matters.resolving.claims import DoneClaim, done_claim_of, last_day_to_answer
from sessions.matters.resolving.clarifying import add_reply
from sessions.matters.resolving.clock.later_holidays import move_days
from sessions.matters.resolving.complainants import (
    asked_supporters,
    is_complainant,
    is_supporter,
    require_shown,
)
from sessions.matters.steps import lock_matter, matter_state_facts, require_matter_step, take_matter_step
from sessions.matters.working_days import add_working_days
from sessions.models import Matter, MatterVerdict, Office, Verdict
from sessions.models.matters.transitions import By
from sessions.platform.people import Person
from sessions.platform.refusals import Refused

STEP_OF = {Verdict.FIXED: "confirm", Verdict.HALF: "half", Verdict.NOT: "dispute"}

SUPPORTERS_TO_CONFIRM = 2


@transaction.atomic
def give_verdict(
    matter_id: UUID, verdict: str, *, person: Person | None = None, receipt: str = "", words: str = ""
) -> Matter:
    """Answer the office's claim that it is done, once for each claim, within 28 days after being asked.

    person, receipt: by account or by receipt; a supporter who had joined before the claim, by account alone.
    words: why it is not done (required then), or only half (optional): they wait for a moderator. Half done goes on;
    not done goes to the holder of the office.

    Raises Refused: not_found, forbidden, bad_field (no such verdict), state (nothing is claimed now), too_late,
    repeated (a supporter has answered already), empty, too_long, bad_characters.
    """
    given = _read(verdict)
    matter = lock_matter(matter_id)
    require_shown(matter)
    is_author = is_complainant(matter, person=person, receipt=receipt)
    if not is_author and not is_supporter(matter, person):
        raise Refused("forbidden", _("Only the person who lodged it, and those who support it, can say that."))
    by = By.RESIDENT if is_author else By.SUPPORTERS
    return _note(matter, given, by=by, person=person, words=words)


@transaction.atomic
def note_verdict(
    matter_id: UUID, verdict: str, *, clerk: Person, version: int | None = None, words: str = ""
) -> Matter:
    """Write down what the person who lodged it told a clerk, by phone or at the counter; for those without an account.

    Raises Refused as give_verdict, and stale.
    """
    given = _read(verdict)
    matter = lock_matter(matter_id, version=version)
    require_shown(matter)
    if matter.author_id is not None or not ward_duties_of(clerk).may("enter", matter.ward_id):
        raise Refused("forbidden", _("You may not do this here."))
    return _note(matter, given, by=By.RESIDENT, person=None, words=words)


def _read(verdict: str) -> Verdict:
    if verdict not in Verdict.values:
        raise Refused("bad_field", _("Choose one: fixed, half fixed, or not fixed."))
    return Verdict(verdict)


def _note(matter: Matter, verdict: Verdict, *, by: By, person: Person | None, words: str) -> Matter:
    require_matter_step(matter, STEP_OF[verdict])
    claim, today = done_claim_of(matter), timezone.localdate()
    if today > last_day_to_answer(matter, claim):
        raise Refused("too_late", _("The time to say whether it is done is over. You can lodge a new complaint."))
    is_author = by == By.RESIDENT
    given = MatterVerdict.objects.filter(matter=matter, claim=claim.version)
    if not is_author and not asked_supporters(matter, claim).filter(person=person).exists():
        words = _("You joined after the office had said that it is done, so this time you are not asked.")
        raise Refused("forbidden", words)
    if not is_author and given.filter(person=person).exists():
        raise Refused("repeated", _("You have answered this already."), facts=matter_state_facts(matter))
    MatterVerdict.objects.create(
        matter=matter, person=person, is_author=is_author, claim=claim.version, verdict=verdict, at=timezone.now()
    )
    if is_author:
        _decide(matter, verdict, person=person, words=words)
    elif _confirming(matter, claim, given) >= SUPPORTERS_TO_CONFIRM:
        take_matter_step(matter, "confirm", by=By.SUPPORTERS)
    return matter


def _confirming(matter: Matter, claim: DoneClaim, given: QuerySet[MatterVerdict]) -> int:
    """How many supporters say that it is done whose support still counts: a crowd may have been held since."""
    fixed = given.filter(is_author=False, verdict=Verdict.FIXED)
    return fixed.filter(person__in=asked_supporters(matter, claim).values("person")).count()


def _decide(matter: Matter, verdict: Verdict, *, person: Person | None, words: str) -> None:
    if verdict != Verdict.FIXED:
        start_second_clock(matter, timezone.localdate())
        if verdict == Verdict.NOT:
            matter.assigned_to = _holder_of(matter)
        if verdict == Verdict.NOT or words.strip():
            add_reply(matter, words)
    told = {"due_on": matter.due_on.isoformat()} if verdict != Verdict.FIXED and matter.due_on is not None else {}
    take_matter_step(matter, STEP_OF[verdict], by=By.RESIDENT, person=person, told=told)


def _holder_of(matter: Matter) -> Person | None:
    """What is disputed goes to the next higher office: the holder of the ward's, today."""
    office = Office.objects.held_on(timezone.localdate()).filter(ward=matter.ward).select_related("holder").first()
    return office.holder if office is not None else None


# The clock of what was not done although the office said so: it goes on, with days of its own to react in.


def start_second_clock(matter: Matter, day: date) -> None:
    """Count from this day; the caller saves it.

    A claim that was not true wins no time but the days in which a new complaint has to be acknowledged, too: what is
    left of the first clock counts, or those days, whichever is later.
    """
    move_days(matter, day)  # while it was claimed done, nobody did
    closed = closed_days_of(matter.ward)
    react_by = add_working_days(day, matter.category.acknowledge_days, closed)
    matter.clock_from, matter.clock_stopped_on, matter.counted_at = day, None, timezone.now()
    matter.acknowledge_by, matter.is_acknowledged = react_by, False
    matter.due_on = max(matter.due_on or react_by, react_by)
    matter.overdue_stage = 0
