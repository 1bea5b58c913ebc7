"""Who is told what about promises: written into the outbox in the transaction of its cause.

Those who asked are asked once whether a promise is kept, and the person who asked hears what becomes of it. An office
hears once a day at most of all that is due soon or overdue; of what became due in a freeze, after it. Of written
answers that were promised, owed_reminders.py tells: nobody gets two messages about one answer.
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from sessions.calendar.lifecycle.closed_days import freeze_on
from sessions.matters.resolving.assigning import office_people_of
from sessions.models import Following, Promise, PromiseKind, ReminderKind, ReminderRound, Ward
from sessions.notifications.owed_reminders import MORNING
from sessions.notifications.reminders import write_messages
from sessions.promises.keeping.askers import asked_of
from sessions.promises.steps import promise_stepped
from sessions.promises.transitions import PromiseStepBy

NEWS_FOR = timedelta(days=90)
"""So long as a freeze may last: what is overtaken by then is dropped."""

TOLD_STEPS = frozenset({"new_day", "break", "keep", "dispute", "drop"})
"""Of which the person who asked hears, unless it was their own word. A claim is a question of its own to them."""

OFFICE_STEPS = frozenset({"due_soon", "overdue", "dispute"})
"""After which the office may have to hear of what is due. What is disputed goes on, with its day."""

TOLD_OF_ANSWERS = frozenset({"due_soon", "overdue", "claim"})
"""Of which owed_reminders.py tells where a written answer was promised."""


def tell_of_promises() -> None:
    """From now on, the people concerned are told. Called once, at the start of the program."""
    promise_stepped.connect(_tell_step, dispatch_uid="promise_rounds")


def _tell_step(*, promise: Promise, step: str, by: PromiseStepBy, **_signal: Any) -> None:
    if promise.kind == PromiseKind.ANSWER and step in TOLD_OF_ANSWERS:
        return
    if step == "claim":
        _write_about(promise, ReminderKind.KEPT, asked_of(promise).people())
    elif step in TOLD_STEPS and by != PromiseStepBy.RESIDENT:
        _write_about(promise, ReminderKind.PROMISE, asked_of(promise).askers)
    if step in OFFICE_STEPS:
        _tell_office(promise.ward)


def _write_about(promise: Promise, kind: ReminderKind, people: Collection[int]) -> None:
    """Nothing is written twice: each version of a promise has one round of a kind."""
    whom = _channels_of(people)
    if not whom:
        return
    now = timezone.now()
    written = ReminderRound.objects.create(
        promise=promise,
        kind=kind,
        sequence=promise.version,
        starts_at=now,
        written_at=now,
        keep_until=now + NEWS_FOR,
    )
    write_messages(written, whom, not_before=now)


def _tell_office(ward: Ward) -> None:
    """One message of a day for all of the ward's promises: what it says is counted when it is sent."""
    day = timezone.localdate()
    while (freeze := freeze_on(ward, day)) is not None:
        day = freeze.to_on + timedelta(days=1)
    if ReminderRound.objects.filter(ward=ward, kind=ReminderKind.PROMISE, told_on=day).exists():
        return
    whom = _channels_of(office_people_of([ward]).of_ward(ward.pk))
    if not whom:
        return
    now, morning = timezone.now(), _morning_of(day)
    written = ReminderRound.objects.create(
        ward=ward,
        kind=ReminderKind.PROMISE,
        told_on=day,
        sequence=0,
        starts_at=now,
        written_at=now,
        keep_until=max(now, morning) + NEWS_FOR,
    )
    write_messages(written, whom, not_before=max(now, morning))


def _channels_of(people: Collection[int]) -> set[tuple[int, str]]:
    """Pairs of person and channel of those who want to hear."""
    following = Following.objects.filter(person__in=people, person__is_active=True)
    return set(following.values_list("person", "channel"))


def _morning_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, MORNING))
