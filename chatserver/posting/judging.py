"""What an answer that is no good one means for a post, where a service says it by the status alone."""

from datetime import datetime

from chatserver.posting.adapter import with_status
from chatserver.posting.http import Answer, wait_of
from chatserver.posting.outcomes import Outcome, Refused, TargetStopped, TargetWaits, Unsure
from sessions.posting.reasons import Reason

STOPPED_BY = {401: Reason.TOKEN, 402: Reason.CREDIT, 403: Reason.RIGHTS}
TOO_MANY = 429


def judge_refusal(answer: Answer, now: datetime) -> Outcome:
    if answer.status in STOPPED_BY:
        return TargetStopped(STOPPED_BY[answer.status])
    if answer.status == TOO_MANY:
        return TargetWaits(Reason.BUSY, wait_of(answer, now))
    if answer.is_trouble:
        return Unsure(with_status(Reason.TROUBLE, answer))
    return Refused(with_status(Reason.REFUSED, answer))
