"""Compile the record of a closed chat session from its public stream alone."""

import base64
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import chain
from typing import Any

import msgspec
from django.db import transaction
from django.utils import timezone

from sessions.log import log
from sessions.log.event_form import UnreadableEvent, body_of
from sessions.log.events.chat_session import SessionAnnounced, SessionFacts
from sessions.log.events.room import QuestionDeclined, QuestionMerged, QuestionRedacted, QuestionUndecided
from sessions.log.kept_words import without_reason
from sessions.log.logged_event import LoggedEvent, wire_time
from sessions.models import ChatSession, Record, StreamName
from sessions.platform.text.commitments import base64url
from sessions.record.checkpoints import (
    append_drafts,
    checkpoints_of,
    commit_draft,
    committed_until,
    require_committed,
    told_checkpoints,
)
from sessions.record.committed_texts import TEXT_FIELDS, CommittedTexts, commit_texts, committed_reasons
from sessions.record.proof.installation_log import append_record_state
from sessions.record.proof.log_refused import LogRefused
from sessions.record.proof.states import require_same_entries, require_states_hold, with_draft_or_states
from sessions.record.proof.tree import leaf_hash, root_hash

FORMAT = "councillor-chat-record/1"

WITHHELD: dict[type, tuple[str, ...]] = {QuestionDeclined: ("text",), QuestionUndecided: ("text",)}
"""Values that the public stream never carried: they are null, and the reason is public. What the stream carries is the
commitment of the words, which was made when they were asked; a question of an older log has none."""

WITHHELD_WHERE_COMMITTED: dict[type, tuple[str, ...]] = {QuestionMerged: ("text",)}
"""Values that are null where the event carries a commitment; entries sealed before events did have no such text."""


def reserve_slug(chat_session: ChatSession) -> str:
    """The record's address: ward and day, with a number from that day's second chat session on."""
    moment = chat_session.opened_at or chat_session.starts_at
    base = f"ward-{chat_session.ward.number}-{timezone.localdate(moment):%Y-%m-%d}"
    taken = set(Record.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in _numbered(base) if slug not in taken)


def compile_record(chat_session: ChatSession, *, slug: str, correct_until: datetime) -> Record:
    """Make and save the draft of the record in the caller's transaction, and commit to it.

    correct_until: the end of its correction window. Raises IntegrityError if there is a record already. An entry that
    is not the one that was committed to keeps no chat from closing: the record then shows it, and is never sealed.
    """
    compiled = _compiled(chat_session)
    record = Record(chat_session=chat_session, slug=slug, made_at=timezone.now(), correct_until=correct_until)
    record.document = _committed_draft(record, compiled)
    record.save()
    return record


def refresh_record(chat_session: ChatSession) -> Record:
    """Compile the record again, in the transaction of an event that was appended to the public stream after the close.

    The caller has locked the chat session. Entries that were there before stay as they are; the record gets a new
    state, which is a leaf of the installation's log. Raises EntryChangedError if an entry would change that was
    committed to; LogRefused where the log cannot be signed, and the record is sealed.
    """
    record = Record.objects.select_for_update().get(chat_session=chat_session)
    compiled = _compiled(chat_session, sealed_until=_sealed_until(record))
    if record.sealed_at is None:
        require_committed(record, compiled)
        record.document = _committed_draft(record, compiled)
    else:
        require_same_entries(record.document, compiled)
        committed = told_checkpoints(chat_session.pk)
        record.document = with_new_state(record.slug, compiled, record.document["states"], committed)
    record.save(update_fields=["document"])
    return record


def refresh_in_any_case(chat_session: ChatSession) -> Record:
    """Refresh the record like refresh_record(), for a redaction, which no fault of the log may delay.

    Where the log cannot be signed now, a sealed record is stored without its new state; the next call adds it.
    """
    try:
        with transaction.atomic():
            return refresh_record(chat_session)
    except LogRefused:
        record = Record.objects.select_for_update().get(chat_session=chat_session)
        compiled = _compiled(chat_session, sealed_until=_sealed_until(record))
        states, committed = record.document["states"], told_checkpoints(chat_session.pk)
        require_same_entries(record.document, compiled)
        record.document = with_draft_or_states(
            compiled, slug=record.slug, correct_until=None, states=states, committed=committed
        )
        record.save(update_fields=["document"])
        return record


def seal(chat_session: ChatSession) -> Record:
    """Compile the record for the first time as a sealed one, in the transaction of the event that says so.

    The caller has locked the chat session. Raises LogRefused (sessions/record/proof/) where the log cannot be signed;
    EntryChangedError, which names the entry, unless all of them are those that were committed to before.
    """
    record = Record.objects.select_for_update().get(chat_session=chat_session)
    compiled = _compiled(chat_session)
    require_committed(record, compiled)
    append_drafts(chat_session.pk, record.slug)
    record.document = with_new_state(record.slug, compiled, [], told_checkpoints(chat_session.pk))
    record.sealed_at = datetime.fromisoformat(record.document["sealed_at"])
    record.save(update_fields=["document", "sealed_at"])
    return record


def _committed_draft(record: Record, compiled: Mapping[str, Any]) -> dict[str, Any]:
    commit_draft(record.chat_session, slug=record.slug, compiled=compiled)
    committed = told_checkpoints(record.chat_session_id)
    return with_draft_or_states(compiled, slug=record.slug, correct_until=record.correct_until, committed=committed)


