"""An accepted suggestion with a planned day is a promise; that it is done claims it, and a later "no" breaks it.

A lawful delay is the promise's later day, the first time: after that, the day that was promised stays. Once the
suggestion is removed or withdrawn, the promise lapses, and its words are withheld. One that is restored and accepted
again keeps its lapsed promise, and gets no second one.
"""

from django.utils import timezone

from sessions.matters.publishing import public_text
from sessions.matters.steps import REMOVING
from sessions.models import Matter, MatterEvent, MatterKind, Office, Promise, PromiseBy, PromiseKind
from sessions.models.matters.transitions import By
from sessions.models.promises.transitions import PromiseStepBy, promise_state_after
from sessions.promises.making import NewPromise, make_promise
from sessions.promises.sources.on_notice import claim, end_removed
from sessions.promises.steps import is_owed, lock_promise, take_promise_step


def follow_suggestion(matter: Matter, step: str, by: By) -> None:
    if matter.kind != MatterKind.SUGGESTION:
        return
    if step == "accept":
        _promise(matter)
    elif step in ("finish", "not_accept", "delay", *REMOVING):
        pk = Promise.objects.filter(matter=matter).values_list("pk", flat=True).first()
        if pk is not None:
            _bring_on(lock_promise(pk), matter, step, by)


def _promise(matter: Matter) -> None:
    office = _office_of(matter)
    if matter.planned_on is None or office is None or Promise.objects.filter(matter=matter).exists():
        return
    new = NewPromise(
        ward=matter.ward,
        office=office,
        what=public_text(matter),
        kind=PromiseKind.SUGGESTION,
        due_on=matter.planned_on,
        matter=matter,
    )
    make_promise(new, how=PromiseBy.ACCEPTED, by=PromiseStepBy.OFFICE)


def _bring_on(promise: Promise, matter: Matter, step: str, by: By) -> None:
    if step in REMOVING:
        end_removed(promise, ground=matter.reason or step, by=PromiseStepBy(by))
    elif step == "finish" and is_owed(promise):
        claim(promise, _told_text(matter))
    elif step == "not_accept" and promise_state_after("break", promise.state) is not None:
        take_promise_step(promise, "break", by=PromiseStepBy.OFFICE, told={"text": _told_text(matter)})
    elif step == "delay" and is_owed(promise) and promise.due_on == promise.first_due_on:
        _move(promise, matter)


def _move(promise: Promise, matter: Matter) -> None:
    if matter.due_on is None or promise.due_on is None or matter.due_on <= promise.due_on:
        return
    promise.due_on, promise.why_new_day, promise.due_stage = matter.due_on, _told_text(matter), 0
    told = {"due_on": matter.due_on.isoformat(), "text": promise.why_new_day}
    take_promise_step(promise, "new_day", by=PromiseStepBy.OFFICE, told=told)


def _told_text(matter: Matter) -> str:
    """What the office said of the suggestion's last step."""
    last = MatterEvent.objects.filter(matter=matter).order_by("-event_id").select_related("event").first()
    return str(last.event.body.get("text") or "") if last is not None else ""


def _office_of(matter: Matter) -> Office | None:
    """The ward's office today, or the last one while nobody holds it."""
    offices = Office.objects.filter(ward=matter.ward)
    return offices.held_on(timezone.localdate()).first() or offices.order_by("-from_on").first()
