"""Commitments to public words that a moderator removes before a record is made of them: nothing vanishes quietly.

The record never gets the words. It has these commitments in the entry that tells of the removal. Their salts are
kept as those of its other texts: who is given one can prove what stood there, and a redaction destroys it.
"""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import Q

from sessions.log.event_form import read_event, tag_of
from sessions.log.events import RemovedWords
from sessions.log.logged_event import LoggedEvent
from sessions.log.removed_words import without_removed_words
from sessions.models import ChatSession, Event, Question, RecordText, StreamName
from sessions.record.committed_texts import TEXT_FIELDS, CommittedText, Place, texts_in
from sessions.text.commitments import commitment, new_salt

type RemovedTexts = Mapping[Place, CommittedText]


def public_texts_of(question: Question) -> dict[Place, str]:
    """What everybody can read now of a question and of those whose place it took: words of its own, those that a
    moderator gave to it and to others, and those of its answers."""
    ids, before = [str(question.pk)], question.successor_of
    while before is not None:
        ids.append(str(before.pk))
        before = before.successor_of
    rows = Event.objects.filter(
        Q(body__id__in=ids) | Q(body__question__in=ids),
        stream__chat_session=question.chat_session_id,
        stream__name=StreamName.PUBLIC,
        type__in=[tag_of(kind) for kind in TEXT_FIELDS],
    )
    return dict(texts_in(without_removed_words([_logged(row) for row in rows.order_by("seq")])))


def commit_removed(question: Question, before: Mapping[Place, str]) -> RemovedTexts:
    """A commitment to each of these texts that can no longer be read, in the transaction that removed them."""
    left = public_texts_of(question)
    removed = {}
    for place, value in before.items():
        if place not in left:
            salt = new_salt()
            removed[place] = CommittedText(commitment(salt, value), salt)
    return removed


def told_of(removed: RemovedTexts) -> list[RemovedWords]:
    return [RemovedWords(of=seq, field=field, commitment=text.commitment) for (seq, field), text in removed.items()]


def keep_salts(chat_session: ChatSession, seq: int, removed: RemovedTexts) -> None:
    """seq: of the event that tells of them."""
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
    """Those of the texts that a public event brought, for a redaction."""
    names = [_name_of((seq, field)) for field in fields]
    RecordText.objects.filter(chat_session=chat_session_id, field__in=names).update(salt=None)


def _name_of(place: Place) -> str:
    """No field of an event has such a name."""
    seq, field = place
    return f"{seq}.{field}"


def _logged(row: Event) -> LoggedEvent:
    return LoggedEvent(StreamName.PUBLIC, row.seq, row.at, read_event(StreamName.PUBLIC, row.type, row.body))
