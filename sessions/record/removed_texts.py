"""Commitments to public words that a moderator removes before a record is made of them: nothing vanishes quietly.

The record never gets the words. It has these commitments in the entry that tells of the removal. Their salts are
kept as those of its other texts: who is given one can prove what stood there, and a redaction destroys it.
"""

from collections.abc import Iterable, Mapping
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Q, TextField, Value
from django.db.models.functions import Cast, StrIndex
from django.db.models.lookups import GreaterThan

from sessions.log.event_form import read_event, tag_of
from sessions.log.events.room import RemovedWords
from sessions.log.logged_event import LoggedEvent
from sessions.log.removed_words import without_removed_words
from sessions.models import ChatSession, Event, Question, RecordText, StreamName
from sessions.platform.text.commitments import commitment, new_salt
from sessions.record.committed_texts import TEXT_FIELDS, CommittedText, Place, texts_in

type RemovedTexts = Mapping[Place, CommittedText]


def events_with_words_of(question: Question) -> list[LoggedEvent]:
    """Which public events brought words of a question and of those whose place it took: words of its own, those that a
    moderator gave to it and to others, and those of its answers.

    One query, which looks through the stream: to be asked once, as the chat session is locked meanwhile. The ids are
    looked for in the bodies as they are written: to read 10,000 bodies as JSON takes a database four times as long.
    """
    ids, before = {str(question.pk)}, question.successor_of
    while before is not None:
        ids.add(str(before.pk))
        before = before.successor_of
    written = Cast("body", TextField())
    rows = Event.objects.filter(
        reduce(or_, [Q(GreaterThan(StrIndex(written, Value(each)), 0)) for each in sorted(ids)]),
        stream__chat_session=question.chat_session_id,
        stream__name=StreamName.PUBLIC,
        type__in=[tag_of(kind) for kind in TEXT_FIELDS],
    )
    return [_logged(row) for row in rows.order_by("seq") if ids & {row.body.get("id"), row.body.get("question")}]


def public_texts_in(events: list[LoggedEvent]) -> dict[Place, str]:
    """What everybody can read of them now."""
    return dict(texts_in(without_removed_words(events)))


def commit_removed(chat_session: ChatSession, events: list[LoggedEvent], before: Mapping[Place, str]) -> RemovedTexts:
    """A commitment to each of these texts that can no longer be read, in the transaction that removed them.

    An entry that was committed to in the live chat (sealing/live_checkpoints.py) has one already, which is told again.
    """
    left = public_texts_in(events)
    gone = {place: value for place, value in before.items() if place not in left}
    rows = RecordText.objects.filter(chat_session=chat_session, seq__in={seq for seq, _field in gone})
    known = {
        (row.seq, row.field): CommittedText(row.commitment, bytes(row.salt)) for row in rows if row.salt is not None
    }
    removed = {}  # in the order of the entries and their fields, whatever the database's order is
    for place, value in gone.items():
        if place in known:
            removed[place] = known[place]
        else:
            salt = new_salt()
            removed[place] = CommittedText(commitment(salt, value), salt)
    return removed


def told_of(removed: RemovedTexts) -> list[RemovedWords]:
    return [RemovedWords(of=seq, field=field, commitment=text.commitment) for (seq, field), text in removed.items()]


def keep_salts(chat_session: ChatSession, seq: int, removed: RemovedTexts) -> None:
    """Save the salts of removed texts. seq: of the event that tells of their removal."""
    RecordText.objects.bulk_create(
        RecordText(
            chat_session=chat_session,
            seq=seq,
            field=_name_of(place),
            commitment=text.commitment,
            salt=text.salt,
        )
        for place, text in removed.items()
    )


def destroy_salts(chat_session_id: UUID, seq: int, fields: Iterable[str]) -> None:
    """Destroy the salts of removed texts that a public event had brought, for a redaction. seq: of that event."""
    names = [_name_of((seq, field)) for field in fields]
    RecordText.objects.filter(chat_session=chat_session_id, field__in=names).update(salt=None)


def _name_of(place: Place) -> str:
    """No field of an event has such a name."""
    seq, field = place
    return f"{seq}.{field}"


def _logged(row: Event) -> LoggedEvent:
    return LoggedEvent(StreamName.PUBLIC, row.seq, row.at, read_event(StreamName.PUBLIC, row.type, row.body))
