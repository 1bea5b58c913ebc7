"""The verifier takes a sealed record as it was published, and nothing that differs from it."""

import base64
import copy
import json
import math
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from moderation.questions.removal import take_down_question
from sessions.models import LogCheckpoint, LogLeaf
from sessions.record.proof.entries import entry_proof
from sessions.record.proof.notes.signed_notes import NoteKey, SignedNote, public_of, read_note, sign
from sessions.record.proof.tiles import entry_bundle
from sessions.record.proof.tree import consistency_proof
from sessions.record.proof.verifier import verify
from sessions.record.proof.verifier.served_copy import known_keys, verifier_source
from tests.factories.evening import Evening
from tests.factories.sealed_record import as_bytes, close, cut_back, download, grow, redact, seal

pytestmark = [pytest.mark.django_db, pytest.mark.costly]
Change = Callable[[dict[str, Any]], object]


@pytest.fixture
def published(evening: Evening) -> bytes:
    """With a redaction, two states, and the proofs of both."""
    return download(grow(redact(seal(close(evening)))))


def failure_of(raw: bytes, keys: list[str] | None = None) -> str:
    """What fails; "" where nothing does."""
    try:
        verify.verify_document(raw, known_keys() if keys is None else keys)
    except verify.Failed as failure:
        return str(failure)
    return ""


def changed(raw: bytes, change: Change) -> bytes:
    document = json.loads(raw)
    change(document)
    return as_bytes(document)


def test_a_published_record_verifies_and_says_how_many_entries_are_redacted(published: bytes) -> None:
    verified = verify.verify_document(published, known_keys())
    document, newest = json.loads(published), LogCheckpoint.objects.latest("pk")
    size, root = len(document["entries"]), document["tree"]["root"]
    assert size >= 12
    assert verified.line() == (
        f"verified: {size} entries, root {root}, checkpoint 4 {newest.root} of 127.0.0.1:8000/log, 1 entry redacted"
    )
    assert verified.exit_code() == 0


def test_a_record_written_with_other_white_space_verifies_too(published: bytes) -> None:
    assert failure_of(json.dumps(json.loads(published), indent=2).encode()) == ""


def test_a_record_with_one_state_has_what_the_contract_names(evening: Evening) -> None:
    document = json.loads(download(seal(close(evening))))
    assert set(document["log"]) == {"index", "inclusion", "checkpoint", "leaves", "drafts"}
    assert failure_of(as_bytes(document)) == ""
    del document["log"]["leaves"]
    assert failure_of(as_bytes(document)) == ""


@pytest.mark.long
@pytest.mark.row("threat", 53)
def test_whatever_byte_is_changed_the_record_fails(published: bytes) -> None:
    keys, survivors = known_keys(), []
    for place in range(len(published)):
        for difference in (1, 0x20):
            other = bytearray(published)
            other[place] ^= difference
            if not failure_of(bytes(other), keys):
                survivors.append((place, difference, published[max(0, place - 20) : place + 20]))
    assert survivors == []


@pytest.mark.long
def test_no_byte_can_be_changed_where_words_were_removed_before_anything_was_committed_to(evening: Evening) -> None:
    removed = evening.queue()
    take_down_question(
        evening.chat_session, removed.pk, moderator=evening.moderator, version=removed.version, reason="attack", note=""
    )
    raw, keys = download(seal(close(evening))), known_keys()
    [entry] = [each for each in json.loads(raw)["entries"] if each["texts"] == {"text": None, "label": None}]
    written = as_bytes(entry)
    start = raw.index(written)
    assert failure_of(raw, keys) == ""
    survivors = []
    for place in range(start, start + len(written)):
        for difference in (1, 2, 4, 8, 0x10, 0x20):
            other = bytearray(raw)
            other[place] ^= difference
            if not failure_of(bytes(other), keys):
                survivors.append((difference, raw[place - 20 : place + 20]))
    assert survivors == []


