"""Destroy redacted words and their salts in all tables, and append what the public and the desk are told instead."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from msgspec import UNSET

from sessions.log import log
from sessions.log.event_form import tag_of
from sessions.log.events.desk import DeskRedacted
from sessions.log.events.room import QuestionRedacted, QuestionUnited
from sessions.log.kept_words import reasons_in, with_reasons
from sessions.log.logged_event import wire_time
from sessions.log.steps.locks import lock_question
from sessions.log.steps.steps import append_change
from sessions.models import ChatSession, Event, Question, Record, RecordText, RedactedEntry, Redaction, StreamName
from sessions.record.compile import refresh_in_any_case
from sessions.record.redaction.desk_copies import OWN_ENTRIES, copies_elsewhere, destroy_at_desk
from sessions.record.redaction.free_texts.destroying import destroy_in_free_texts
from sessions.record.redaction.free_texts.places import empty_chosen, lock_chosen
from sessions.record.redaction.hooks import Destroyed, destroy_copies
from sessions.record.redaction.leaves import append_leaves
from sessions.record.redaction.question_words import destroy_in_tables
from sessions.record.removed_texts import destroy_salts
from sessions.record.search.indexing import reindex_record


def destroy_words(redaction: Redaction, entries: Sequence[RedactedEntry], *, by: str) -> None:
    """Destroy the words of these entries, in the caller's transaction, which has locked the chat session.

    entries: not redacted yet. by: the actor for the log. Where the chat has a record, it is compiled again.
    """
    chat_session = redaction.chat_session
    words = [text for entry in entries for text in _take_words(chat_session, entry)]
    own = _own_texts(entries)
    questions = _affected_questions(chat_session, own, words)
    asked = [question.text for question, texts in questions if "text" in texts]
    destroy_in_free_texts(chat_session, [*words, *asked])
    elsewhere = lock_chosen(redaction, [*words, *asked])
    destroy_in_tables(chat_session, entries, questions)
    for question, texts in questions:
        destroy_at_desk(question, texts)
        append_change(question, DeskRedacted, by=by, told={"texts": sorted(texts), "ground": redaction.ground})
    redacted = [_redacted(redaction, entry, is_superseded=_is_superseded(chat_session, entry)) for entry in entries]
    told = log.append_all(chat_session, [log.NewEvent(event, by) for event in redacted])
    for entry, event in zip(entries, told, strict=True):
        entry.told_seq = event.seq
        entry.save(update_fields=["told_seq"])
    record = Record.objects.filter(chat_session=chat_session).first()
    reindex_record(chat_session)
    numbers, affected = [entry.n for entry in entries], [question for question, _texts in questions]
    destroy_copies(Destroyed(chat_session, record, numbers, affected, redaction, entries))
    empty_chosen(redaction, elsewhere)
    if record is not None:
        append_leaves(refresh_in_any_case(chat_session))


def _take_words(chat_session: ChatSession, entry: RedactedEntry) -> list[str]:
    """Destroy the words in the public event itself, and their salts; answers what they were."""
    row = Event.objects.get(stream__chat_session=chat_session, stream__name=StreamName.PUBLIC, seq=entry.seq)
    reasons = {name: text for name, text in reasons_in(row.type, row.body).items() if name in entry.texts}
    present = [name for name in entry.texts if name in row.body and name not in reasons]
    words = [row.body[name] for name in present if isinstance(row.body[name], str)]
    words += [text for text in reasons.values() if text]
    row.body = with_reasons(row.body | dict.fromkeys(present), dict.fromkeys(reasons, ""))
    row.save(update_fields=["body"])
    RecordText.objects.filter(chat_session=chat_session, seq=entry.seq, field__in=entry.texts).update(salt=None)
    destroy_salts(chat_session.pk, entry.seq, entry.texts)
    return words


def _own_texts(entries: Iterable[RedactedEntry]) -> dict[Any, set[str]]:
    """The redacted texts of each question itself; empty where only an answer or common words are redacted."""
    own: dict[Any, set[str]] = {}
    for entry in entries:
        if entry.question_id is not None:
            own.setdefault(entry.question_id, set()).update(entry.texts if entry.type in OWN_ENTRIES else ())
    return own


def _affected_questions(
    chat_session: ChatSession, own: dict[Any, set[str]], words: Collection[str]
) -> list[tuple[Question, set[str]]]:
    """Each locked, in one order; questions that were never public and hold the same words are among them."""
    named = [(question_id, lock_question(chat_session, question_id)) for question_id in sorted(own)]
    asked = [question.text for question_id, question in named if "text" in own[question_id]]
    alike = copies_elsewhere(chat_session, [*words, *asked], beside=own)
    copies = [(question_id, lock_question(chat_session, question_id)) for question_id in sorted(alike)]
    return [(question, own.get(question_id, {"text"})) for question_id, question in [*named, *copies]]


def _redacted(redaction: Redaction, entry: RedactedEntry, *, is_superseded: bool) -> QuestionRedacted:
    return QuestionRedacted(
        id=str(entry.question_id) if entry.question_id else UNSET,
        of=entry.seq,
        what=entry.type,
        given_at=wire_time(entry.given_at),
        texts=list(entry.texts),
        ground=redaction.ground,
        authority=redaction.authority,
        superseded=is_superseded or UNSET,
    )


def _is_superseded(chat_session: ChatSession, entry: RedactedEntry) -> bool:
    """Whether a later event gave the question other common words, or none."""
    if entry.type != tag_of(QuestionUnited):
        return False
    later = Event.objects.filter(stream__chat_session=chat_session, stream__name=StreamName.PUBLIC, type=entry.type)
    return later.filter(seq__gt=entry.seq, body__id=str(entry.question_id)).exists()
