"""The texts of a record, each with its commitment and salt, which are drawn once and kept."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sessions.log.event_form import body_of
from sessions.log.events.chat_session import SessionMoved, SessionSealed
from sessions.log.events.room import (
    AnswerCorrected,
    AnswerGiven,
    NoticeCorrected,
    NoticePosted,
    OwedAnswered,
    OwedListed,
    PromiseNoted,
    QuestionCorrected,
    QuestionQueued,
    QuestionUnited,
)
from sessions.log.kept_words import reasons_in
from sessions.log.logged_event import LoggedEvent
from sessions.models import ChatSession, RecordText
from sessions.platform.text.commitments import commitment, new_salt

TEXT_FIELDS: dict[type, tuple[str, ...]] = {
    QuestionQueued: ("text", "label"),
    QuestionUnited: ("words",),
    AnswerGiven: ("text",),
    AnswerCorrected: ("text",),
    NoticePosted: ("text",),
    NoticeCorrected: ("text",),
    QuestionCorrected: ("text",),
    PromiseNoted: ("said", "what", "text"),
    OwedListed: ("what",),
    OwedAnswered: ("text",),
}
"""People's own words: a commitment covers them, so that they can be redacted and the root still holds. So are the
reasons that staff gave (sessions/log/kept_words.py), but not in entries that were sealed before those had one."""


@dataclass(frozen=True, slots=True)
class CommittedText:
    """A text to which the log has committed. salt: 32 bytes; None once the text was redacted."""

    commitment: str
    salt: bytes | None


type Place = tuple[int, str]
"""The seq of a public event, and the name of a field with people's own words."""

type CommittedTexts = Mapping[Place, CommittedText]


def texts_in(events: Iterable[LoggedEvent]) -> Iterator[tuple[Place, str]]:
    """The texts that these public events still hold."""
    for logged in events:
        for field in TEXT_FIELDS.get(type(logged.event), ()):
            value = getattr(logged.event, field)
            if isinstance(value, str):
                yield (logged.seq, field), value
        for field, reason in committed_reasons(logged).items():
            if reason:
                yield (logged.seq, field), reason


def committed_reasons(logged: LoggedEvent) -> Mapping[str, str]:
    """Reasons that staff gave, by the name of each text; empty for words that were redacted."""
    is_told = isinstance(logged.event, SessionMoved | SessionSealed)
    return reasons_in(logged.type, body_of(logged.event)) if is_told else {}


def commit_new(events: Iterable[LoggedEvent], known: CommittedTexts) -> CommittedTexts:
    """The commitments to the texts of these events that have none yet, each with a new salt."""
    new = {}
    for place, value in texts_in(events):
        if place not in known:
            salt = new_salt()
            new[place] = CommittedText(commitment(salt, value), salt)
    return new


def commit_texts(
    chat_session: ChatSession, events: Iterable[LoggedEvent], *, sealed_until: int = 0, after: int = 0
) -> CommittedTexts:
    """The commitments to all texts of a chat session's record; those that were missing are saved.

    events: its public events. sealed_until: the seq of the last one whose entry is sealed or committed to, and never
    changes: it has the commitments that it was made with. after: the seq before the first of these events. The caller
    has locked the chat session.
    """
    known = {
        (row.seq, row.field): CommittedText(row.commitment, bytes(row.salt) if row.salt is not None else None)
        for row in RecordText.objects.filter(chat_session=chat_session, seq__gt=after)
    }
    new = commit_new((each for each in events if each.seq > sealed_until), known)
    RecordText.objects.bulk_create(
        RecordText(chat_session=chat_session, seq=seq, field=field, commitment=text.commitment, salt=text.salt)
        for (seq, field), text in new.items()
    )
    return {**known, **new}
