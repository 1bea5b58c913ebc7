"""A moderator proposes words of an answer as a promise; the office confirms it, or refuses with its reason, in public.

Both are steps of the promise, so that a refusal is kept as well. The office can still answer after the last day; that
it did not answer in time is told once.
"""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import DateField
from django.utils import timezone
from django.utils.translation import gettext as _

from sessions.chats.calendar.lifecycle.closed_days import freeze_on, require_no_freeze
from sessions.city.people.ward_staff import ward_duties_of
from sessions.contract.limits import MAX_ANSWER_GRAPHEMES
from sessions.matters.deadlines import closed_days_of
from sessions.matters.working_days import add_working_days
from sessions.models import Office, Promise, PromiseState
from sessions.models.promises.transitions import PromiseStepBy
from sessions.platform.database.prepared_query import Given, PreparedQuery
from sessions.platform.people import Person
from sessions.platform.refusals import Refused
from sessions.platform.text.text_input import clean_text
from sessions.promises.making import propose_promise
from sessions.promises.sources.answers import find_answer, lock_answer, require_not_marked
from sessions.promises.sources.promised import Promised, clean_promised, new_promise, require_promised_day
from sessions.promises.steps import lock_promise, require_promise_step, take_promise_step

CONFIRM_WORKING_DAYS = 3
TOLD = 2
"""The value TOLD in due_stage of a proposal: the log has told that the office did not answer in time."""

AT_ONCE = 50


@transaction.atomic
def mark_as_promise(answer_id: int, *, moderator: Person, promised: Promised) -> Promise:
    """Mark words of an answer as a promise, and ask the office; a day may be left open.

    Raises Refused: not_found, forbidden, frozen (an election freeze), state (the same words are marked already),
    bad_field, empty, too_long, bad_characters.
    """
    answer = find_answer(answer_id)
    ward, today = answer.question.chat_session.ward, timezone.localdate()
    promised = clean_promised(promised, answer=answer.text, needs_day=False)
    if not ward_duties_of(moderator).may("screen", ward.pk):
        raise Refused("forbidden", _("You may not do this here."))
    require_no_freeze(ward, today)
    answer = lock_answer(answer_id)
    new = new_promise(clean_promised(promised, answer=answer.text, needs_day=False), answer)
    require_not_marked(new)
    confirm_by = add_working_days(today, CONFIRM_WORKING_DAYS, closed_days_of(ward))
    return propose_promise(new, confirm_by=confirm_by, person=moderator)


@transaction.atomic
def confirm_proposal(promise_id: UUID, *, person: Person, version: int, due_on: date | None = None) -> Promise:
    """Make the proposal a promise. due_on: the office's day; None for the proposed one.

    A new holder who confirms it holds it. Raises Refused: not_found, forbidden, stale, state, bad_field (no day, or one
    that is past or too far ahead).
    """
    require_promised_day(due_on, is_needed=False)
    promise = _lock_proposed(promise_id, "confirm", person=person, version=version)
    due_on = due_on or promise.due_on
    require_promised_day(due_on)
    assert due_on is not None, "a promise has its day"
    promise.due_on = promise.first_due_on = due_on
    promise.made_at, promise.due_stage = timezone.now(), 0
    promise.holder = Office.objects.held_on(timezone.localdate()).filter(ward=promise.ward).first() or promise.holder
    told = {"due_on": due_on.isoformat(), "holder": promise.holder.name_in_log}
    take_promise_step(promise, "confirm", by=PromiseStepBy.OFFICE, person=person, told=told)
    return promise


@transaction.atomic
def refuse_proposal(promise_id: UUID, *, person: Person, version: int, reason: str) -> Promise:
    """Say that it is no promise, and why: everybody reads it.

    Raises Refused: not_found, forbidden, stale, state, empty, too_long, bad_characters.
    """
    reason = clean_text(reason, max_graphemes=MAX_ANSWER_GRAPHEMES)
    promise = _lock_proposed(promise_id, "not_confirm", person=person, version=version)
    take_promise_step(promise, "not_confirm", by=PromiseStepBy.OFFICE, person=person, told={"text": reason})
    return promise


def tell_unanswered(now: datetime) -> list[str]:
    """Tell the unanswered proposals for the clock.

    Tell once of each proposal that the office did not answer in time; in a freeze this waits.
    """
    return [
        f"told of unanswered {each.number}"
        for each in _late_query.rows(today=timezone.localdate(now))
        if _tell(each, now)
    ]


_late_query = PreparedQuery(
    lambda: (
        Promise.objects.filter(state=PromiseState.PROPOSED, due_stage=0, confirm_by__lt=Given("today", DateField()))
        .filter(is_withheld=False)
        .select_related("ward")
        .order_by("confirm_by", "pk")[:AT_ONCE]
    )
)


@transaction.atomic
def _tell(found: Promise, now: datetime) -> bool:
    if freeze_on(found.ward, timezone.localdate(now)) is not None:
        return False
    promise = lock_promise(found.pk)
    if promise.state != PromiseState.PROPOSED or promise.due_stage == TOLD:
        return False
    promise.due_stage = TOLD
    take_promise_step(promise, "unanswered", by=PromiseStepBy.CLOCK)
    return True


def _lock_proposed(promise_id: UUID, step: str, *, person: Person, version: int) -> Promise:
    promise = lock_promise(promise_id)
    if not ward_duties_of(person).may("decide", promise.ward_id):
        raise Refused("forbidden", _("Only the councillor or a delegate can say whether this is a promise."))
    if promise.version != version:
        promise = lock_promise(promise_id, version=version)  # refuses, with what stands now
    require_promise_step(promise, step)
    return promise
