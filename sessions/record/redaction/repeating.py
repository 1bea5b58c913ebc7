"""Redact again what an older backup has brought back, by the list of redactions: before anything is served."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import groupby

from django.db import transaction

from sessions.log.audit import OPERATOR
from sessions.log.logged_event import wire_time
from sessions.log.steps.locks import lock_chat_session_with
from sessions.models import ChatSession, Event, RedactedEntry, Redaction, RedactionState, StreamName
from sessions.record.redaction.after_commit import finish_redaction
from sessions.record.redaction.destroying import destroy_words
from sessions.record.redaction.hooks import chats_reached_from
from sessions.record.redaction.redaction_list import Line
from sessions.record.redaction.storage import clean_up, overwrite_deleted


def repeat_redactions(lines: Iterable[Line]) -> int:
    """Destroy the words of each line that the database still has; answers how many entries were redacted again.

    A line about an event that the database does not hold, or holds otherwise, changes nothing. The files are clean
    before this returns, unless a chat is live: then the thread of the server cleans them later.
    """
    overwrite_deleted()
    lines = list(lines)
    repeated = sum(
        map(_is_missing, lines)
    )  # counted first: one redaction may do again what a line of another chat says
    for (chat_session_id, _at), some in groupby(lines, key=lambda line: (line["chat_session"], line["at"])):
        chat_session = ChatSession.objects.filter(pk=chat_session_id).first()
        if chat_session is not None:
            _repeat(chat_session, list(some))
    clean_up()
    return repeated


def _repeat(chat_session: ChatSession, lines: Sequence[Line]) -> None:
    with transaction.atomic():
        locked = lock_chat_session_with(chat_session.pk, chats_reached_from(chat_session.pk))
        left = [line for line in lines if _is_missing(line)]
        if not left:
            return
        redaction = _enter(locked, left)
        destroy_words(redaction, list(redaction.entries.all()), by=OPERATOR)
    finish_redaction(redaction)


def _is_missing(line: Line) -> bool:
    """Whether the database holds that very event, and no redaction of it."""
    chat_session_id = line["chat_session"]
    row = Event.objects.filter(
        stream__chat_session=chat_session_id, stream__name=StreamName.PUBLIC, seq=line["seq"], type=line["type"]
    ).first()
    if row is None or wire_time(row.at) != line["given_at"]:
        return False
    done = RedactedEntry.objects.filter(
        redaction__chat_session=chat_session_id, redaction__state=RedactionState.CONFIRMED, seq=line["seq"]
    )
    return not set(line["texts"]) <= {name for names in done.values_list("texts", flat=True) for name in names}


def _enter(chat_session: ChatSession, lines: Sequence[Line]) -> Redaction:
    """Who proposed and confirmed it was known to the database that was replaced."""
    first, at = lines[0], datetime.fromisoformat(lines[0]["at"])
    order = first.get("order")
    redaction = Redaction.objects.create(
        chat_session=chat_session,
        ground=first["ground"],
        authority=first["authority"],
        order_reference=order["reference"] if order else "",
        order_on=date.fromisoformat(order["on"]) if order else None,
        clerks={name: first[name] for name in ("proposed_by", "confirmed_by", "waived") if name in first},
        proposed_at=at,
        state=RedactionState.CONFIRMED,
        decided_at=at,
        elsewhere=list(dict.fromkeys(key for line in lines for key in line.get("elsewhere", ()))),
    )
    RedactedEntry.objects.bulk_create(
        RedactedEntry(
            redaction=redaction,
            n=line["n"],
            seq=line["seq"],
            type=line["type"],
            given_at=datetime.fromisoformat(line["given_at"]),
            question_id=line["question"],
            texts=line["texts"],
        )
        for line in lines
    )
    return redaction