def with_new_state(
    slug: str, compiled: Mapping[str, Any], states: Sequence[Mapping[str, Any]], committed: Mapping[str, Any]
) -> dict[str, Any]:
    """The document of a sealed record; the state that it has reached is a new leaf of the installation's log.

    compiled: without further entries since the last state, there is no new one. committed: what was signed before the
    seal. Raises LogRefused; EntryChangedError where the entries no longer give the root of an earlier state.
    """
    require_states_hold(compiled, states)
    tree, reached = compiled["tree"], list(states)
    if not states or states[-1]["size"] != tree["size"]:
        state = {"size": tree["size"], "root": tree["root"], "sealed_at": compiled["entries"][-1]["at"]}
        reached.append(state | {"index": append_record_state(slug=slug, **state)})
    return with_draft_or_states(compiled, slug=slug, correct_until=None, states=reached, committed=committed)


def _sealed_until(record: Record) -> int:
    return record.document["entries"][-1]["data"]["seq"] if record.sealed_at is not None else 0


def _compiled(chat_session: ChatSession, *, sealed_until: int = 0) -> dict[str, Any]:
    events = list(chain.from_iterable(log.read_pages(chat_session_id=chat_session.pk, stream=StreamName.PUBLIC)))
    fixed_until = max(sealed_until, committed_until(checkpoints_of(chat_session.pk)))
    return compile_document(events, commit_texts(chat_session, events, sealed_until=fixed_until))


def compile_document(events: Iterable[LoggedEvent], texts: CommittedTexts) -> dict[str, Any]:
    """The document of DESIGN's record contract, without `log`, which sealing adds; the same bytes for the same input.

    Entry 0 is the head (who, where, when); then one entry per public event in the order of the stream.
    Raises TypeError where an event cannot be read, LookupError where a text has no commitment.
    """
    entries: list[dict[str, Any]] = []
    redactions: list[dict[str, Any]] = []
    for event in events:
        entries.append(entry_of(len(entries), event, texts))
        if isinstance(event.event, QuestionRedacted):
            redactions.append(_redaction_line(event.event, entries))
    leaves = [leaf_hash(entry) for entry in entries]
    root = base64.b64encode(root_hash(leaves)).decode()
    return {
        "format": FORMAT,
        "entries": entries,
        "redactions": redactions,
        "tree": {"size": len(entries), "root": root},
    }


def _redaction_line(redacted: QuestionRedacted, entries: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The line of a redaction, whose own event is the last one of these entries."""
    return {
        "n": next(entry["n"] for entry in entries if entry["data"]["seq"] == redacted.of),
        "texts": redacted.texts,
        "ground": redacted.ground,
        "authority": redacted.authority,
        "at": entries[-1]["at"],
    }


def entry_of(n: int, logged: LoggedEvent, committed: CommittedTexts) -> dict[str, Any]:
    """Raises TypeError where the event cannot be read, LookupError where a text has no commitment."""
    event = logged.event
    if isinstance(event, SessionAnnounced):
        return _head(n, event.session, logged)
    if isinstance(event, UnreadableEvent):
        raise TypeError(f"Event {logged.seq} of the public stream cannot be read: no record is made.")
    data = body_of(event)
    texts, commitments = _texts_of(logged, data, committed)
    is_committed = "commitment" in data
    for name in WITHHELD.get(type(event), WITHHELD_WHERE_COMMITTED.get(type(event), ()) if is_committed else ()):
        texts[name] = None
        if is_committed:
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


def _texts_of(
    logged: LoggedEvent, data: dict[str, Any], committed: CommittedTexts
) -> tuple[dict[str, dict[str, str] | None], dict[str, str]]:
    """Takes people's own words out of the data; those that the event leaves out, where there are none, are passed over.

    Answers the texts with their salts, and the commitments.
    """
    texts: dict[str, dict[str, str] | None] = {}
    commitments: dict[str, str] = {}
    for name in TEXT_FIELDS.get(type(logged.event), ()):
        if name not in data:
            continue
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
    for name, value in committed_reasons(logged).items():
        kept = committed.get((logged.seq, name))
        if kept is not None:
            without_reason(data, name)
            texts[name] = {"value": value, "salt": base64url(kept.salt)} if kept.salt is not None else None
            commitments[name] = kept.commitment
    return texts, commitments


def _head(n: int, facts: SessionFacts, logged: LoggedEvent) -> dict[str, Any]:
    also = {"lot": facts.lot, "beacon": facts.beacon}
    data = {
        "chat_session": facts.id,
        "ward": facts.ward,
        "starts_at": facts.starts_at,
        "ends_at": facts.ends_at,
        "offices": [msgspec.to_builtins(facts.office)],
        "policy": {"order": facts.order, **{name: msgspec.to_builtins(each) for name, each in also.items() if each}},
        "seq": logged.seq,
    }
    return {"n": n, "type": "head", "at": wire_time(logged.at), "data": data, "commitments": {}, "texts": {}}


def _numbered(base: str) -> Iterable[str]:
    yield base
    number = 2
    while True:
        yield f"{base}-{number}"
        number += 1
