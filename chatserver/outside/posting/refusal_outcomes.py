"""What a refusal means for a post, where a service gives it by the status of its answer alone."""

from datetime import datetime
from http import HTTPStatus

from chatserver.outside.posting.adapter import with_status
from chatserver.outside.posting.http import ServiceAnswer, wait_of
from chatserver.outside.posting.outcomes import CopyOutcome, RefusedThere, TargetStopped, TargetWaits, Unsure
from sessions.posting.reasons import CopyReason

STOPPED_BY = {401: CopyReason.TOKEN, 402: CopyReason.CREDIT, 403: CopyReason.RIGHTS}


def outcome_of_refusal(answer: ServiceAnswer, now: datetime) -> CopyOutcome:
    if answer.status in STOPPED_BY:
        return TargetStopped(STOPPED_BY[answer.status])
    if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
        return TargetWaits(CopyReason.BUSY, wait_of(answer, now))
    if answer.is_trouble:
        return Unsure(with_status(CopyReason.TROUBLE, answer))
    return RefusedThere(with_status(CopyReason.REFUSED, answer))
