"""See to what falls on days that were closed after it was planned: move it by the rule of its ward, or let it wait."""

from django.db import transaction

from sessions import planning
from sessions.models import ChatSession, Closure, ClosureKind
from sessions.moving import let_wait, move_chat_session
from sessions.people import Person
from sessions.refusals import Refused
from sessions.scheduling.bilingual import Bilingual
from sessions.scheduling.spans import closed_words


@transaction.atomic
def follow_closure(closure: Closure, *, clerk: Person | None) -> list[ChatSession]:
    """Move what lies ahead on these closed days; answers what was moved or waits now, in the order of time.

    Each goes where its ward's rule puts a closed date. One without a rule was put there by hand and stays, as a
    conflict for the clerk to see. A freeze moves nothing: what falls into it shows as suspended.
    """
    if closure.kind == ClosureKind.FREEZE:
        return []
    rows = ChatSession.objects.ahead().filter(waits=False, schedule__isnull=False)
    if closure.ward_id is not None:
        rows = rows.filter(ward=closure.ward_id)
    hit = [row for row in rows.select_related("ward", "schedule") if closure.covers(row.day)]
    return [_follow(chat_session, closure, clerk) for chat_session in hit]


def _follow(chat_session: ChatSession, closure: Closure, clerk: Person | None) -> ChatSession:
    assert chat_session.schedule is not None
    assert chat_session.planned_on is not None
    each = planning.preview(chat_session.schedule, [chat_session.planned_on])[0]
    closed = closed_words(planning.span_of(closure))
    because = each.placed.because or closed
    if not each.placed.waits:
        try:
            with transaction.atomic():
                return move_chat_session(
                    chat_session,
                    starts_at=each.starts_at,
                    because=because,
                    sequence=chat_session.sequence,
                    clerk=clerk,
                )
        except Refused as refusal:
            because = Bilingual(f"{closed.en}; {refusal.message}", closed.bn)
    return let_wait(chat_session, because=because, sequence=chat_session.sequence, clerk=clerk)
