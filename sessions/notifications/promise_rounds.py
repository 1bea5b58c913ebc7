"""Who is told what about promises: written into the outbox in the transaction of its cause.

Those who asked are asked once whether a promise is kept, and the person who asked hears what becomes of it: without an
account, too, where a clerk wrote down their suggestion or complaint, and where to tell them. An office hears once a day
at most of all that is due soon or overdue; of what became due in a freeze, after it. Of written answers that were
promised, written_answer_reminders.py tells: nobody gets two messages about one answer.

Of a proposal, those who may confirm it are reminded on the second of the three working days, and once it is late. A new
holder of the office hears once how many promises there are to adopt or drop.
"""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from sessions.chats.calendar.lifecycle.closed_days import freeze_on
from sessions.city.people.permissions import STEP_DUTIES
from sessions.city.people.subscriptions import following_of_matter, matter_behind
from sessions.matters.deadlines import closed_days_of
from sessions.matters.resolving.assigning import office_people_of
from sessions.matters.working_days import add_working_days
from sessions.models import Following, Promise, PromiseKind, ReminderKind, ReminderRound, Ward
from sessions.models.promises.transitions import PromiseStepBy
from sessions.notifications.reminders import write_messages
from sessions.notifications.written_answer_reminders import MORNING
from sessions.platform.clock.city_zone import city_moment
from sessions.promises.keeping.askers import asked_of
from sessions.promises.sources.proposals import CONFIRM_WORKING_DAYS

NEWS_FOR = timedelta(days=90)
"""Time that a freeze may last: news that is out of date by then is dropped."""

TOLD_PROMISE_STEPS = frozenset({"new_day", "break", "keep", "dispute", "drop"})
"""Steps of which the asker hears, unless it was their own word. A claim is not among them: it asks them a question."""

OFFICE_STEPS = frozenset({"due_soon", "overdue", "dispute"})
"""Steps after which the office may have to hear of what is due. What is disputed goes on, with its day."""

PROPOSAL_STEPS = frozenset({"proposed", "unanswered"})

TOLD_OF_ANSWERS = frozenset({"due_soon", "overdue", "claim"})
"""Steps that written_answer_reminders.py tells where a written answer was promised."""


def tell_promise_step(*, promise: Promise, step: str, by: PromiseStepBy, **_more: Any) -> None:
    if promise.kind == PromiseKind.ANSWER and step in TOLD_OF_ANSWERS:
        return
    if step == "claim":
        _write_about(promise, ReminderKind.KEPT, asked_of(promise).people())
    elif step in TOLD_PROMISE_STEPS and by != PromiseStepBy.RESIDENT:
        _write_about(promise, ReminderKind.PROMISE, asked_of(promise).askers)
    if step in OFFICE_STEPS:
        _tell_ward(promise.ward, ReminderKind.PROMISE, timezone.localdate(), None)
    if step in PROPOSAL_STEPS:
        _tell_ward(promise.ward, ReminderKind.PROPOSALS, _day_to_remind(promise, step), STEP_DUTIES["decide"])
    if step == "inherit" and promise.is_to_adopt:
        _tell_new_holder(promise)


def _write_about(promise: Promise, kind: ReminderKind, people: Collection[int]) -> None:
    """Nothing is written twice: each version of a promise has one round of a kind."""
    whom: set[tuple[int | None, str]] = set(_channels_of(people))
    without_account = following_of_matter(matter_behind(promise))
    if without_account is not None:
        whom.add((None, without_account.channel))
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


def _tell_ward(ward: Ward, kind: ReminderKind, day: date, roles: Collection[str] | None) -> None:
    """One message of a day for all of the ward's promises: what it says is counted when it is sent.

    roles: of the office's people who are told; None for all of them. A freeze that stands on the day puts it off.
    """
    day = _day_without_freeze(ward, day)
    if ReminderRound.objects.filter(ward=ward, kind=kind, told_on=day).exists():
        return
    people = office_people_of([ward])
    told = [each for each in people.of_ward(ward.pk) if roles is None or people.role_of(ward.pk, each) in roles]
    _write_for_ward(ward, kind, _channels_of(told), told_on=day, leaves_on=day)


def _tell_new_holder(promise: Promise) -> None:
    """Once for all that they have inherited, however many, after a freeze."""
    ward, holder, today = promise.ward, promise.holder, timezone.localdate()
    rounds = ReminderRound.objects.filter(ward=ward, kind=ReminderKind.INHERITED)
    if holder.holder_id is None or rounds.filter(Q(told_on=today) | Q(sequence=holder.pk)).exists():
        return
    whom, leaves_on = _channels_of([holder.holder_id]), _day_without_freeze(ward, today)
    _write_for_ward(ward, ReminderKind.INHERITED, whom, told_on=today, leaves_on=leaves_on, sequence=holder.pk)


def _write_for_ward(
    ward: Ward, kind: ReminderKind, whom: set[tuple[int, str]], *, told_on: date, leaves_on: date, sequence: int = 0
) -> None:
    """Nothing where nobody wants to hear. It leaves in the morning."""
    if not whom:
        return
    now = timezone.now()
    leaves_at = max(now, city_moment(leaves_on, MORNING))
    written = ReminderRound.objects.create(
        ward=ward,
        kind=kind,
        told_on=told_on,
        sequence=sequence,
        starts_at=now,
        written_at=now,
        keep_until=leaves_at + NEWS_FOR,
    )
    write_messages(written, whom, not_before=leaves_at)


def _day_to_remind(promise: Promise, step: str) -> date:
    """The day of a reminder about a proposal: today once it is late, otherwise the working day before the last one."""
    today = timezone.localdate()
    if step == "unanswered":
        return today
    return add_working_days(today, CONFIRM_WORKING_DAYS - 1, closed_days_of(promise.ward))


def _day_without_freeze(ward: Ward, day: date) -> date:
    while (freeze := freeze_on(ward, day)) is not None:
        day = freeze.to_on + timedelta(days=1)
    return day


def _channels_of(people: Collection[int]) -> set[tuple[int, str]]:
    """Pairs of person and channel of those who want to hear."""
    following = Following.objects.filter(person__in=people, person__is_active=True)
    return set(following.values_list("person", "channel"))
