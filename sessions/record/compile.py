"""Compile the record of a closed chat session from its public stream alone."""

import base64
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone

from sessions.log import log
from sessions.log.logged_event import LoggedEvent, wire_time
from sessions.models import ChatSession, Record, StreamName
from sessions.record.tree import base64url, commitment, leaf_hash, new_salt, root_hash

FORMAT = "councillor-chat-record/1"

TEXT_FIELDS = {
    "question.queued": ("text", "label"),
    "answer.given": ("text",),
    "answer.corrected": ("text",),
    "notice.posted": ("text",),
}
"""What people wrote: kept beside an entry under a commitment, so that it can be redacted and the root still holds."""

WITHHELD = {"question.declined": ("text",)}
"""What the public stream never carried; it stands as null, and its reason is public."""


def reserve_slug(chat_session: ChatSession) -> str:
    """The record's address: ward and day, numbered from the second chat session of one day on."""
    moment = chat_session.opened_at or chat_session.starts_at
    base = f"ward-{chat_session.ward.number}-{timezone.localdate(moment):%Y-%m-%d}"
    taken = set(Record.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in _numbered(base) if slug not in taken)


def compile_record(chat_session: ChatSession, *, slug: str) -> Record:
    """Make and save the record in the caller's transaction. Raises IntegrityError if there is one already."""
    events = _whole_stream(chat_session)
    document = compile_document(events)
    return Record.objects.create(chat_session=chat_session, slug=slug, document=document, made_at=timezone.now())


def compile_document(events: Iterable[LoggedEvent]) -> dict[str, Any]:
    """The document of DESIGN's record contract, without `log`, which sealing adds.

    Entry 0 is the head (who, where, when); then one entry per public event in the order of the stream.
    """
    entries: list[dict[str, Any]] = []
    for event in events:
        entries.append(_entry(len(entries), event))
    leaves = [leaf_hash(entry) for entry in entries]
    root = base64.b64encode(root_hash(leaves)).decode()
    return {"format": FORMAT, "entries": entries, "redactions": [], "tree": {"size": len(entries), "root": root}}


def _entry(n: int, event: LoggedEvent) -> dict[str, Any]:
    if event.type == "session.announced":
        return _head(n, event)
    data = dict(event.body)
    texts: dict[str, dict[str, str] | None] = {}
    commitments: dict[str, str] = {}
    for field in TEXT_FIELDS.get(event.type, ()):
        value, salt = data.pop(field), new_salt()
        if value is None:  # a moderator removed the question: nobody gets its words, and there is nothing to prove
            texts[field] = None
            continue
        texts[field] = {"value": value, "salt": base64url(salt)}
        commitments[field] = commitment(salt, value)
    for field in WITHHELD.get(event.type, ()):
        texts[field] = None
    if "id" in data:
        data["question"] = data.pop("id")
    return {
        "n": n,
        "type": event.type,
        "at": wire_time(event.at),
        "data": data | {"seq": event.seq},
        "commitments": commitments,
        "texts": texts,
    }


def _head(n: int, event: LoggedEvent) -> dict[str, Any]:
    facts: Mapping[str, Any] = event.body["session"]
    data = {
        "chat_session": facts["id"],
        "ward": facts["ward"],
        "starts_at": facts["starts_at"],
        "ends_at": facts["ends_at"],
        "offices": [facts["office"]],
        "policy": {"order": facts["order"]},
        "seq": event.seq,
    }
    return {"n": n, "type": "head", "at": wire_time(event.at), "data": data, "commitments": {}, "texts": {}}


def _whole_stream(chat_session: ChatSession) -> list[LoggedEvent]:
    events: list[LoggedEvent] = []
    while page := log.read_since(
        chat_session_id=chat_session.pk, stream=StreamName.PUBLIC, seq=events[-1].seq if events else 0
    ):
        events += page
    return events


def _numbered(base: str) -> Iterable[str]:
    yield base
    number = 2
    while True:
        yield f"{base}-{number}"
        number += 1
