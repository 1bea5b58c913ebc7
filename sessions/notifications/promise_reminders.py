"""Messages about promises: whether each is true still, what it says, and where it leads."""

from datetime import date

from django.urls import reverse
from django.utils import timezone

from sessions.log.event_form import tag_of
from sessions.log.events.promises_and_activities import PromiseStepped
from sessions.matters.deadlines import closed_days_of
from sessions.matters.working_days import add_working_days
from sessions.models import Office, Promise, PromiseState, Reminder, ReminderKind, ReminderRound, Ward
from sessions.models.people.reminder import PROMISE_KINDS
from sessions.models.promises.promise import PromiseQuerySet
from sessions.notifications.promise_rounds import TOLD_PROMISE_STEPS
from sessions.platform.text.digits import as_code, digits
from sessions.platform.text.spoken.dates import date_words
from sessions.promises.keeping.askers import asked_of
from sessions.promises.keeping.claims import kept_claim_of, last_day_to_say
from sessions.promises.keeping.clock.days import PROMISE_DUE_SOON
from sessions.promises.keeping.clock.inheriting import INHERITED_STATES


def is_about_promises(told: ReminderRound) -> bool:
    """Answer whether the round is about a promise, or about all that an office owes."""
    return told.kind in PROMISE_KINDS


def sort_of_promise(told: ReminderRound) -> str:
    """The key of the text: a new day is said with its day, and an office is told how many there are."""
    if told.kind == ReminderKind.PROPOSALS:
        return "proposals_late" if _is_late(told) else "proposals"
    if told.kind == ReminderKind.INHERITED:
        return "inherited"
    if told.promise is None:
        return "promises_due"
    if told.kind == ReminderKind.PROMISE and told.promise.state == PromiseState.MADE:
        return "promise_day"
    return str(told.kind)


def promise_fields(told: ReminderRound, today: date) -> dict[str, str]:
    """The values for the names in braces, counted when the message is sent; in the active language."""
    promise = told.promise
    if promise is None:
        return _fields_of_ward(told, today)
    return {
        "number": as_code(promise.number),
        "state": promise.state_word,
        "due": date_words(promise.due_on) if promise.due_on is not None else "",
    }


def promise_path(told: ReminderRound, *, has_account: bool) -> str:
    """Where it can be said whether it is kept, by account or by receipt; its page; or the office's list."""
    if told.kind == ReminderKind.PROPOSALS:
        return reverse("office_proposals")
    if told.promise is None:
        return reverse("office_promises")
    if told.kind == ReminderKind.KEPT:
        return reverse("promise_verdict", args=[told.promise.number]) if has_account else reverse("promise_receipt")
    return f"/promises/{told.promise.number}/"


def is_promise_of(reminder: Reminder) -> bool:
    """Whether it concerns the person. Whom a message of an office concerned, had its duty when it was written."""
    promise = reminder.round.promise
    if reminder.round.kind == ReminderKind.INHERITED:
        holders = Office.objects.held_on(timezone.localdate()).filter(ward=reminder.round.ward_id)
        return holders.filter(holder=reminder.person_id).exists()
    if promise is None:
        return True
    if reminder.person is None:
        return True  # the way to them goes with their complaint
    asked = asked_of(promise)
    return asked.is_asker(person=reminder.person) or asked.is_supporter(reminder.person)


def is_promise_news_still(told: ReminderRound, today: date) -> bool:
    promise = told.promise
    if promise is None:
        return told.ward is not None and not _has_newer(told, today) and _is_ward_concerned(told, told.ward, today)
    if told.kind == ReminderKind.KEPT:
        return _can_be_answered(promise, told, today)
    return _last_told_version(promise) == told.sequence


def waiting_proposals(ward: Ward) -> PromiseQuerySet:
    """Proposals that the office has neither confirmed nor refused, the first to be answered first."""
    return Promise.objects.filter(ward=ward, state=PromiseState.PROPOSED, is_withheld=False).order_by("confirm_by")


def count_to_adopt(ward: Ward) -> int:
    return Promise.objects.filter(ward=ward, is_to_adopt=True, state__in=INHERITED_STATES).count()


def _fields_of_ward(told: ReminderRound, today: date) -> dict[str, str]:
    ward = told.ward
    assert ward is not None, "a round about promises is of one or of an office"
    fields = {"ward": digits(ward.number)}
    if told.kind == ReminderKind.PROPOSALS:
        days = list(waiting_proposals(ward).values_list("confirm_by", flat=True))
        return fields | {"number": digits(len(days)), "due": date_words(days[0]) if days and days[0] else ""}
    if told.kind == ReminderKind.INHERITED:
        return fields | {"number": digits(count_to_adopt(ward))}
    return fields | {name: digits(count) for name, count in count_due(ward, today).items()}


def _is_ward_concerned(told: ReminderRound, ward: Ward, today: date) -> bool:
    """Answer whether there is anything to tell; for proposals, whether one must be answered by the next working day."""
    if told.kind == ReminderKind.PROPOSALS:
        near = add_working_days(today, 1, closed_days_of(ward))
        return waiting_proposals(ward).filter(confirm_by__lte=near).exists()
    if told.kind == ReminderKind.INHERITED:
        return count_to_adopt(ward) > 0
    return any(count_due(ward, today).values())


def _is_late(told: ReminderRound) -> bool:
    assert told.ward is not None, "a round about proposals is of an office"
    return waiting_proposals(told.ward).filter(confirm_by__lt=timezone.localdate()).exists()


def count_due(ward: Ward, today: date) -> dict[str, int]:
    rows = Promise.objects.owed().filter(ward=ward)
    return {
        "due": rows.filter(due_on__gte=today, due_on__lte=today + PROMISE_DUE_SOON).count(),
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
    told_steps = sorted({*TOLD_PROMISE_STEPS, "claim"})
    steps = promise.events.filter(event__type=tag_of(PromiseStepped), event__body__step__in=told_steps)
    version: int | None = steps.order_by("-event_id").values_list("event__body__version", flat=True).first()
    return version
