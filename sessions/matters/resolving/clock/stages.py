"""How long overdue something is, in three stages; from the first on, everybody sees it.

The stages rise in a freeze, too: clocks run on.
"""

from datetime import date
from typing import Any

from django.db import transaction

from sessions.log.events.months import MatterOverdue
from sessions.matters.deadlines import closed_days_of
from sessions.matters.steps import append_about, lock_matter
from sessions.matters.working_days import Days, working_days_between
from sessions.models import WORK_STATES, Matter, Ward
from sessions.models.matters.matter import MatterQuerySet
from sessions.models.matters.transitions import By

OVERDUE_STAGE, BOROUGH_STAGE, NEXT_CHAT_STAGE = 1, 2, 3

BOROUGH_AFTER, NEXT_CHAT_AFTER = 7, 14
"""Working days after the day on which it was due."""


def stage_on(due_on: date | None, today: date, closed: Days) -> int:
    """The stage that is reached by this day; 0 while it is in time. It is overdue from the day after it was due."""
    if due_on is None or today <= due_on:
        return 0
    over = working_days_between(due_on, today, closed)
    return NEXT_CHAT_STAGE if over >= NEXT_CHAT_AFTER else BOROUGH_STAGE if over >= BOROUGH_AFTER else OVERDUE_STAGE


def past_due(ward: Ward, today: date) -> MatterQuerySet:
    rows = Matter.objects.filter(ward=ward, state__in=WORK_STATES, clock_stopped_on=None, due_on__lt=today)
    return rows.order_by("due_on", "number")


def raise_stages(ward: Ward, today: date, *, at_most: int) -> list[str]:
    """Tell the ward's log of each stage up to the second, in their order; the third needs a chat (next_chat.py)."""
    closed = closed_days_of(ward)
    done: list[str] = []
    for matter in past_due(ward, today).filter(overdue_stage__lt=BOROUGH_STAGE).only("pk", "due_on", "overdue_stage"):
        if min(stage_on(matter.due_on, today, closed), BOROUGH_STAGE) > matter.overdue_stage:
            done += _raise(matter, today, closed)
        if len(done) >= at_most:
            break
    return done


@transaction.atomic
def _raise(found: Matter, today: date, closed: Days) -> list[str]:
    matter = lock_matter(found.pk)
    done: list[str] = []
    if not past_due(matter.ward, today).filter(pk=matter.pk).exists():
        return done
    while matter.overdue_stage < min(stage_on(matter.due_on, today, closed), BOROUGH_STAGE):
        matter.overdue_stage += 1
        tell_stage(matter)
        done.append(f"overdue, stage {matter.overdue_stage}: {matter.number}")
    matter.save(update_fields=["overdue_stage"])
    return done


def tell_stage(matter: Matter, *, question: str | None = None) -> None:
    """The event of the stage that a locked matter has reached. question: of a chat, in the third."""
    assert matter.due_on is not None, "only what was due is overdue"
    facts: dict[str, Any] = {"id": str(matter.pk), "number": matter.number, "stage": matter.overdue_stage}
    more: dict[str, Any] = {"question": question} if question is not None else {}
    append_about(matter, MatterOverdue(**facts, due_on=matter.due_on.isoformat(), **more), by=By.CLOCK)
