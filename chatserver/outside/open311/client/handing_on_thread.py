"""Hands complaints on beside the server, where the settings name somebody to hand them on to."""

from collections.abc import Mapping
from typing import override

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from msgspec import UNSET

from chatserver.config.open311_receivers import Receiver
from chatserver.operations.workers.periodic import PeriodicThread
from chatserver.outside.open311.client import outbox
from chatserver.outside.open311.client.calls import AskingFailed, Calls, search_span
from chatserver.outside.open311.client.outcomes import LodgingOutcome, NotLodged, RemoteStatus
from chatserver.outside.open311.client.told_here import is_followed, tell_remote_status
from sessions.matters.publishing import public_place_of, public_text
from sessions.models import Matter, Open311Sending, SendingState

EVERY_SECONDS = 10.0


class HandingOnThread(PeriodicThread):
    """One request after the other: their program is spared, and a slow one delays nobody here."""

    def __init__(self) -> None:
        super().__init__("handing on of complaints", every_seconds=EVERY_SECONDS)

    @override
    def take_turn(self) -> None:
        while not self.is_stopping.is_set() and send_next():
            pass


def start() -> list[HandingOnThread]:
    if not settings.OPEN311_RECEIVERS:
        return []
    thread = HandingOnThread()
    thread.start()
    return [thread]


# One turn of handing on: sends what is new, looks for what is in doubt, asks for numbers, and follows the rest.

LONGEST_DESCRIPTION = 4000


def send_next() -> bool:
    """Look at the next row that is due; False where there is none. No transaction is open while they are asked."""
    receivers: dict[str, Receiver] = {each.name: each for each in settings.OPEN311_RECEIVERS}
    sending = outbox.claim_next(list(receivers), timezone.now())
    if sending is None:
        return False
    receiver = receivers[sending.receiver]
    try:
        _go_on_with(sending, receiver, Calls(receiver))
    except AskingFailed as problem:
        outbox.note_asked(sending, problem=str(problem))
    return True


def _go_on_with(sending: Open311Sending, receiver: Receiver, calls: Calls) -> None:
    """Raises AskingFailed where a question has to be asked again later."""
    match sending.state:
        case SendingState.CLAIMED:
            outbox.note_outcome(sending, _send(sending.matter, receiver, calls))
        case SendingState.DOUBTED:
            _look_for(sending, calls)
        case SendingState.ACCEPTED:
            _ask_for_number(sending, calls)
        case _:
            _follow(sending, calls)


def posted_fields_of(matter: Matter, receiver: Receiver) -> Mapping[str, str]:
    """What they are told: what everybody may read here, never who lodged it. Our number begins the description."""
    place = public_place_of(matter)
    told = {
        "service_code": receiver.services[matter.category.slug],
        "description": _cut(f"[{matter.number}] {public_text(matter)}"),
    }
    if place is not UNSET and place.lat is not UNSET:
        told |= {"lat": f"{place.lat:.4f}", "long": f"{place.lon:.4f}"}
    landmark = place.landmark if place is not UNSET else ""
    return told | {"address_string": landmark or f"Ward {matter.ward.number}"}


def _cut(description: str) -> str:
    """GeoReport v2 allows so many characters; the whole stands here, under the number."""
    return description if len(description) <= LONGEST_DESCRIPTION else f"{description[: LONGEST_DESCRIPTION - 1]}…"


def _send(matter: Matter, receiver: Receiver, calls: Calls) -> LodgingOutcome:
    if not matter.is_shown:
        return NotLodged("no longer public here", may_retry=False)
    if matter.category.slug not in receiver.services:
        return NotLodged("no service code in the settings", may_retry=False)
    return calls.post(posted_fields_of(matter, receiver))


def _look_for(sending: Open311Sending, calls: Calls) -> None:
    assert sending.asked_at is not None
    number = calls.find_number(sending.matter.number, *search_span(sending.asked_at, timezone.now()))
    if number is None:
        outbox.note_not_found(sending)
    else:
        outbox.note_number(sending, number)


def _ask_for_number(sending: Open311Sending, calls: Calls) -> None:
    number = calls.number_of_token(sending.token)
    if number is None:
        outbox.note_asked(sending)
    else:
        outbox.note_number(sending, number)


def _follow(sending: Open311Sending, calls: Calls) -> None:
    """Report each change of the receiver's status, as long as they have the matter."""
    if not is_followed(sending.matter):
        outbox.note_asked(sending)
        return
    remote = calls.remote_status(sending.external_number)
    if remote is not None and remote != RemoteStatus(sending.their_status, sending.their_notes):
        _tell(sending, remote)
    outbox.note_asked(sending)


@transaction.atomic
def _tell(sending: Open311Sending, remote: RemoteStatus) -> None:
    rows = Open311Sending.objects.filter(pk=sending.pk)
    rows.update(their_status=remote.status, their_notes=remote.notes)
    if sending.their_status or remote.status != "open":  # that it is open there at first is no news
        tell_remote_status(sending.matter_id, sending.external_number, remote.status, remote.notes)
