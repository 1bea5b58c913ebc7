"""Compile the record of a closed chat session from its public stream alone."""

import base64
from collections.abc import Iterable
from itertools import chain
from typing import Any

import msgspec
from django.utils import timezone

from sessions.log import log
from sessions.log.event_form import UnreadableEvent, body_of
from sessions.log.events import QuestionDeclined, SessionAnnounced, SessionFacts
from sessions.log.logged_event import LoggedEvent, wire_time
from sessions.models import ChatSession, Record, StreamName
from sessions.record.committed_texts import TEXT_FIELDS, CommittedTexts, commit_texts
from sessions.record.finding.indexing import reindex_record
from sessions.record.tree import leaf_hash, root_hash
from sessions.text.commitments import base64url

FORMAT = "councillor-chat-record/1"

WITHHELD: dict[type, tuple[str, ...]] = {QuestionDeclined: ("text",)}
"""Values that the public stream never carried: they are null, and the reason is public. What the stream carries is the
commitment of the words, which was made when they were asked; a question of an older log has none."""


def reserve_slug(chat_session: ChatSession) -> str:
    """The record's address: ward and day, with a number from that day's second chat session on."""
    moment = chat_session.opened_at or chat_session.starts_at
    base = f"ward-{chat_session.ward.number}-{timezone.localdate(moment):%Y-%m-%d}"
    taken = set(Record.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in _numbered(base) if slug not in taken)


def compile_record(chat_session: ChatSession, *, slug: str) -> Record:
    """Make and save the record in the caller's transaction. Raises IntegrityError if there is one already."""
    return Record.objects.create(
        chat_session=chat_session, slug=slug, document=_compiled(chat_session), made_at=timezone.now()
    )


def refresh_record(chat_session: ChatSession) -> Record:
    """Compile the record again, in the transaction of an event that was appended to the public stream after the close.

    The search finds from then on what the record says then.
    The caller has locked the chat session. Entries that were there before stay as they are.
    """
    record = Record.objects.select_for_update().get(chat_session=chat_session)
    record.document = _compiled(chat_session)
    record.save(update_fields=["document"])
    reindex_record(chat_session)
    return record


def _compiled(chat_session: ChatSession) -> dict[str, Any]:
    events = list(chain.from_iterable(log.read_pages(chat_session_id=chat_session.pk, stream=StreamName.PUBLIC)))
    return compile_document(events, commit_texts(chat_session, events))


def compile_document(events: Iterable[LoggedEvent], texts: CommittedTexts) -> dict[str, Any]:
    """The document of DESIGN's record contract, without `log`, which sealing adds; the same bytes for the same input.

    Entry 0 is the head (who, where, when); then one entry per public event in the order of the stream.
    Raises TypeError where an event cannot be read, LookupError where a text has no commitment.
    """
    entries: list[dict[str, Any]] = []
    for event in events:
        entries.append(_entry(len(entries), event, texts))
    leaves = [leaf_hash(entry) for entry in entries]
    root = base64.b64encode(root_hash(leaves)).decode()
    return {"format": FORMAT, "entries": entries, "redactions": [], "tree": {"size": len(entries), "root": root}}


def _entry(n: int, logged: LoggedEvent, committed: CommittedTexts) -> dict[str, Any]:
    event = logged.event
    if isinstance(event, SessionAnnounced):
        return _head(n, event.session, logged)
    if isinstance(event, UnreadableEvent):
        raise TypeError(f"Event {logged.seq} of the public stream cannot be read: no record is made.")
    data = body_of(event)
    texts: dict[str, dict[str, str] | None] = {}
    commitments: dict[str, str] = {}
    for name in TEXT_FIELDS.get(type(event), ()):
        value = data.pop(name)
        if value is None:
            # Removed by a moderator before the close: nobody gets its words, and no commitment was made. Or redacted
            # since: the commitment stays.
            texts[name] = None
            if (logged.seq, name) in committed:
                commitments[name] = committed[logged.seq, name].commitment
            continue
        text = committed[logged.seq, name]
        if text.salt is None:
            raise LookupError(f"Event {logged.seq} still holds the {name} that was redacted.")
        texts[name] = {"value": value, "salt": base64url(text.salt)}
        commitments[name] = text.commitment
    for name in WITHHELD.get(type(event), ()):
        texts[name] = None
        if "commitment" in data:
            commitments[name] = data.pop("commitment")
    if "id" in data:
        data["question"] = data.pop("id")
    return {
        "n": n,
        "type": logged.type,
        "at": wire_time(logged.at),
        "data": data | {"seq": logged.seq},
        "commitments": commitments,
        "texts": texts,
    }


def _head(n: int, facts: SessionFacts, logged: LoggedEvent) -> dict[str, Any]:
    data = {
        "chat_session": facts.id,
        "ward": facts.ward,
        "starts_at": facts.starts_at,
        "ends_at": facts.ends_at,
        "offices": [msgspec.to_builtins(facts.office)],
        "policy": {"order": facts.order},
        "seq": logged.seq,
    }
    return {"n": n, "type": "head", "at": wire_time(logged.at), "data": data, "commitments": {}, "texts": {}}


def _numbered(base: str) -> Iterable[str]:
    yield base
    number = 2
    while True:
        yield f"{base}-{number}"
        number += 1