def drawn(evening: Evening) -> dict[str, Any]:
    """The draft of an evening, without what commits to its entries: all that is wrong in it is the change."""
    for by in (0, 1, 0):
        evening.queue(by=by)
    document: dict[str, Any] = copy.deepcopy(close(evening).document)
    return document


def draws_of(document: dict[str, Any]) -> str:
    try:
        verify.check_draws(document["entries"])
    except verify.Failed as failure:
        return str(failure)
    return ""


def data_of(document: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [entry["data"] for entry in document["entries"] if entry["type"] == kind]


def test_the_seed_of_the_draws_is_that_of_the_announcement(evening: Evening) -> None:
    document = drawn(evening)
    assert draws_of(document) == ""
    for kind, name, why in (
        ("session.opened", "lot", "it commits to another seed of the draws than the announcement"),
        ("session.closed", "lot_seed", "the seed of the draws is not the one that was committed to"),
    ):
        for value in ("00" * 32, None, 5):
            changed = copy.deepcopy(document)
            data_of(changed, kind)[0][name] = value
            assert why in draws_of(changed)
    data_of(document, "head")[0]["policy"]["lot"] = "00" * 32
    assert "than the announcement" in draws_of(document)


def test_a_name_that_somebody_chose_is_found(evening: Evening) -> None:
    document = drawn(evening)
    for number in range(3):
        for name in ("c0ffee000000", "", None, ["a"]):
            changed = copy.deepcopy(document)
            data_of(changed, "question.queued")[number]["asker"] = name
            assert "the name of the person who asked does not follow from the seed" in draws_of(changed)


def test_an_older_record_commits_to_its_seed_when_it_opens(evening: Evening) -> None:
    document = drawn(evening)
    data_of(document, "head")[0]["policy"] = {"order": "fair-2"}
    for queued in data_of(document, "question.queued"):
        queued["asker"] = "c0ffee000000"
    assert draws_of(document) == ""
    data_of(document, "session.closed")[0]["lot_seed"] = "00" * 32
    assert "not the one that was committed to" in draws_of(document)
    for kind, name in (("session.opened", "lot"), ("session.closed", "lot_seed")):
        del data_of(document, kind)[0][name]
    assert draws_of(document) == ""


def removed_by_a_moderator(evening: Evening) -> bytes:
    removed = evening.queue()
    seen: dict[str, Any] = {"version": removed.version, "reason": "attack", "note": ""}
    take_down_question(evening.chat_session, removed.pk, moderator=evening.moderator, **seen)
    return download(seal(close(evening)))


def test_it_says_how_many_questions_a_moderator_removed(evening: Evening) -> None:
    raw = removed_by_a_moderator(evening)
    verified = verify.verify_document(raw, known_keys())
    assert (verified.removed, verified.redacted, verified.exit_code()) == (1, 0, 0)
    assert verified.line().endswith("of 127.0.0.1:8000/log, 1 question removed by a moderator")


def test_what_it_says_of_removed_words_has_to_make_sense(evening: Evening) -> None:
    """Before the hash of the entry is looked at, which no longer fits either."""
    removed = removed_by_a_moderator(evening)
    for name, value, failure in (
        ("of", 999, "it tells of words that no entry before it had"),
        ("of", [1], "it does not say which words were removed"),
        ("field", "other", "it tells of words that no entry before it had"),
        ("commitment", "AAAA", "the commitment of removed words is no canonical base64url of its length"),
    ):
        document = json.loads(removed)
        [entry] = [each for each in document["entries"] if each["type"] == "question.removed"]
        entry["data"]["words"][0][name] = value
        with pytest.raises(verify.Failed, match=f"^entry {entry['n']}: {failure}$"):
            verify.count_removed(document["entries"])


@pytest.mark.long
@pytest.mark.parametrize("n", [0, 3, 7, 11])
def test_a_changed_entry_is_named(published: bytes, n: int) -> None:
    def change(document: dict[str, Any]) -> None:
        document["entries"][n]["data"]["added"] = True

    assert failure_of(changed(published, change)).startswith(f"entry {n}: ")


def test_dropped_added_and_swapped_entries_are_named(published: bytes) -> None:
    def drop(entries: list[Any]) -> object:
        return entries.pop(4)

    def drop_and_count_again(entries: list[Any]) -> object:
        entries.pop(4)
        return [entry.update(n=n) for n, entry in enumerate(entries)]

    def drop_last(entries: list[Any]) -> object:
        return entries.pop()

    def add(entries: list[Any]) -> object:
        entries.append({**entries[-1], "n": len(entries)})
        return None

    def swap(entries: list[Any]) -> object:
        entries[4], entries[5] = {**entries[5], "n": 4}, {**entries[4], "n": 5}
        return None

    size = len(json.loads(published)["entries"])
    for change, n in ((drop, 4), (drop_and_count_again, 4), (drop_last, size - 1), (add, size), (swap, 4)):
        document = json.loads(published)
        change(document["entries"])
        assert failure_of(as_bytes(document)).startswith(f"entry {n}: ")


def test_words_that_do_not_fit_their_commitment_fail(published: bytes) -> None:
    document = json.loads(published)
    n = next(entry["n"] for entry in document["entries"] if entry["texts"].get("label"))
    document["entries"][n]["texts"]["label"]["value"] = "Somebody else"
    assert failure_of(as_bytes(document)) == f"entry {n}: the text label does not fit its commitment"


def test_words_that_are_gone_without_a_redaction_fail(published: bytes) -> None:
    document = json.loads(published)
    n = next(entry["n"] for entry in document["entries"] if entry["texts"].get("label"))
    document["entries"][n]["texts"]["label"] = None
    assert failure_of(as_bytes(document)) == f"entry {n}: the text label is gone, and no redaction says why"
    document["redactions"].append({"n": n, "texts": ["label"], "ground": "error", "authority": "x", "at": "y"})
    assert failure_of(as_bytes(document)) == "there is not one proof for each redaction"
    document["log"]["redactions"].append(document["log"]["redactions"][0])
    assert failure_of(as_bytes(document)) == f"the redaction of entry {n} is not in the log"


CHANGES: dict[str, Change] = {
    "root": lambda document: document["tree"].update(root=base64.b64encode(b"x" * 32).decode()),
    "size": lambda document: document["tree"].update(size=1),
    "index": lambda document: document["log"].update(index=0),
    "inclusion": lambda document: document["log"]["inclusion"].pop(),
    "earlier": lambda document: document["log"].update(earlier=[]),
    "slug": lambda document: document.update(slug="ward-96-2027-01-02"),
    "sealed_at": lambda document: document.update(sealed_at="2027-01-06T18:00:00.000Z"),
    "states": lambda document: document["states"].pop(0),
    "unknown key": lambda document: document.update(more=1),
    "unknown key of an entry": lambda document: document["entries"][0].update(more=1),
    "number as a truth value": lambda document: document["entries"][1].update(n=True),
    "log": lambda document: document.pop("log"),
    "unsigned": lambda document: document["log"].update(checkpoint=document["log"]["checkpoint"].split("\n\n")[0]),
    "format": lambda document: document.update(format="councillor-chat-record/2"),
    "entries": lambda document: document.update(entries={}),
    "padding": lambda document: document["entries"][1]["commitments"].update(text="AAAA="),
}


@pytest.mark.long
@pytest.mark.parametrize("name", CHANGES)
def test_what_is_not_an_entry_is_covered_as_well(published: bytes, name: str) -> None:
    assert failure_of(changed(published, CHANGES[name])) != ""


def test_a_key_that_stands_twice_is_refused(published: bytes) -> None:
    doubled = published.replace(b'{"n":1,', b'{"n":1,"n":1,', 1)
    assert failure_of(doubled) == "a key stands twice in one object"


@pytest.mark.parametrize("raw", [b"", b"\xff", b"[]", b"null", b"{}", b'{"a":NaN}', b"[" * 100_000, b'{"a":"\\ud800"}'])
def test_what_is_no_record_fails_in_a_sentence(raw: bytes) -> None:
    assert failure_of(raw, []) != ""


def test_a_checkpoint_by_a_foreign_key_fails(published: bytes) -> None:
    private = Ed25519PrivateKey.generate()
    text = read_note(json.loads(published)["log"]["checkpoint"]).text
    foreign = str(SignedNote(text, (sign(text, name="127.0.0.1:8000/log", private=private),)))
    raw = changed(published, lambda document: document["log"].update(checkpoint=foreign))
    by_another = "the checkpoint is signed by a foreign key, of the name 127.0.0.1:8000/log, and not by the log"
    assert failure_of(raw) == by_another
    vkey = str(NoteKey("127.0.0.1:8000/log", public_of(private)))
    assert failure_of(raw, [vkey]) == ""
    assert failure_of(published, []).startswith("the checkpoint is signed by a foreign key")


def test_a_draft_is_whole_and_says_that_it_is_not_sealed(evening: Evening) -> None:
    verified = verify.verify_document(as_bytes(close(evening).document), [])
    assert verified.line().startswith("draft, not sealed: ")
    assert verified.exit_code() == 4


def old_checkpoint(tmp_path: Path, size: int) -> str:
    path = tmp_path / "old"
    path.write_text(LogCheckpoint.objects.get(size=size).note)
    return str(path)


def test_a_log_that_grew_verifies_with_its_proof(published: bytes, tmp_path: Path) -> None:
    record, proof = tmp_path / "record.json", tmp_path / "proof.json"
    record.write_bytes(published)
    hashes = [base64.b64decode(hash_of(row)) for row in range(4)]
    proof.write_text(json.dumps({"proof": [base64.b64encode(each).decode() for each in consistency_proof(hashes, 2)]}))
    alone = verify.Beside(checkpoint=old_checkpoint(tmp_path, 2))
    proven = alone._replace(consistency=str(proof))
    assert verify.verify_path(record, keys=known_keys(), beside=proven).entries >= 12
    with pytest.raises(verify.Failed, match=r"/log/consistency.json\?from=2&to=4"):
        verify.verify_path(record, keys=known_keys(), beside=alone)
    proof.write_text('{"proof":[]}')
    with pytest.raises(verify.Failed, match="the log was rewritten"):
        verify.verify_path(record, keys=known_keys(), beside=proven)


def hash_of(index: int) -> str:
    return base64.b64encode(bytes(LogLeaf.objects.get(index=index).hash)).decode()


def test_with_the_whole_log_it_finds_that_a_record_was_cut_back(evening: Evening, tmp_path: Path) -> None:
    script, record, log = tmp_path / "verify.py", tmp_path / "record.json", [tmp_path / "000", tmp_path / "001.p"]
    whole = download(grow(seal(close(evening))))
    script.write_text(verifier_source(), encoding="utf-8")
    newest = LogCheckpoint.objects.latest("pk")
    whole_log = entry_bundle(newest, number=0, width=3)
    some = entry_bundle(newest, number=0, width=2)
    log[0].write_bytes(some)
    log[1].write_bytes(whole_log[len(some) :])

    def verified(content: bytes, *bundles: Path) -> tuple[int, str]:
        record.write_bytes(content)
        run = [sys.executable, "-I", str(script), str(record), "--entries", *map(str, bundles)]
        done = subprocess.run(run, capture_output=True, text=True, check=False, cwd=tmp_path)
        return done.returncode, done.stdout[:10] + done.stderr.rpartition("when the chat closed.\n")[2]

    assert verified(whole, *log) == (0, "verified: ")
    size = len(json.loads(whole)["entries"])
    told = f"failed: entry {size - 1}: the log has a state of it with {size} entries, of which it does not tell\n"
    assert verified(cut_back(whole), *log) == (1, told)
    not_all = "failed: these are not the 3 entries of the log under the record's checkpoint\n"
    assert verified(whole, log[0]) == verified(whole, *reversed(log)) == (1, not_all)
    log[1].write_bytes(whole_log[len(some) : -1])
    assert verified(whole, *log) == (1, "failed: a bundle of entries ends within one\n")


def test_a_log_that_shrank_or_was_forked_fails(published: bytes, tmp_path: Path) -> None:
    record, [vkey] = tmp_path / "record.json", known_keys()
    record.write_bytes(published)
    greater = verify.Checkpoint("127.0.0.1:8000/log", 9, b"r" * 32, is_signed=True)
    now = verify.verify_document(published, [vkey]).checkpoint
    assert now is not None
    with pytest.raises(verify.Failed, match="the log has shrunk: 9 leaves were signed before, and 4 are now"):
        verify.check_growth(greater, now, None)
    with pytest.raises(verify.Failed, match="two checkpoints of 4 leaves differ"):
        verify.check_growth(now._replace(root=b"r" * 32), now, None)
    with pytest.raises(verify.Failed, match="of another log"):
        verify.check_growth(now._replace(origin="other"), now, None)


def test_the_handed_out_file_verifies_alone_and_without_this_project(published: bytes, tmp_path: Path) -> None:
    script, record = tmp_path / "verify.py", tmp_path / "record.json"
    script.write_text(verifier_source(), encoding="utf-8")
    record.write_bytes(published)
    run = [sys.executable, "-I", str(script), str(record)]
    done = subprocess.run(run, capture_output=True, text=True, check=False, cwd=tmp_path)
    size = json.loads(published)["drafts"][0]["size"]
    told = f"Entries that were committed to before it was sealed: {size} when the chat closed.\n"
    assert (done.returncode, done.stderr) == (0, told)
    assert done.stdout.startswith("verified: ")
    assert done.stdout.count("\n") == 1
    record.write_bytes(published.replace(b'"n":5,', b'"n":6,', 1))
    done = subprocess.run(run, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "failed: entry 5: the number is 6\n")


def test_without_the_package_for_signatures_it_says_so_by_its_own_exit_code(published: bytes, tmp_path: Path) -> None:
    script, record = tmp_path / "verify.py", tmp_path / "record.json"
    script.write_text(verifier_source(), encoding="utf-8")
    record.write_bytes(published)
    bare = [sys.executable, "-I", "-S", str(script), str(record)]
    done = subprocess.run(bare, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 3
    assert done.stdout.startswith("verified but for the signature: ")
    assert "install the Python package `cryptography`" in done.stderr


def test_a_file_that_is_not_there_is_said_by_its_own_exit_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert verify.main([str(tmp_path / "none.json")]) == 2
    assert capsys.readouterr().err.startswith("cannot be read: ")


def test_a_receipt_s_proof_leads_to_the_root(published: bytes) -> None:
    document = json.loads(published)
    proof = entry_proof(document, 5)
    path = [base64.b64decode(each) for each in proof["inclusion"]]
    leaf, root = base64.b64decode(proof["leaf"]), base64.b64decode(document["tree"]["root"])
    assert verify.is_included(leaf, 5, path, proof["size"], root)
    assert leaf == verify.leaf_hash({key: each for key, each in document["entries"][5].items() if key != "texts"})


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False).filter(lambda number: not math.isinf(number))
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.long
@given(value=VALUES)
def test_the_canonical_form_is_that_of_rfc_8785(value: Any) -> None:
    assert verify.canonical(copy.deepcopy(value)).encode() == rfc8785.dumps(value)
