"""A complaint that the office passes on without a number of theirs is handed on to their program, if there is one."""

from typing import Any

from django.conf import settings
from django.utils import timezone

from chatserver.config.open311_receivers import Receiver, receiver_for
from sessions.models import Matter, MatterSource, Open311Sending

TRANSFER = "transfer"


def hand_on(matter: Matter, receiver: Receiver) -> bool:
    """Enter it in the outbox, in the caller's transaction; False where it has been entered before."""
    _row, is_new = Open311Sending.objects.get_or_create(
        matter=matter, receiver=receiver.name, defaults={"due_at": timezone.now()}
    )
    return is_new


def receiver_of(matter: Matter) -> Receiver | None:
    return receiver_for(settings.OPEN311_RECEIVERS, matter.category.slug)


def hand_on_transferred(*, matter: Matter, step: str, **_more: Any) -> None:
    """Hand on in the transaction of the step: what is not saved is not sent.

    Where the clerk has entered their number, they have it already; an earlier list is not sent again.
    """
    if step != TRANSFER or matter.external_number or matter.source == MatterSource.IMPORT:
        return
    receiver = receiver_of(matter)
    if receiver is not None:
        hand_on(matter, receiver)
