"""A sealed record for the tests of proofs: a state in the log, and the document as it is downloaded."""

import base64
import json
from typing import Any

from django.conf import settings
from django.db import transaction

from moderation.questions.screening import decline_question
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.models import LogCheckpoint, LogLeaf, Record, RecordCheckpoint
from sessions.record.proof.high_water import HIGH_WATER_FILE
from sessions.record.proof.installation_log import append_record_state, append_redaction
from sessions.record.proof.log_part import with_log_part
from sessions.record.proof.tree import leaf_hash, root_hash
from tests.factories.evening import Evening


def close(evening: Evening) -> Record:
    """An evening with an answer, a refusal, and questions that were not reached."""
    evening.answer()
    refused = evening.ask("Insult!")
    decline_question(evening.chat_session, refused.pk, moderator=evening.moderator, version=1, reason="attack", note="")
    for _ in range(2):
        evening.queue()
    evening.queue("রাস্তার আলো কবে জ্বলবে?")
    close_chat_session(evening.chat_session, by="clerk")
    return Record.objects.get(chat_session=evening.chat_session)


@transaction.atomic
def seal(record: Record, sealed_at: str = "2027-01-05T18:00:00.000Z") -> Record:
    """Add the state that the record has now."""
    document = record.document
    entries = document["entries"]
    root = base64.b64encode(root_hash([leaf_hash(entry) for entry in entries])).decode()
    state: dict[str, Any] = {"size": len(entries), "root": root, "sealed_at": sealed_at}
    index = append_record_state(slug=record.slug, **state)
    document |= {"slug": record.slug, "sealed_at": sealed_at, "tree": {"size": len(entries), "root": root}}
    document.pop("draft", None)
    document["states"] = [*document.get("states", []), {**state, "index": index}]
    record.save()
    return record


def grow(record: Record) -> Record:
    """One more entry at the end, of an event that changes nothing more, and its state."""
    entries = record.document["entries"]
    entries.append({**entries[-1], "n": len(entries)})
    return seal(record, "2027-02-03T09:00:00.000Z")


@transaction.atomic
def redact(record: Record) -> Record:
    """Destroy the first text; no further entry comes here, as the proof does not need it."""
    document = record.document
    entry = next(each for each in document["entries"] if each["texts"].get("text"))
    entry["texts"]["text"] = None
    line = {"n": entry["n"], "texts": ["text"], "ground": "court_order", "authority": "W.P. 7", "at": "2027-02-01"}
    document["redactions"].append(line)
    append_redaction(data={"record": record.slug, **line})
    record.save()
    return record


def download(record: Record) -> bytes:
    return as_bytes(with_log_part(record.document))


def cut_back(published: bytes) -> bytes:
    """The first state of a record, with its words, under the newest checkpoint: as if nothing had followed."""
    document = json.loads(published)
    log, [first, *_later] = document["log"], document["states"]
    document["entries"] = document["entries"][: first["size"]]
    document |= {"states": [first], "sealed_at": first["sealed_at"], "redactions": []}
    document["tree"] = {"size": first["size"], "root": first["root"]}
    document["log"] = {"index": first["index"], "inclusion": log["earlier"][0], "checkpoint": log["checkpoint"]}
    # Of the same size: its draft was sealed without a further entry.
    document["log"]["drafts"] = [{"inclusion": log["drafts"][0]["inclusion"], "consistency": []}]
    return as_bytes(document)


def as_bytes(document: Any) -> bytes:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def forget_checkpoints() -> None:
    """Forget the checkpoints, like earlier versions, which committed to nothing before the seal."""
    for model in (RecordCheckpoint, LogLeaf, LogCheckpoint):
        model.objects.all().delete()
    (settings.DATA_DIR / HIGH_WATER_FILE).unlink(missing_ok=True)
