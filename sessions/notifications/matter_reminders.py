"""Messages between the chats: whether each is still true, what it says, and where it leads.

Here of complaints and suggestions; of promises in promise_reminders.py, of digests in digest_rounds.py.
"""

from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from sessions.matters.resolving.claims import CLAIMED_STATES
from sessions.matters.resolving.clock.alerts import MATTER_DUE_SOON
from sessions.matters.resolving.clock.stages import BOROUGH_STAGE
from sessions.matters.resolving.clock.unscreened import waiting_too_long
from sessions.models import Matter, MatterSupport, Reminder, ReminderKind, ReminderRound, Ward
from sessions.models.people.reminder import WARD_KINDS
from sessions.notifications.digest_rounds import path_of_digest, why_no_digest
from sessions.notifications.promise_reminders import (
    is_about_promises,
    is_promise_news_still,
    is_promise_of,
    promise_fields,
    promise_path,
)
from sessions.platform.text.digits import as_code, digits
from sessions.platform.text.spoken.dates import date_words


def ward_of_round(told: ReminderRound) -> Ward:
    about = told.matter or told.promise
    ward = about.ward if about is not None else told.ward
    assert ward is not None, "a round between the chats is of a ward, a matter or a promise"
    return ward


def why_dropped(reminder: Reminder, now: datetime, *, is_following: bool) -> str:
    """Why the message is dropped, in a word for the operator; empty where it is sent."""
    told, person = reminder.round, reminder.person
    if told.kind == ReminderKind.DIGEST:
        return why_no_digest(reminder, now, is_following=is_following)
    if told.keep_until <= now:
        return "late"
    if (person is not None and not person.is_active) or not _is_concerned(reminder):
        return "no longer concerned"
    if not is_following:
        return "stopped"
    return "" if _is_true_still(told, timezone.localdate(now)) else "overtaken"


def fields_between_chats(told: ReminderRound) -> dict[str, str]:
    """The values for the names in braces, counted when the message is sent; in the active language."""
    if is_about_promises(told):
        return promise_fields(told, timezone.localdate())
    if told.kind == ReminderKind.JOINED and told.matter is not None and told.matter.merged_into is not None:
        into = told.matter.merged_into
        return {"number": as_code(told.matter.number), "into": as_code(into.number), "state": into.get_state_display()}
    if told.matter is not None:
        receipt = {"receipt": told.matter.receipt} if told.kind == ReminderKind.RECEIPT else {}
        return {"number": as_code(told.matter.number), "state": told.matter.get_state_display()} | receipt
    today, ward = timezone.localdate(), ward_of_round(told)
    if told.kind == ReminderKind.UNSCREENED:
        return {"ward": digits(ward.number)} | _fields_of_unscreened(ward)
    counts = _count_borough(ward) if told.kind == ReminderKind.BOROUGH else _count_office(ward, today)
    return {"ward": digits(ward.number)} | {name: digits(count) for name, count in counts.items()}


def path_between_chats(told: ReminderRound, *, has_account: bool) -> str:
    """The digest, the office's or the moderators' list, or the page of the complaint, suggestion or promise.

    Without an account, where the reader is asked something, the page for receipts. The receipt stands in no address.
    A chair who works in no ward may not read the office's list: the borough is sent to the public one.
    """
    if told.kind == ReminderKind.DIGEST:
        return path_of_digest(told)
    if is_about_promises(told):
        return promise_path(told, has_account=has_account)
    if told.matter is not None:
        return _path_of_matter(told.matter, told.kind, has_account=has_account)
    if told.kind == ReminderKind.BOROUGH:
        return f"{reverse('matters')}?ward={ward_of_round(told).number}&overdue=1"
    return reverse("desk_matters" if told.kind == ReminderKind.UNSCREENED else "office")


def _path_of_matter(matter: Matter, kind: str, *, has_account: bool) -> str:
    """What is not public has a page for the person who lodged it, and one for a visitor with its receipt."""
    if kind == ReminderKind.JOINED and matter.merged_into is not None:
        return f"/matters/{matter.merged_into.number}/"
    is_asked = kind != ReminderKind.STEP or matter.clock_stopped_on is not None
    if not has_account and (is_asked or not matter.was_public):
        return reverse("matter_receipt")
    return f"/matters/{matter.number}/" if matter.was_public else reverse("own_matter", args=[matter.number])


def _is_concerned(reminder: Reminder) -> bool:
    """Whom a message of an office concerned, had its duty when it was written."""
    if is_about_promises(reminder.round):
        return is_promise_of(reminder)
    matter = reminder.round.matter
    if matter is None or matter.author_id == reminder.person_id:
        return True
    return MatterSupport.objects.filter(matter=matter, person=reminder.person_id).exists()


def _is_true_still(told: ReminderRound, today: date) -> bool:
    if is_about_promises(told):
        return is_promise_news_still(told, today)
    matter = told.matter
    if told.kind == ReminderKind.UNSCREENED:
        return waiting_too_long(ward_of_round(told), timezone.now()).exists()
    if told.kind in WARD_KINDS:
        ward = ward_of_round(told)
        counts = _count_borough(ward) if told.kind == ReminderKind.BOROUGH else _count_office(ward, today)
        return any(counts.values())
    return matter is not None and _is_matter_news_still(matter, told)


def _is_matter_news_still(matter: Matter, told: ReminderRound) -> bool:
    if told.kind == ReminderKind.RECEIPT:
        return not matter.reminder_rounds.filter(kind=told.kind, sequence__gt=told.sequence).exists()
    if told.kind == ReminderKind.JOINED:
        return matter.merged_into is not None and matter.merged_into.changed_at <= told.written_at
    if told.kind == ReminderKind.STEP:
        return matter.changed_at <= told.written_at
    return matter.was_public and matter.state in CLAIMED_STATES


def _fields_of_unscreened(ward: Ward) -> dict[str, str]:
    """How many wait too long, and since when the oldest."""
    rows = waiting_too_long(ward, timezone.now())
    oldest = rows.first()
    if oldest is None:
        return {"waiting": digits(0), "since": ""}
    return {"waiting": digits(rows.count()), "since": date_words(timezone.localtime(oldest.lodged_at))}


def _count_office(ward: Ward, today: date) -> dict[str, int]:
    rows = Matter.objects.in_work().filter(ward=ward, clock_stopped_on=None)
    return {
        "to_acknowledge": rows.filter(is_acknowledged=False, acknowledge_by__lte=today).count(),
        "due": rows.filter(due_on__gte=today, due_on__lte=today + MATTER_DUE_SOON).count(),
        "overdue": rows.filter(due_on__lt=today).count(),
    }


def _count_borough(ward: Ward) -> dict[str, int]:
    rows = Matter.objects.in_work().filter(ward=ward, clock_stopped_on=None, overdue_stage__gte=BOROUGH_STAGE)
    return {"overdue": rows.count()}
