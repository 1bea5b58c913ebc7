"""A redaction of a sealed record: the proof holds, and a log that is out of order delays nothing."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from sessions.chats.calendar.lifecycle.sealing import seal_chat_session
from sessions.log.audit import CLOCK
from sessions.models import LogKey, Record
from sessions.record.proof.verifier import verify
from sessions.record.proof.verifier.served_copy import known_keys
from sessions.record.redaction.after_commit import finish_pending
from tests.sessions.record.redaction.conftest import ALL, CANARY, Recorded

pytestmark = pytest.mark.long


@pytest.fixture(autouse=True)
def data_dir(settings: Any, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path


def download(record: Record) -> Any:
    return Client().get(f"/records/{record.slug}.json")


def sealed(recorded: Recorded) -> Record:
    seal_chat_session(recorded.evening.chat_session, by=CLOCK)
    return recorded.record


def test_a_redacted_record_still_verifies_and_says_how_many_entries_are_redacted(recorded: Recorded) -> None:
    before = sealed(recorded)
    recorded.redact(*ALL)
    found = verify.verify_document(download(before).content, known_keys())
    assert (found.entries, found.redacted) == (len(recorded.record.document["entries"]), 4)
    assert CANARY not in download(before).content.decode()
    assert next(state["root"] for state in recorded.record.document["states"]) == before.document["tree"]["root"]


def test_while_the_log_cannot_be_signed_the_words_go_and_the_proof_follows(recorded: Recorded, data_dir: Path) -> None:
    record = sealed(recorded)
    keys = {path: path.read_bytes() for path in data_dir.glob("log_keys/*")}
    for path in keys:
        path.unlink()
    recorded.redact(*ALL)
    assert CANARY not in str(recorded.record.document)
    assert (download(record).status_code, len(recorded.record.document["states"])) == (503, 1)
    assert LogKey.objects.count() == 1
    for path, content in keys.items():
        path.write_bytes(content)
    finish_pending()
    assert verify.verify_document(download(record).content, known_keys()).redacted == 4
