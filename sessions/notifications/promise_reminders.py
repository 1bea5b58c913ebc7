"""Messages about promises: whether each is true still, what it says, and where it leads."""

from datetime import date

from django.urls import reverse

from sessions.log.event_form import tag_of
from sessions.log.promise_events import PromiseStepped
from sessions.models import Promise, PromiseState, Reminder, ReminderKind, ReminderRound, Ward
from sessions.notifications.promise_rounds import TOLD_STEPS
from sessions.promises.keeping.askers import asked_of
from sessions.promises.keeping.claims import kept_claim_of, last_day_to_say
from sessions.promises.keeping.clock.days import SOON
from sessions.text.digits import digits
from sessions.text.spoken.dates import date_words


def is_about_promises(told: ReminderRound) -> bool:
    """Of a promise, or of all that an office owes."""
    return told.kind in (ReminderKind.PROMISE, ReminderKind.KEPT)


def sort_of_promise(told: ReminderRound) -> str:
    """The key of the text: a new day is said with its day, and an office is told how many there are."""
    if told.promise is None:
        return "promises_due"
    if told.kind == ReminderKind.PROMISE and told.promise.state == PromiseState.MADE:
        return "promise_day"
    return str(told.kind)


def promise_fields(told: ReminderRound, today: date) -> dict[str, str]:
    """The values for the names in braces, counted when the message is sent; in the active language."""
    promise = told.promise
    if promise is None:
        assert told.ward is not None, "a round about promises is of one or of an office"
        counts = count_due(told.ward, today)
        return {"ward": digits(told.ward.number)} | {name: digits(count) for name, count in counts.items()}
    return {
        "number": digits(promise.number),
        "state": promise.get_state_display(),
        "due": date_words(promise.due_on) if promise.due_on is not None else "",
    }


def promise_path(told: ReminderRound) -> str:
    """Where it can be said whether it is kept; its page; or the office's list."""
    if told.promise is None:
        return reverse("office_promises")
    if told.kind == ReminderKind.KEPT:
        return reverse("promise_verdict", args=[told.promise.number])
    return f"/promises/{told.promise.number}/"


def is_promise_of(reminder: Reminder) -> bool:
    """Whether it concerns the person. Whom a message of an office concerned, had its duty when it was written."""
    promise = reminder.round.promise
    if promise is None:
        return True
    asked = asked_of(promise)
    return asked.is_asker(person=reminder.person) or asked.is_supporter(reminder.person)


def is_promise_news_still(told: ReminderRound, today: date) -> bool:
    promise = told.promise
    if promise is None:
        return told.ward is not None and not _has_newer(told, today) and any(count_due(told.ward, today).values())
    if told.kind == ReminderKind.KEPT:
        return _can_be_answered(promise, told, today)
    return _last_told_version(promise) == told.sequence


def count_due(ward: Ward, today: date) -> dict[str, int]:
    rows = Promise.objects.owed().filter(ward=ward)
    return {
        "due": rows.filter(due_on__gte=today, due_on__lte=today + SOON).count(),
        "overdue": rows.filter(due_on__lt=today).count(),
    }


def _has_newer(told: ReminderRound, today: date) -> bool:
    """Whether the office is told today of a later day: after a freeze that nobody foresaw, once for all."""
    newer = ReminderRound.objects.filter(ward=told.ward_id, kind=told.kind, told_on__gt=told.told_on)
    return newer.filter(told_on__lte=today).exists()


def _can_be_answered(promise: Promise, told: ReminderRound, today: date) -> bool:
    if promise.state != PromiseState.CLAIMED_KEPT:
        return False
    claim = kept_claim_of(promise)
    return claim.version == told.sequence and today <= last_day_to_say(promise.ward, claim.day)


def _last_told_version(promise: Promise) -> int | None:
    """A later step that is told overtakes the news; what the clock notes beside it does not."""
    told_steps = sorted({*TOLD_STEPS, "claim"})
    steps = promise.events.filter(event__type=tag_of(PromiseStepped), event__body__step__in=told_steps)
    version: int | None = steps.order_by("-event_id").values_list("event__body__version", flat=True).first()
    return version
