"""Which words of a record can be redacted, what else belongs to the same question, and which entries quote others."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from sessions.log.event_form import tag_of
from sessions.log.events.room import AnswerCorrected, AnswerGiven, PromiseNoted
from sessions.log.kept_words import reasons_in
from sessions.models import ChatSession, Event, Question, Record, RedactedEntry, Redaction, RedactionState, StreamName
from sessions.platform.refusals import Refused
from sessions.record.redaction.desk_copies import OWN_ENTRIES
from sessions.record.redaction.free_texts.places import QuotingPlace, places_quoting

ANSWER_EVENTS = (tag_of(AnswerGiven), tag_of(AnswerCorrected))


@dataclass(frozen=True, slots=True)
class RedactableEntry:
    """An entry that can be redacted.

    texts: its fields whose words or salts still exist somewhere. question: its id, or blank for a notice.
    """

    n: int
    seq: int
    type: str
    at: str
    question: str
    texts: tuple[str, ...]
    words: Mapping[str, str | None]


def redactable_entries(record: Record) -> list[RedactableEntry]:
    """All entries of which words can still be redacted, in their order.

    Among them those whose words are withheld or removed: the public never gets these, and the desk still has them.
    """
    redacted = {(line["n"], name) for line in record.document["redactions"] for name in line["texts"]}
    found = [_redactable(entry, redacted) for entry in record.document["entries"] if entry["texts"]]
    return [entry for entry in found if entry.texts]


def find_entries(record: Record, wanted: Mapping[int, Collection[str]]) -> list[tuple[RedactableEntry, list[str]]]:
    """The entries with these numbers, each with the fields to redact: those named, or all where none is named.

    Raises Refused: empty (none is wanted), bad_field (no such entry, no such words, or they are redacted already).
    """
    if not wanted:
        raise Refused("empty", _("Choose at least one entry of the record."))
    known = {entry.n: entry for entry in redactable_entries(record)}
    return [(_require(known, n), _fields_of(_require(known, n), fields)) for n, fields in sorted(wanted.items())]


def words_of(chat_session: ChatSession, entries: Iterable[RedactedEntry]) -> Iterator[str]:
    """The words that these entries hold, and those of a question that were hidden from the public."""
    for entry in entries:
        row = Event.objects.filter(
            stream__chat_session=chat_session, stream__name=StreamName.PUBLIC, seq=entry.seq
        ).first()
        held = {**row.body, **reasons_in(row.type, row.body)} if row is not None else {}
        said = [held.get(name) for name in entry.texts]
        yield from (text for text in said if isinstance(text, str) and text)
        if entry.question_id is not None and entry.type in OWN_ENTRIES and "text" in entry.texts:
            yield from Question.objects.filter(pk=entry.question_id).values_list("text", flat=True)


def places_of(redaction: Redaction) -> list[QuotingPlace]:
    """Places elsewhere in which the words of a proposed redaction stand."""
    chat_session = redaction.chat_session
    return places_quoting(chat_session, words_of(chat_session, redaction.entries.all()))


def related_entries(entries: Sequence[RedactableEntry], n: int) -> list[RedactableEntry]:
    """The entry itself, and all others about the same question: answers, corrections, common words."""
    question = next((entry.question for entry in entries if entry.n == n), "")
    return [entry for entry in entries if entry.n == n or (question and entry.question == question)]


def fields_proposed(record: Record) -> set[tuple[int, str]]:
    """Entry and field of everything that waits for a second clerk in this record."""
    rows = RedactedEntry.objects.filter(
        redaction__chat_session=record.chat_session_id, redaction__state=RedactionState.PROPOSED
    )
    return {(n, name) for n, names in rows.values_list("n", "texts") for name in names}


def _redactable(entry: Mapping[str, Any], redacted: Iterable[tuple[int, str]]) -> RedactableEntry:
    n, texts = entry["n"], entry["texts"]
    left = tuple(name for name in texts if (n, name) not in redacted)
    words = {name: texts[name]["value"] if texts[name] else None for name in left}
    question = str(entry["data"].get("question", ""))
    return RedactableEntry(n, entry["data"]["seq"], entry["type"], entry["at"], question, left, words)


def _require(known: Mapping[int, RedactableEntry], n: int) -> RedactableEntry:
    if n not in known:
        message = _("Entry %(n)s of this record has no words that could be redacted, or they are redacted already.")
        raise Refused("bad_field", message % {"n": n}, facts={"part": "entries"})
    return known[n]


def _fields_of(entry: RedactableEntry, fields: Collection[str]) -> list[str]:
    unknown = set(fields) - set(entry.texts)
    if unknown:
        message = _("Entry %(n)s has no “%(field)s”, or it is redacted already.")
        raise Refused("bad_field", message % {"n": entry.n, "field": min(unknown)}, facts={"part": "entries"})
    return [name for name in entry.texts if not fields or name in fields]


def with_quoting_entries(redaction: Redaction, record: Record) -> list[RedactedEntry]:
    """The redaction's entries, with those added that quote them; the caller has locked the chat session.

    A redaction of one entry of a promise is one of all its entries: each may repeat the words.
    """
    entries = list(redaction.entries.all())
    chosen = {entry.seq: entry for entry in entries}
    noted = _noted_in(redaction.chat_session)
    answers = {first_seq_of(redaction.chat_session, entry) for entry in entries if entry.type in ANSWER_EVENTS}
    promises = {body["promise"] for seq, body in noted.items() if seq in chosen or body.get("of") in answers}
    wanted = {seq for seq, body in noted.items() if body["promise"] in promises}
    added = []
    for entry in redactable_entries(record):
        if entry.seq not in wanted:
            continue
        missing = [name for name in entry.texts if entry.seq not in chosen or name not in chosen[entry.seq].texts]
        if missing:
            added.append(
                RedactedEntry(
                    redaction=redaction,
                    n=entry.n,
                    seq=entry.seq,
                    type=entry.type,
                    given_at=entry.at,
                    question_id=entry.question or None,
                    texts=missing,
                )
            )
    return entries + _saved(added)


def first_seq_of(chat_session: ChatSession, entry: RedactedEntry) -> int:
    """The seq of the event that gave the answer, of which this entry holds words."""
    if entry.type != tag_of(AnswerCorrected):
        return entry.seq
    rows = Event.objects.filter(stream__chat_session=chat_session, stream__name=StreamName.PUBLIC)
    return int(rows.get(seq=entry.seq).body["of"])


def _noted_in(chat_session: ChatSession) -> dict[int, dict[str, Any]]:
    rows = Event.objects.filter(
        stream__chat_session=chat_session, stream__name=StreamName.PUBLIC, type=tag_of(PromiseNoted)
    )
    return dict(rows.values_list("seq", "body"))


def _saved(added: Sequence[RedactedEntry]) -> list[RedactedEntry]:
    for entry in added:
        entry.save()
        entry.refresh_from_db()
    return list(added)
