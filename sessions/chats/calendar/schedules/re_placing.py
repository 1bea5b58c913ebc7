"""Moves chats whose day was closed after they were planned, by the rule of their ward, or lets them wait."""

from contextlib import suppress

from django.db import transaction

from sessions.chats.calendar.lifecycle.closed_days import freeze_on, span_of
from sessions.chats.calendar.lifecycle.rescheduling import let_wait, move_chat_session
from sessions.chats.calendar.rules.spans import closed_words
from sessions.chats.calendar.schedules import generation
from sessions.models import ChatSession, Closure, ClosureKind
from sessions.platform.people import Person
from sessions.platform.refusals import Refused
from sessions.platform.text.by_language import in_every_language


@transaction.atomic
def follow_closure(closure: Closure, *, clerk: Person | None) -> list[ChatSession]:
    """Move the future chats on these closed days; answers those that were moved or wait now, in the order of time.

    Each moves forward from its present day, as its ward's rule moves a closed date; it waits where that gives no day,
    or where the rule has ended before. A chat without a rule was placed by hand and stays, as a conflict for the
    clerk. A freeze moves nothing: chats in it stay and are suspended, on a closed day, too.
    """
    if closure.kind == ClosureKind.FREEZE:
        return []
    rows = ChatSession.objects.ahead().filter(waits=False, schedule__isnull=False)
    if closure.ward_id is not None:
        rows = rows.filter(ward=closure.ward_id)
    hit = [row for row in rows.select_related("ward", "schedule") if closure.covers(row.day)]
    return [_follow(row, closure, clerk) for row in hit if freeze_on(row.ward, row.day) is None]


def _follow(chat_session: ChatSession, closure: Closure, clerk: Person | None) -> ChatSession:
    assert chat_session.schedule is not None
    because = in_every_language(lambda: closed_words(span_of(closure)))
    for each in generation.preview(chat_session.schedule, [chat_session.day]):  # none, where the rule has ended
        because = each.placed.because or because
        if each.placed.waits:
            break
        with suppress(Refused), transaction.atomic():  # the ward may have another chat at that time
            return move_chat_session(
                chat_session, starts_at=each.starts_at, because=because, sequence=chat_session.sequence, clerk=clerk
            )
    return let_wait(chat_session, because=because, sequence=chat_session.sequence, clerk=clerk)
