"""List what is owed when a chat opens: overdue complaints that became its questions, then promises in order of age."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from msgspec import structs

from sessions.log import log
from sessions.log.events.room import OwedListed
from sessions.models import WORK_STATES, ChatSession, Matter, Promise, PromiseKind, QuestionState
from sessions.models.promises.transitions import PromiseStepBy
from sessions.promises.steps import is_owed, lock_promise, take_promise_step

EACH_TAKES = timedelta(minutes=2)
"""Time that the office has for each item."""

SHARE = 3
"""The list takes at most the third part of a chat: the queue is what people came for."""

MOST = 10
COMPLAINT = "complaint"


def from_last_time(today: date) -> Q:
    """Match owed promises from last time: those whose day is over, and all written answers."""
    return Q(due_stage=2) | Q(due_on__lt=today) | Q(kind=PromiseKind.ANSWER)


def _owed_promises(chat_session: ChatSession) -> QuerySet[Promise]:
    """The owed promises of the chat's ward, the oldest first."""
    owed = Promise.objects.owed().filter(from_last_time(timezone.localdate()), ward=chat_session.ward_id)
    return owed.order_by("first_due_on", "made_at", "pk")


def _owed_complaints(chat_session: ChatSession) -> QuerySet[Matter]:
    """Complaints that became questions of this chat as long overdue, are still queued, and are not done yet."""
    asked_here = Matter.objects.filter(
        asked_again_of__chat_session=chat_session, asked_again_of__state=QuestionState.QUEUED, state__in=WORK_STATES
    )
    return asked_here.order_by("due_on", "number")


def room_for(chat_session: ChatSession) -> int:
    """How many items fit into this chat; at least one."""
    length = chat_session.ends_at - chat_session.starts_at
    return min(MOST, max(length // SHARE // EACH_TAKES, 1))


def chats_of_owed(chat_session: ChatSession) -> set[UUID]:
    """The chats in which the promises were made that the list of this one may hold."""
    of_chats = _owed_promises(chat_session).exclude(question=None)
    return set(of_chats.values_list("question__chat_session", flat=True)[:MOST])


def list_owed(chat_session: ChatSession, *, by: str) -> None:
    """List what is owed, in the transaction of the opening, which has locked the chat and those of the promises.

    by: actor for its log.
    """
    room = room_for(chat_session)
    complaints = list(_owed_complaints(chat_session)[:room])
    found = list(_owed_promises(chat_session).values_list("pk", flat=True))
    promises = list(_carry(found[: room - len(complaints)], chat_session))
    listed = [*map(_complaint_listed, complaints), *map(_promise_listed, promises)]
    left = len(found) - len(promises)
    if left and listed:
        listed[-1] = structs.replace(listed[-1], left=left)
    log.append_all(chat_session, [log.NewEvent(each, by) for each in listed])


def list_owed_at_opening(*, chat_session: ChatSession, step: str, by: str) -> None:
    if step == "opened":
        list_owed(chat_session, by=by)


def _carry(ids: Iterable[UUID], chat_session: ChatSession) -> Iterable[Promise]:
    for promise_id in ids:
        promise = lock_promise(promise_id, beside=chat_session.pk)
        if is_owed(promise):  # the office may have spoken a moment ago
            promise.owed_in = chat_session
            take_promise_step(promise, "carry", by=PromiseStepBy.CLOCK, told={"chat": str(chat_session.pk)})
            yield promise


def _complaint_listed(matter: Matter) -> OwedListed:
    """The list's entry for a complaint; its words are those of its question in the queue."""
    assert matter.due_on is not None, "only what was due is overdue"
    day, asked_as = matter.due_on.isoformat(), str(matter.asked_again_of_id)
    return OwedListed(number=matter.number, kind=COMPLAINT, what=None, first_due_on=day, due_on=day, asked_as=asked_as)


def _promise_listed(promise: Promise) -> OwedListed:
    assert promise.due_on is not None, "a promise has its day"
    first = promise.first_due_on or promise.due_on
    return OwedListed(
        promise=str(promise.pk),
        number=promise.number,
        kind=promise.kind,
        what=None if promise.is_withheld else promise.what,
        first_due_on=first.isoformat(),
        due_on=promise.due_on.isoformat(),
    )
