"""The outbox: which complaint is looked at next, and what has become of it.

A row that is claimed and left (the process died) may have been sent: it is looked for there, and never sent again.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from chatserver.outside.open311.client.outcomes import LodgingOutcome, NotLodged, Numbered, PerhapsLodged, Tokened
from chatserver.outside.open311.client.told_here import tell_number
from sessions.models import Open311Sending, SendingState

LEASE = timedelta(minutes=5)
RETRY_AFTER = [timedelta(minutes=each) for each in (1, 5, 30, 120, 360)]
MOST_TRIES = 20
LOOK_AFTER = [timedelta(minutes=each) for each in (2, 30, 360, 1440)]
"""Waiting times. Until a request is in their list, their moderators may have to read it."""

ASK_AGAIN_AFTER = timedelta(hours=1)
FOLLOW_EVERY = timedelta(hours=6)
FOLLOWED = (
    SendingState.WAITING,
    SendingState.CLAIMED,
    SendingState.DOUBTED,
    SendingState.ACCEPTED,
    SendingState.SENT,
)


def claim_next(receivers: list[str], now: datetime) -> Open311Sending | None:
    """The next row that is due, ours until its lease ends. Several processes may ask at once."""
    rows = Open311Sending.objects.filter(receiver__in=receivers, state__in=FOLLOWED, due_at__lte=now)
    for row in rows.select_related("matter", "matter__category", "matter__ward").order_by("due_at", "pk")[:10]:
        claimed, before = _as_claimed(row.state), row.state
        seen = Open311Sending.objects.filter(pk=row.pk, state=before, due_at=row.due_at)
        asked_at = (row.asked_at or now) if claimed == SendingState.CLAIMED else row.asked_at
        if seen.update(state=claimed, due_at=now + LEASE, asked_at=asked_at):
            row.state, row.asked_at = claimed, asked_at
            return row
    return None


def _as_claimed(state: str) -> SendingState:
    """A row that is claimed already was left by a process that died."""
    now = SendingState(state)
    return {SendingState.WAITING: SendingState.CLAIMED, SendingState.CLAIMED: SendingState.DOUBTED}.get(now, now)


def note_outcome(sending: Open311Sending, outcome: LodgingOutcome) -> None:
    """What came of sending it."""
    match outcome:
        case Numbered(number):
            note_number(sending, number)
        case Tokened(token):
            _note(sending, SendingState.ACCEPTED, after=RETRY_AFTER[0], token=token)
        case NotLodged(reason, may_retry) if may_retry and sending.tries + 1 < MOST_TRIES:
            after = RETRY_AFTER[min(sending.tries, len(RETRY_AFTER) - 1)]
            _note(sending, SendingState.WAITING, after=after, problem=reason, tries=sending.tries + 1, asked_at=None)
        case NotLodged(reason):
            _note(sending, SendingState.REFUSED, problem=reason)
        case PerhapsLodged(reason):
            _note(sending, SendingState.DOUBTED, after=LOOK_AFTER[0], problem=reason, tries=0)


@transaction.atomic
def note_number(sending: Open311Sending, number: str) -> None:
    """Store the receiver's number of the request, and note it in the ward's log, too."""
    _note(sending, SendingState.SENT, after=FOLLOW_EVERY, external_number=number, problem="")
    tell_number(sending.matter_id, number)


def note_not_found(sending: Open311Sending) -> None:
    """Note that the request was not found: look for it some more times, then leave that to a clerk."""
    tries = sending.tries + 1
    if tries < len(LOOK_AFTER):
        _note(sending, SendingState.DOUBTED, after=LOOK_AFTER[tries], tries=tries)
    else:
        _note(sending, SendingState.UNSURE, tries=tries)


def note_asked(sending: Open311Sending, *, problem: str = "") -> None:
    """Note that the receiver was asked about the request, and when to ask again."""
    after = FOLLOW_EVERY if sending.state == SendingState.SENT else ASK_AGAIN_AFTER
    _note(sending, SendingState(sending.state), after=after, problem=problem)


def _note(sending: Open311Sending, state: SendingState, *, after: timedelta = timedelta(), **fields: object) -> None:
    due_at = timezone.now() + after
    Open311Sending.objects.filter(pk=sending.pk).update(state=state, due_at=due_at, **fields)
