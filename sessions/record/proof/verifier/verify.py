"""Verify a record of a councillor's live chat, or a ward's log of a month, without any server: python verify.py FILE

FILE is a record (.json), the .zip of a record, or the folder of the unzipped .zip. It needs Python 3.10 or newer, and
for the signature the package `cryptography`, for the time stamp in a .zip `rfc3161-client`; all else is the standard
library.

The record is record.json, and the proof is of it alone. Of the other files of a .zip, the table record.csv and the
proofs are compared with it; which files are not, the last line on standard error says.

Exit codes: 0 verified; 1 failed; 2 the file or the command cannot be read; 3 verified but for the signature, which
needs `cryptography` and the key of the log; 4 a draft, which is whole but not sealed, whatever was checked of it.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import csv
import hashlib
import hmac
import io
import json
import re
import sys
import unicodedata
import zipfile
import zlib
from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from cryptography.x509 import Certificate
    from rfc3161_client import TimeStampResponse

KEYS: tuple[str, ...] = ()
"""The public keys of the log and of its witnesses. A copy that a server hands out has them here."""

ROOTS: tuple[str, ...] = ()
"""The certificates (PEM) of time-stamping authorities. A copy that a server hands out has them here."""

RECORD_FORMAT = "councillor-chat-record/1"
FORMATS = (RECORD_FORMAT, "councillor-month-log/1")
OK, FAILED, UNREADABLE, UNSIGNED, DRAFT = 0, 1, 2, 3, 4
ED25519, COSIGNATURE = 1, 4
GRANTED = 0
CRYPTOGRAPHY_NEEDED = "The signature was not checked: install the Python package `cryptography`."
KEY_NEEDED = (
    "The signature was not checked, because no key is known here: give the one of the log by --key. "
    "/log/keys.json of the website that published the record has it."
)
CANNOT_BE_CHECKED = "cannot be checked here: install the Python package `cryptography`"
MAX_BYTES = 512 * 1024 * 1024
MAX_SIGNATURES = 64
"""Signatures of one note. C2SP asks for at least 16; unknown ones among them are ignored, and may be long."""

CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
"""What no signed note holds: ASCII control characters but the end of a line."""

RECORD_FILE, TIME_STAMP_FILE = "data/record.json", "data/proofs/checkpoint.tsr"
TABLE_FILE, NOTE_FILE, PROOF_FILE = "data/record.csv", "data/proofs/checkpoint.txt", "data/proofs/inclusion.json"
COMPARED = (
    *("record", "record_state", "ward", "entry", "receipt", "kind", "text", "asked_by", "asked_at", "answers"),
    *("root", "checkpoint"),
)
"""Columns of the table that are compared with the record."""

WITHHELD = ("question.declined", "question.merged", "question.undecided")
"""Types of entries without the words of their question: null, with the commitment that was made when it was asked."""

WITHOUT_WORDS = ("question.united", "owed.listed", "owed.answered", "promise.noted")
"""Types of entries whose words may be null without a commitment: there are none, or they are withheld elsewhere."""

FIRST_SAID = ("question.queued", "question.declined", "question.withdrawn", "question.merged", "question.undecided")
"""Types of the entries with which a question enters the record."""

NAMED_BY_SEED = ("fair-3", "fair-3-quiet")
"""Orders of the queue under which the name of each person who asks follows from the seed of the draws."""

FACTS_OF_CHAIN = (("hash", "chain"), ("genesis_time", "genesis_time"), ("period", "period"))
"""Facts of the beacon: the name of each in a relay's /CHAIN/info, and its name in the announcement."""

LATE_S, AHEAD_S = 30, 5
"""How many seconds a round of the beacon may be older than its draw, beyond its period; and newer, by another clock."""

BREAKS_A_CELL = re.compile("[\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]")
"""Signs that break a cell, beside controls, halves of characters, and what is no character: a table has U+FFFD in their
place."""

SHA256 = "2.16.840.1.101.3.4.2.1"
LARGEST_INTEGER = 2**53 - 1
UNCOMMITTED = re.compile(
    "text|label|words|said|what|where|landmark|point|alt|title|ground|budget_line|source_link"
    "|(title|text)_[a-z]{2,3}(-[A-Za-z]+)*"
)
"""Names of texts that were gone before anything was committed to: no leaf covers their names."""


class Failed(Exception):
    """What does not hold. entry: the number of the entry where it fails, if it is one entry's fault."""

    def __init__(self, what: str, entry: int | None = None) -> None:
        super().__init__(what if entry is None else f"entry {entry}: {what}")
        self.entry = entry


class Checkpoint(NamedTuple):
    """A signed head of the log. is_signed: False where the signature could not be checked here. note: all of it."""

    origin: str
    size: int
    root: bytes
    is_signed: bool
    note: str = ""


class Committed(NamedTuple):
    """The first entries of a record, as they were signed before it was sealed. place: of a draft in the log."""

    size: int
    root: bytes
    when: str
    is_signed: bool = True
    place: int | None = None


class LogAfter(NamedTuple):
    """What the log has after the record's checkpoint. known: whether its entries were read, or only counted.

    redactions: the numbers of this record's entries that were redacted since. size: of its newest state; 0: none newer.
    """

    entries: int
    known: bool = False
    redactions: tuple[int, ...] = ()
    size: int = 0

    def line(self) -> str:
        what = f"the log goes on: {number_with_noun(self.entries, 'entry', 'entries')} since"
        if self.redactions:
            which = f"{'entry' if len(set(self.redactions)) == 1 else 'entries'} "
            which += ", ".join(map(str, sorted(set(self.redactions))))
            what = (
                f"{what}, {number_with_noun(len(self.redactions), 'redaction', 'redactions')} of this record ({which})"
            )
        if self.size:
            what = f"{what}, a newer state of {number_with_noun(self.size, 'entry', 'entries')}"
        return f"{what}, none of this record" if self.known and not self.redactions and not self.size else what


class TimeStamp(NamedTuple):
    """What an authority outside says: it has seen the checkpoint. at: when, by its own clock."""

    authority: str
    at: datetime


class Unchecked(Exception):
    """Why a time stamp could not be checked here, so that it says nothing."""


class Draws(NamedTuple):
    """The draws by lot of a chat whose announcement names a public beacon. told: its chain, genesis_time and period.

    rounds: by entry, the round that a draw used. without: the entries of draws that used none. compared: what a relay
    answers the same, as files beside the record have it.
    """

    told: dict[str, Any]
    rounds: dict[int, dict[str, Any]]
    without: tuple[int, ...]
    compared: frozenset[str] = frozenset()

    def notes(self) -> list[str]:
        found, chain = [], self.told["chain"]
        places = {f"/{chain}/info": ""} if self.rounds else {}
        places |= {f"/{chain}/public/{used['round']}": f" (entry {n})" for n, used in self.rounds.items()}
        if self.compared:
            found.append(f"The beacon's relay answers the same: {', '.join(sorted(self.compared))}.")
        open_ones = [f"{place}{entry}" for place, entry in places.items() if place not in self.compared]
        if open_ones:
            found.append(
                f"Not compared with the public beacon: {', '.join(open_ones)}. "
                "Any relay of drand answers them: download them, and name the files after --beacon."
            )
        if self.without:
            where = ", ".join(map(str, self.without))
            draws = len(self.without) + len(self.rounds)
            found.append(f"Warning: drawn without the beacon: {len(self.without)} of {draws} draws (entries {where}).")
        return found


class Verified(NamedTuple):
    """What was verified. checkpoint: None for a draft that is not in the log. unchecked: why the time stamp that is
    there was not checked.

    removed: entries that tell of a question which a moderator removed, and commit to the words that are gone.
    compared: the other files of a bag that agree with the record; unproven: those that nothing was compared with.
    committed: in a sentence, what was signed of it before it was sealed, and what was not.
    witnesses: the names of those that were asked for, all of which have signed. after: None where nothing is known.
    draws: None where the chat has no beacon.
    """

    entries: int
    redacted: int
    root: str
    checkpoint: Checkpoint | None
    time_stamp: TimeStamp | None = None
    unchecked: str = ""
    removed: int = 0
    compared: tuple[str, ...] = ()
    unproven: tuple[str, ...] = ()
    is_draft: bool = False
    committed: str = ""
    witnesses: tuple[str, ...] = ()
    after: LogAfter | None = None
    draws: Draws | None = None

    def notes(self) -> list[str]:
        """What a reader has to know beside the line."""
        found = [self.committed] if self.committed else []
        if self.draws is not None:
            found += self.draws.notes()
        if self.unchecked:
            found.append(f"The time stamp was not checked: {self.unchecked}")
        if TABLE_FILE in self.compared:
            found.append(
                f"record.csv agrees with the record in these columns: {', '.join(COMPARED)}. No other is proven."
            )
        if self.unproven:
            names = ", ".join(name.removeprefix("data/") for name in self.unproven)
            found.append(
                f"Not proven, only made from the record: {names}. Nobody can tell here whether they were changed."
            )
        return found

    def line(self) -> str:
        what, head = f"{self.entries} entries, root {self.root}", self.checkpoint
        if head is not None:
            what = f"{what}, checkpoint {head.size} {encoded(head.root)} of {head.origin}"
        if self.time_stamp is not None:
            at = self.time_stamp.at.astimezone(UTC)
            what = f"{what}, time-stamped by {self.time_stamp.authority} at {at:%Y-%m-%dT%H:%M:%SZ}"
        if self.witnesses:
            count = len(self.witnesses)
            what = f"{what}, witnessed by {', '.join(self.witnesses)} ({count} of {count})"
        if self.redacted:
            what = f"{what}, {self.redacted} {'entry' if self.redacted == 1 else 'entries'} redacted"
        if self.removed:
            what = f"{what}, {self.removed} {'question' if self.removed == 1 else 'questions'} removed by a moderator"
        if self.after is not None and self.after.entries:
            what = f"{what}; {self.after.line()}"
        if self.is_draft:
            return f"draft, not sealed: {what}"
        assert head is not None, "a sealed record has one"
        return f"verified: {what}" if head.is_signed else f"verified but for the signature: {what}"

    def exit_code(self) -> int:
        if self.is_draft or self.checkpoint is None:
            return DRAFT
        return OK if self.checkpoint.is_signed else UNSIGNED


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Verify a record of a councillor's live chat.")
    parser.add_argument("file", metavar="FILE", help="a record's .json or .zip, or the folder of the unzipped .zip")
    add_options(parser)
    given = vars(parser.parse_args(arguments))
    keys = [*KEYS, *given.pop("keys")]
    try:
        roots = [*ROOTS, *read_roots(given.pop("roots"))]
        verified = verify_path(Path(given.pop("file")), keys=keys or None, roots=roots, beside=Beside(**given))
    except OSError as error:
        sys.stderr.write(f"cannot be read: {error}\n")
        return UNREADABLE
    except Failed as failure:
        sys.stderr.write(f"failed: {failure}\n")
        return FAILED
    sys.stdout.write(f"{verified.line()}\n")
    sys.stderr.write("".join(f"{note}\n" for note in verified.notes()))
    if verified.exit_code() == UNSIGNED:
        sys.stderr.write(f"{CRYPTOGRAPHY_NEEDED if keys else KEY_NEEDED}\n")
    return verified.exit_code()


class Beside(NamedTuple):
    """Everything with what a record is compared.

    Vkeys of witnesses, each of which has signed, and files of the same website.
    """

    witnesses: Sequence[str] = ()
    checkpoint: str | None = None
    consistency: str | None = None
    entries: Sequence[str] = ()
    ledger: Sequence[str] = ()
    support: str | None = None
    beacon: Sequence[str] = ()

    def has_files(self) -> bool:
        return any(each not in (None, ()) for each in self[1:])


def add_options(parser: argparse.ArgumentParser) -> None:
    """Each but the keys and the roots under its name in Beside."""
    parser.add_argument(
        "--key", dest="keys", metavar="VKEY", action="append", default=[], help="one more key of a log or a witness"
    )
    parser.add_argument(
        "--root",
        dest="roots",
        metavar="PEM",
        action="append",
        default=[],
        help="one more certificate of a time-stamping authority",
    )
    parser.add_argument(
        "--witness",
        dest="witnesses",
        metavar="VKEY",
        action="append",
        default=[],
        help="the key of a witness that must have signed the record's checkpoint, or the record fails; repeatable",
    )
    parser.add_argument(
        "--checkpoint",
        metavar="OTHER",
        help="a file with an older checkpoint, which the log must contain, or with a newer one; or one that was kept "
        "of the live chat",
    )
    parser.add_argument(
        "--consistency", metavar="PROOF", help="the proof between the two: /log/consistency.json?from=…&to=…"
    )
    parser.add_argument(
        "--entries",
        metavar="BUNDLE",
        nargs="+",
        default=(),
        help="the whole log under the record's checkpoint, or all of it, in its order: /log/tile/entries/000, 001, "
        "and the last one such as 002.p/17; it tells whether the record goes on in it, and of every redaction",
    )
    parser.add_argument(
        "--ledger",
        metavar="LEDGER",
        nargs="+",
        default=(),
        help="the public ledger, /ledger.json with all its pages: whether it has each decision that the file tells of",
    )
    parser.add_argument(
        "--support",
        metavar="SUPPORT",
        help="/chat/ID/support.json of the chat: whether each number of supporters is that of its leaves",
    )
    parser.add_argument(
        "--beacon",
        metavar="ROUND",
        nargs="+",
        default=(),
        help="from any drand relay, /CHAIN/public/ROUND of the rounds that the draws used, and /CHAIN/info: whether "
        "they are what the record tells",
    )


def verify_path(path: Path, *, keys: Sequence[str] | None, roots: Sequence[str] = (), beside: Beside) -> Verified:
    """Verify a file. keys: None where none is known, so that no signature of the log is checked.

    Raises Failed, and OSError for files that cannot be read.
    """
    contents = read_contents(path)
    allowed = [*keys, *beside.witnesses] if keys is not None else None
    verified = with_time_stamp(verify_document(contents.record, allowed), contents.time_stamp, roots)
    verified = with_other_files(verified, contents)
    if beside.witnesses:
        verified = verified._replace(witnesses=check_witnesses(verified.checkpoint, beside.witnesses, keys or ()))
    if not beside.has_files():
        return verified
    document = parse_json(contents.record)
    if beside.checkpoint is not None:
        note = Path(beside.checkpoint).read_bytes().decode("utf-8", "replace")
        if note.partition("\n")[0].endswith(evening_of(document)):
            check_kept(document, note, keys)
        else:
            verified = with_other_checkpoint(verified, check_note(note, allowed), beside.consistency)
    if beside.entries:
        bundles = [Path(each).read_bytes() for each in beside.entries]
        verified = verified._replace(after=check_with_whole_log(document, verified.checkpoint, bundles))
    if beside.ledger:
        check_with_ledger(document, [Path(each).read_bytes() for each in beside.ledger])
    if beside.support is not None:
        check_with_support(document, Path(beside.support).read_bytes())
    if beside.beacon:
        draws = compared_with_relay(verified.draws, [Path(each).read_bytes() for each in beside.beacon])
        verified = verified._replace(draws=draws)
    return verified


def with_other_checkpoint(verified: Verified, other: Checkpoint, consistency: str | None) -> Verified:
    """Compare with an older or a newer one of the log. consistency: the proof's file. Raises Failed and OSError."""
    if verified.checkpoint is None:
        raise Failed("this draft has no checkpoint of the log to compare")
    proof = parse_json(Path(consistency).read_bytes()) if consistency is not None else None
    since = other.size - verified.checkpoint.size
    if since > 0 and proof is not None:
        check_growth(verified.checkpoint, other, proof)
        return verified._replace(after=LogAfter(since))
    check_growth(other, verified.checkpoint, proof)
    return verified


# The file: a record, or a bag (BagIt, RFC 8493) with one.


class Contents(NamedTuple):
    """The contents of a record's files.

    time_stamp: a bag's, of the checkpoint in its record; None where there is none. files: all of the bag's data.
    """

    record: bytes
    time_stamp: bytes | None = None
    files: Mapping[str, bytes] = {}


def read_record(path: Path) -> bytes:
    """The bytes of the record alone."""
    return read_contents(path).record


def read_contents(path: Path) -> Contents:
    """What is verified; of a bag, once each of its files was found as its manifest says."""
    if path.is_dir():
        files = {each.relative_to(path).as_posix(): each for each in path.rglob("*") if each.is_file()}
        return read_bag({name: each.read_bytes for name, each in files.items()})
    if path.stat().st_size > MAX_BYTES:
        raise Failed(f"the file is larger than {MAX_BYTES} bytes")
    raw = path.read_bytes()
    return read_zip(raw) if raw.startswith(b"PK") else Contents(raw)


def read_zip(raw: bytes) -> Contents:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            members = [each for each in archive.infolist() if not each.is_dir()]
            if any(each.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for each in members):
                raise Failed("the .zip is packed in a way in which no record is")
            if sum(each.file_size for each in members) > MAX_BYTES:
                raise Failed(f"the .zip holds more than {MAX_BYTES} bytes")
            if len({each.filename for each in members}) != len(members):
                raise Failed("the .zip holds two files with one name")
            return read_bag({each.filename: partial(archive.read, each) for each in members})
    except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, ValueError) as error:
        raise Failed(f"the .zip is damaged: {error}") from None


def read_bag(files: Mapping[str, Callable[[], bytes]]) -> Contents:
    """Read a bag. files: by name, each a function that reads it."""
    places = sorted((name for name in files if f"/{name}".endswith(f"/{RECORD_FILE}")), key=len)
    if not places:
        raise Failed(f"there is no {RECORD_FILE}")
    base = places[0][: -len(RECORD_FILE)]
    named = check_manifest(files, base, "manifest-sha256.txt")
    for name in files:
        if name.startswith(f"{base}data/") and name not in named:
            raise Failed(f"{name} is not in the manifest")
    if f"{base}tagmanifest-sha256.txt" in files:
        check_manifest(files, base, "tagmanifest-sha256.txt")
    held = {name.removeprefix(base): content for name, content in named.items()}
    return Contents(held[RECORD_FILE], held.get(TIME_STAMP_FILE), held)


def check_manifest(files: Mapping[str, Callable[[], bytes]], base: str, manifest: str) -> dict[str, bytes]:
    if f"{base}{manifest}" not in files:
        raise Failed(f"there is no {manifest}")
    named: dict[str, bytes] = {}
    for line in files[f"{base}{manifest}"]().decode("utf-8", "replace").splitlines():
        digest, _, written = line.partition(" ")
        name = base + re.sub("%(0[AaDd]|25)", lambda found: bytes.fromhex(found[1]).decode(), written.lstrip(" *"))
        if name not in files:
            raise Failed(f"{name} of the {manifest} is missing")
        named[name] = files[name]()
        if hashlib.sha256(named[name]).hexdigest() != digest.lower():
            raise Failed(f"{name} is not the file of the {manifest}")
    return named


# The other files of a bag. With one of them the manifest can be changed, too: the record itself is what they must fit.


def with_other_files(verified: Verified, contents: Contents) -> Verified:
    """Compare with the record what can be; the record was verified before. Raises Failed."""
    if not contents.files:
        return verified
    document: dict[str, Any] = parse_json(contents.record)
    compared = [name for name, check in CHECKS.items() if name in contents.files]
    for name in compared:
        CHECKS[name](contents.files[name], document)
    known = {RECORD_FILE, *compared, *([TIME_STAMP_FILE] if verified.time_stamp is not None else [])}
    unproven = sorted(name for name in contents.files if name not in known)
    return verified._replace(compared=tuple(compared), unproven=tuple(unproven))


def check_note_file(content: bytes, document: dict[str, Any]) -> None:
    if content != utf8(document.get("log", {}).get("checkpoint", "")):
        raise Failed("proofs/checkpoint.txt is not the checkpoint of the record")


def check_proof_file(content: bytes, document: dict[str, Any]) -> None:
    if parse_json(content) != {name: value for name, value in document.get("log", {}).items() if name != "checkpoint"}:
        raise Failed("proofs/inclusion.json is not the proof of the record")


def check_table(content: bytes, document: dict[str, Any]) -> None:
    """Compare the table with the record, question by question: those columns that the entries say word for word."""
    questions = questions_of(document["entries"])
    csv.field_size_limit(MAX_BYTES)
    try:
        rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
    except (csv.Error, UnicodeDecodeError) as error:
        raise Failed(f"record.csv cannot be read: {error}") from None
    common = common_cells(document)
    found = set()
    for row in rows:
        receipt = row.get("receipt") or ""
        if receipt not in questions or receipt in found:
            raise Failed(f"record.csv has a row that the record has not, of the receipt {as_printed(receipt)}")
        found.add(receipt)
        for name, allowed in {**common, **questions[receipt].cells()}.items():
            if not is_cell_of(row.get(name), allowed):
                raise Failed(f"record.csv differs from the record in the column {name}", questions[receipt].entry)
    for receipt, question in questions.items():
        if receipt not in found and not question.may_be_left_out:
            raise Failed("record.csv has no row for it", question.entry)


CHECKS: dict[str, Callable[[bytes, dict[str, Any]], None]] = {
    TABLE_FILE: check_table,
    NOTE_FILE: check_note_file,
    PROOF_FILE: check_proof_file,
}


class AskedQuestion:
    """What the entries say of one question. entry: the number of its first one."""

    def __init__(self, entry: dict[str, Any]) -> None:
        self.entry: int = entry["n"]
        self.data = entry["data"]
        self.queued, self.text, self.label = "", "", ""
        self.answers: dict[int, str] = {}
        self.may_be_left_out = False
        self.may_be_without_words = entry["type"] != "question.queued"

    def add(self, entry: dict[str, Any]) -> None:
        kind, seq = entry["type"], entry["data"].get("seq")
        if kind == "question.queued":
            self.queued = self.text = value_of(entry, "text")
            self.label = value_of(entry, "label")
        elif kind == "question.corrected":
            self.text = value_of(entry, "text")
        elif kind == "answer.given":
            self.answers[seq] = value_of(entry, "text")
        elif kind == "answer.corrected":
            self.answers[entry["data"].get("of")] = value_of(entry, "text")
        elif kind in ("question.withdrawn", "question.merged", "question.removed"):
            self.may_be_without_words = True
        elif kind == "question.unmerged":  # back at the desk, and perhaps never in the room again
            self.may_be_left_out = True

    def cells(self) -> dict[str, set[str]]:
        """The cells of a question: by column, what may stand there.

        Of a question that left the room, some words are not in the table.
        """
        none = {""} if self.may_be_without_words else set()
        return {
            "entry": {str(self.entry)},
            "receipt": {str(self.data["receipt"])},
            "kind": {str(self.data.get("kind", ""))},
            "asked_at": {str(self.data.get("asked_at", ""))},
            "text": {self.text} | ({self.queued, ""} if none else none),
            "asked_by": {self.label} | none,
            "answers": {"\n\n".join(self.answers.values())} | none,
        }


def questions_of(entries: Sequence[dict[str, Any]]) -> dict[str, AskedQuestion]:
    """The questions of a record, by receipt."""
    receipts: dict[Any, str] = {}
    found: dict[str, AskedQuestion] = {}
    for entry in entries:
        data = entry["data"]
        if entry["type"] in FIRST_SAID and isinstance(data.get("receipt"), str):
            receipts[data.get("question")] = data["receipt"]
            found.setdefault(data["receipt"], AskedQuestion(entry))
        receipt = receipts.get(data.get("question"))
        if receipt is not None:
            found[receipt].add(entry)
    return found


def common_cells(document: dict[str, Any]) -> dict[str, set[str]]:
    """What each row says of the whole record. The name of a draft is in no file but the table."""
    is_sealed, log = "log" in document and "draft" not in document, document.get("log", {})
    cells = {
        "record_state": {"sealed" if is_sealed else "draft"},
        "ward": {str(document["entries"][0]["data"].get("ward", ""))},
        "root": {document["tree"]["root"]},
        "checkpoint": {log.get("checkpoint", "")},
    }
    return {**cells, "record": {document["slug"]}} if "slug" in document else cells


def value_of(entry: dict[str, Any], name: str) -> str:
    text = entry["texts"].get(name)
    return str(text["value"]) if text else ""


def is_cell_of(cell: str | None, allowed: AbstractSet[str]) -> bool:
    """A cell begins with an apostrophe where a program for tables would compute it."""
    return cell is not None and any(cell in (text, f"'{text}") for text in map(as_in_table, allowed))


def as_in_table(text: str) -> str:
    return "".join(map(in_table, text.replace("\r\n", "\n").replace("\t", " ")))


def in_table(sign: str) -> str:
    is_none = ord(sign) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(sign) <= 0xFDEF
    is_unsafe = unicodedata.category(sign) in ("Cc", "Cs") or is_none or BREAKS_A_CELL.fullmatch(sign)
    return "\ufffd" if is_unsafe and sign != "\n" else sign


def as_printed(text: str) -> str:
    return ascii(text[:40])


# The record.


def verify_document(raw: bytes, keys: Sequence[str] | None) -> Verified:
    """Verify the bytes of a record's JSON. keys: None where there are none, so that nobody's signature is checked.

    Raises Failed.
    """
    document = as_object(parse_json(raw), "the record")
    is_draft = "log" not in document or "draft" in document
    also = {"slug", "sealed_at", "states", "log", "drafts", "live"} | ({"draft"} if is_draft else set())
    require_keys(document, "the record", {"format", "entries", "redactions", "tree"}, also)
    if document["format"] not in FORMATS:
        raise Failed(f"the format is not {' or '.join(FORMATS)}")
    entries = as_list(document["entries"], "entries")
    redactions = [as_object(each, "a redaction") for each in as_list(document["redactions"], "redactions")]
    redacted, taken = redacted_texts(redactions, len(entries)), removed_texts(entries)
    leaves = [check_entry(entry, n, redacted, taken) for n, entry in enumerate(entries)]
    committed = committed_trees(document, keys)
    check_leaves(document, leaves, committed)
    check_committed(document, leaves, committed)
    check_told(document["format"], entries, redacted)
    count = len({n for n, _name in redacted})
    removed = count_removed(entries)
    if is_draft and ("sealed_at" in document or "states" in document):
        missing = "its part `log` is missing" if "log" not in document else "it says that it is a draft"
        raise Failed(f"the record is sealed, and {missing}")
    states = [] if is_draft else check_states(document, leaves)
    checkpoint = check_log(document, states, redactions, keys) if "log" in document else None
    verified = Verified(len(entries), count, document["tree"]["root"], checkpoint, removed=removed, is_draft=is_draft)
    return verified._replace(committed=committed_words(document, committed), draws=check_beacon(entries))


def check_told(form: str, entries: Sequence[dict[str, Any]], redacted: AbstractSet[tuple[int, str]]) -> None:
    """What entries tell of each other: missing words, supporters, and draws by lot. form: of the document."""
    if form == RECORD_FORMAT:
        check_missing_words(entries, redacted)
    check_support_told(entries)
    check_draws(entries)


def check_entry(
    entry: Any, n: int, redacted: AbstractSet[tuple[int, str]], taken: AbstractSet[tuple[Any, str]]
) -> bytes:
    """Answers the hash of the entry's leaf. taken: the seq and the name of each text that a moderator removed."""
    try:
        entry = as_object(entry, "the entry")
        require_keys(entry, "the entry", {"n", "type", "at", "data", "commitments", "texts"})
        if type(entry["n"]) is not int or entry["n"] != n:
            raise Failed(f"the number is {entry['n']!r}")
        if not isinstance(entry["type"], str) or not isinstance(entry["at"], str):
            raise Failed("its type or its time is no text")
        as_object(entry["data"], "data")
        commitments, texts = as_object(entry["commitments"], "commitments"), as_object(entry["texts"], "texts")
        for name in commitments:
            decoded(commitments[name], f"the commitment of {name}", url=True, length=32)
            if name not in texts:
                raise Failed(f"the text {name} is missing")
        for name in texts:
            check_text(
                texts[name],
                name,
                commitments,
                is_withheld=entry["type"] in WITHHELD or (entry["data"].get("seq"), name) in taken,
                is_redacted=(n, name) in redacted,
            )
        return leaf_hash({key: entry[key] for key in entry if key != "texts"})
    except Failed as failure:
        raise Failed(str(failure), n) from None


def check_text(text: Any, name: str, commitments: dict[str, str], *, is_withheld: bool, is_redacted: bool) -> None:
    if text is None:
        if name in commitments and not is_withheld and not is_redacted:
            raise Failed(f"the text {name} is gone, and no redaction says why")
        if name not in commitments and not UNCOMMITTED.fullmatch(name):
            raise Failed(f"it has a text of the unknown name {name}")
        return
    if is_redacted:
        raise Failed(f"the text {name} was redacted, and it stands here")
    text = as_object(text, f"the text {name}")
    require_keys(text, f"the text {name}", {"value", "salt"})
    if not isinstance(text["value"], str) or name not in commitments:
        raise Failed(f"the text {name} has no commitment, or is no text")
    salt = decoded(text["salt"], f"the salt of {name}", url=True, length=32)
    computed = hashlib.sha256(salt + utf8(text["value"])).digest()
    if computed != decoded(commitments[name], "", url=True, length=32):
        raise Failed(f"the text {name} does not fit its commitment")


def check_missing_words(entries: Sequence[dict[str, Any]], redacted: AbstractSet[tuple[int, str]]) -> None:
    """Whether some rule says of each text that is null and has no commitment why it is. The entries were checked."""
    removed = {entry["data"].get("question") for entry in entries if entry["type"] == "question.removed"}
    for entry in entries:
        if entry["type"] in (*WITHHELD, *WITHOUT_WORDS) or entry["data"].get("question", "") in removed:
            continue
        for name, text in entry["texts"].items():
            if text is None and name not in entry["commitments"] and (entry["n"], name) not in redacted:
                raise Failed(f"the text {name} is missing, and nothing says why", entry["n"])


def removed_texts(entries: Sequence[Any]) -> set[tuple[Any, str]]:
    """The texts that later entries say a moderator removed while the chat was live: seq and name. check_removed() has
    more to say of them."""
    found = set()
    for entry in entries:
        data = entry.get("data") if isinstance(entry, dict) and entry.get("type") == "question.removed" else None
        words = data.get("words") if isinstance(data, dict) else None
        for text in words if isinstance(words, list) else ():
            if isinstance(text, dict) and isinstance(text.get("of"), int) and isinstance(text.get("field"), str):
                found.add((text["of"], text["field"]))
    return found


def count_removed(entries: Sequence[dict[str, Any]]) -> int:
    """How many entries commit to words that a moderator removed before the record was made; older ones do not."""
    count, before = 0, dict[int, dict[str, Any]]()  # the entries, by their seq
    for entry in entries:
        data = entry["data"]
        if entry["type"] == "question.removed" and "words" in data:
            try:
                check_removed(data, before)
            except Failed as failure:
                raise Failed(str(failure), entry["n"]) from None
            count += 1
        if type(data.get("seq")) is int:
            before[data["seq"]] = entry
    return count


def check_removed(data: dict[str, Any], before: Mapping[int, dict[str, Any]]) -> None:
    """Check the removed words.

    before: by the place of its event, each earlier entry. One that had committed to the words says the same.
    """
    if "commitment" in data:
        decoded(data["commitment"], "the commitment of the question", url=True, length=32)
    for text in as_list(data["words"], "the removed words"):
        require_keys(as_object(text, "a removed text"), "a removed text", {"of", "field", "commitment"})
        if type(text["of"]) is not int or not isinstance(text["field"], str):
            raise Failed("it does not say which words were removed")
        of = before.get(text["of"], {"texts": {}, "commitments": {}})
        if text["field"] not in of["texts"]:
            raise Failed("it tells of words that no entry before it had")
        decoded(text["commitment"], "the commitment of removed words", url=True, length=32)
        if of["commitments"].get(text["field"], text["commitment"]) != text["commitment"]:
            raise Failed("it tells of other words than the entry before it had")


class ToldSupport(NamedTuple):
    """What an entry says of a question's supporters: how many count, and the root of their tree; blank for none."""

    n: int
    question: str
    number: Any
    root: Any


def support_told(entries: Sequence[dict[str, Any]]) -> list[ToldSupport]:
    """Read what entries say of the support of each question when it was taken, and of all questions at the close."""
    told = []
    for entry in entries:
        n, data = entry["n"], entry["data"]
        if entry["type"] == "question.taken":
            told.append(ToldSupport(n, str(data.get("question")), data.get("backing"), data.get("support_root", "")))
        elif entry["type"] == "session.closed":
            numbers, roots = (as_object(data.get(name, {}), name) for name in ("backing", "support_roots"))
            told += [
                ToldSupport(n, each, numbers.get(each, 0), roots.get(each, "")) for each in sorted({*numbers, *roots})
            ]
    return told


def check_support_told(entries: Sequence[dict[str, Any]]) -> None:
    """Each question that has supporters has a root, and no other; a record of an older version has none at all."""
    told = support_told(entries)
    if not any(each.root for each in told):
        return
    for each in told:
        if each.root:
            decoded(each.root, "the root of the supporters", length=32)
        if bool(each.root) != bool(each.number):
            raise Failed(f"it tells of {each.number!r} supporters, and has {'a' if each.root else 'no'} root", each.n)


def check_with_support(document: dict[str, Any], support: bytes) -> None:
    """Whether each number of supporters is that of different leaves under its root. The record was verified before.

    Raises Failed.
    """
    questions = as_object(as_object(parse_json(support), "the support").get("questions"), "its questions")
    for told in support_told(document["entries"]):
        if not told.root:
            continue
        trees = [as_object(each, "a tree") for each in as_list(questions.get(told.question, []), "the trees")]
        tree = next((each for each in trees if each.get("root") == told.root), {})
        leaves = [decoded(each, "a leaf", length=32) for each in as_list(tree.get("leaves", []), "the leaves")]
        if not leaves or encoded(root_hash(leaves)) != told.root:
            raise Failed("the leaves of its supporters are not published, or are others", told.n)
        if len(set(leaves)) != told.number or len(leaves) != told.number:
            raise Failed(f"it tells of {told.number} supporters, and {len(set(leaves))} leaves are published", told.n)


def check_draws(entries: Sequence[dict[str, Any]]) -> None:
    """The seed of the draws by lot is the one that was committed to before anybody asked, and so are the names.

    Older records commit to it when the chat opens, or have none. Whether each draw was kept, the operator's
    `recompute_order` and chatserver/docs/order.md say.
    """
    policy = policy_of(entries)
    lot, seed = policy.get("lot"), None
    for entry in entries:
        if entry["type"] == "session.opened":
            opened = entry["data"].get("lot")
            if lot is not None and opened != lot:
                raise Failed("it commits to another seed of the draws than the announcement", entry["n"])
            lot = opened
        elif entry["type"] == "session.closed":
            seed = entry["data"].get("lot_seed")
            if lot is not None and hashlib.sha256(utf8(str(seed))).hexdigest() != lot:
                raise Failed("the seed of the draws is not the one that was committed to", entry["n"])
    if policy.get("order") in NAMED_BY_SEED:
        check_names(entries, str(seed))


def policy_of(entries: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """What the announcement says of the order; empty in older records."""
    policy = entries[0]["data"].get("policy") if entries else None
    return policy if isinstance(policy, dict) else {}


def check_beacon(entries: Sequence[dict[str, Any]]) -> Draws | None:
    """Whether each round of the announced beacon is whole, and of the moment of its draw; None without a beacon.

    That it is a round of the beacon at all, only a relay or its signature tells.
    """
    told = policy_of(entries).get("beacon")
    if told is not None:
        told = as_object(told, "the beacon")
        numbers = [told.get(name) for name in ("genesis_time", "period")]
        if not isinstance(told.get("chain"), str) or not all(type(each) is int and each > 0 for each in numbers):
            raise Failed("the announcement does not say which beacon it is", 0)
    rounds, without = {}, []
    for entry in entries:
        if entry["type"] == "question.taken" and "beacon" in entry["data"]:
            try:
                rounds[entry["n"]] = check_round(entry, told)
            except Failed as failure:
                raise Failed(str(failure), entry["n"]) from None
        elif entry["type"] == "question.taken" and entry["data"].get("by_lot") is True:
            without.append(entry["n"])
    return Draws(told, rounds, tuple(without)) if told is not None else None


def check_round(entry: dict[str, Any], told: dict[str, Any] | None) -> dict[str, Any]:
    """The round that the draw used. told: the beacon of the announcement."""
    if told is None:
        raise Failed("it tells of a beacon, and the announcement names none")
    used = as_object(entry["data"]["beacon"], "the round of the beacon")
    number, signature = used.get("round"), used.get("signature")
    try:
        randomness = hashlib.sha256(bytes.fromhex(str(signature))).hexdigest()
        at = datetime.strptime(entry["at"], "%Y-%m-%dT%H:%M:%S.%f%z").timestamp()
    except ValueError:
        raise Failed("the round of the beacon or the time of the entry cannot be read") from None
    if used.get("randomness") != randomness:
        raise Failed("the randomness of the beacon's round does not follow from its signature")
    if type(number) is not int or number < 1:
        raise Failed("the round of the beacon has no number")
    age = at - (told["genesis_time"] + (number - 1) * told["period"])
    if not -AHEAD_S <= age <= told["period"] + LATE_S:
        raise Failed(f"the beacon's round {number} is not of that moment")
    return used


def compared_with_relay(draws: Draws | None, files: Iterable[bytes]) -> Draws:
    """Compare a record with a relay of the beacon.

    files: rounds of the beacon, and what it is, as a relay answers them. Raises Failed where the record differs.
    """
    if draws is None:
        raise Failed("the announcement names no beacon")
    compared, chain = set(), draws.told["chain"]
    for raw in files:
        answer = as_object(parse_json(raw), "what a relay answered")
        if "genesis_time" in answer:
            if any(answer.get(name) != draws.told[as_told] for name, as_told in FACTS_OF_CHAIN):
                raise Failed("the beacon is not as the announcement tells", 0)
            compared.add(f"/{chain}/info")
            continue
        found = [n for n, used in draws.rounds.items() if used["round"] == answer.get("round")]
        if not found:
            raise Failed(f"no draw used the round {answer.get('round')!r} of the beacon")
        for n in found:
            if any(answer.get(name) != draws.rounds[n][name] for name in ("randomness", "signature")):
                raise Failed(f"the beacon's round {answer['round']} is another one", n)
        compared.add(f"/{chain}/public/{answer['round']}")
    return draws._replace(compared=frozenset(compared))


def check_names(entries: Sequence[dict[str, Any]], seed: str) -> None:
    """Nobody chose the name of a person: it follows from the receipt of the first question under it."""
    known: set[str] = set()
    for entry in entries:
        if entry["type"] == "question.queued":
            asker, receipt = str(entry["data"].get("asker")), str(entry["data"].get("receipt"))
            if asker not in known and asker != hmac.digest(utf8(seed), utf8(receipt), "sha256").hex()[:12]:
                raise Failed("the name of the person who asked does not follow from the seed of the draws", entry["n"])
            known.add(asker)


def redacted_texts(redactions: Sequence[dict[str, Any]], size: int) -> set[tuple[int, str]]:
    """Pairs of an entry's number and a text's name. Other keys of a redaction are covered by its leaf in the log."""
    found = set()
    for redaction in redactions:
        n, names = redaction.get("n"), redaction.get("texts")
        if type(n) is not int or not 0 <= n < size or not isinstance(names, list) or not names:
            raise Failed("a redaction does not say which texts of which entry")
        found |= {(n, str(name)) for name in names}
    return found


def check_leaves(document: dict[str, Any], leaves: list[bytes], committed: Sequence[Committed]) -> None:
    """Compare the tree, and before it the list of leaves, which says which entry is wrong."""
    tree = as_object(document["tree"], "tree")
    require_keys(tree, "tree", {"size", "root"})
    root = decoded(tree["root"], "the root", length=32)
    if "leaves" in as_object(document.get("log", {}), "log"):
        said = [decoded(each, "a leaf", length=32) for each in as_list(document["log"]["leaves"], "leaves")]
        if root_hash(said) != root:
            check_committed(document, leaves, committed)  # which may know the entry
            raise Failed("the root is not that of the leaves")
        for n in range(max(len(said), len(leaves))):
            if said[n : n + 1] != leaves[n : n + 1]:
                raise Failed("it is not the entry that was sealed", n)
    if type(tree["size"]) is not int or tree["size"] != len(leaves):
        raise Failed(f"there are {len(leaves)} entries, and the tree's size is {tree['size']!r}", len(leaves))
    if root_hash(leaves) != root:
        raise Failed(f"the root of entries 0 to {len(leaves) - 1} is {encoded(root_hash(leaves))}")


def committed_trees(document: dict[str, Any], keys: Sequence[str] | None) -> list[Committed]:
    """What was signed of the record before it was sealed: a live checkpoint, and each state of its draft."""
    found = []
    for each in as_list(document.get("live", []), "live"):
        require_keys(as_object(each, "a live checkpoint"), "a live checkpoint", {"checkpoint"})
        head = check_live_note(each["checkpoint"], document, keys)
        found.append(Committed(head.size, head.root, "while the chat was live", head.is_signed))
    index = -1
    for each in as_list(document.get("drafts", []), "drafts"):
        require_keys(as_object(each, "a draft"), "a draft", {"size", "root", "closed_at", "index"})
        if type(each["size"]) is not int or type(each["index"]) is not int or each["index"] <= index:
            raise Failed("the drafts are not in the order of the log")
        index = each["index"]
        what = "after its close" if any(tree.place is not None for tree in found) else "when the chat closed"
        found.append(Committed(each["size"], decoded(each["root"], "a draft's root", length=32), what, place=index))
    sizes = [tree.size for tree in found]
    if sizes != sorted(set(sizes)) or (sizes and sizes[0] < 1):
        raise Failed("the sizes of what was committed do not grow")
    return found


def check_live_note(note: Any, document: dict[str, Any], keys: Sequence[str] | None) -> Checkpoint:
    """A checkpoint of the evening's own tree: its log is named below the installation's, and has the same keys."""
    evening = evening_of(document)
    own = [own_key(key, evening) for key in map(parse_key, keys or ()) if key[1] == ED25519]
    head = check_note(note, own if keys is not None else None)
    if not head.origin.endswith(evening):
        raise Failed("the live checkpoint is of another chat")
    return head


def evening_of(document: dict[str, Any]) -> str:
    entries = document["entries"]
    return f"/chat/{entries[0]['data'].get('chat_session')}" if entries else "/chat/"


def own_key(key: tuple[str, int, bytes], evening: str) -> str:
    name = key[0] + evening
    return f"{name}+{key_hash((name, key[1], key[2])).hex()}+{encoded(bytes([key[1]]) + key[2])}"


def check_committed(document: dict[str, Any], leaves: list[bytes], committed: Sequence[Committed]) -> None:
    """Whether the entries are those that were committed to before the record was sealed."""
    held = 0
    for tree in committed:
        if tree.size > len(leaves):
            raise Failed(f"{tree.size} entries were committed to {tree.when}, and it has fewer", len(leaves))
        if root_hash(leaves[: tree.size]) != tree.root:
            raise changed_after(document, leaves, tree, held)
        held = tree.size


def check_kept(document: dict[str, Any], note: str, keys: Sequence[str] | None) -> None:
    """Whether the record, which was verified before, begins as the checkpoint that somebody kept of the live chat."""
    head = check_live_note(note, document, keys)
    leaves = [leaf_hash({key: entry[key] for key in entry if key != "texts"}) for entry in document["entries"]]
    check_committed(document, leaves, [Committed(head.size, head.root, "when that checkpoint was signed")])


def changed_after(document: dict[str, Any], leaves: list[bytes], tree: Committed, held: int) -> Failed:
    """List the entries that changed after an earlier tree.

    held: how many entries are those of an earlier tree. A list of leaves that fits tells which one is wrong.
    """
    said = as_object(document.get("log", {}), "log").get("leaves", [])
    kept = [decoded(each, "a leaf", length=32) for each in as_list(said, "leaves")][: tree.size]
    if len(kept) == tree.size and root_hash(kept) == tree.root:
        n = next(n for n in range(tree.size) if kept[n] != leaves[n])
        return Failed(f"it is not the entry that was committed to {tree.when}", n)
    if held == tree.size - 1:
        return Failed(f"it is not the entry that was committed to {tree.when}", held)
    return Failed(f"one of the entries {held} to {tree.size - 1} is not what was committed to {tree.when}")


def committed_words(document: dict[str, Any], committed: Sequence[Committed]) -> str:
    """What a reader has to know of it; nothing of a ward's month, which is sealed at once."""
    if document["format"] != RECORD_FORMAT:
        return ""
    live = [tree for tree in committed if tree.place is None]
    drafts = [tree for tree in committed if tree.place is not None]
    older = not_proven(document["entries"])
    told = [f"{tree.size} {tree.when}{'' if tree.is_signed else ' (its signature was not checked)'}" for tree in live]
    told += [f"{tree.size} {tree.when}" for tree in drafts]
    if older and not drafts:
        older = ["that it was not changed before it was sealed", *older]
    if older:
        return f"It was made by an older version, and does not prove {', or '.join(older)}."
    if told:
        line = f"Entries that were committed to before it was sealed: {', '.join(told)}."
        return line if drafts else f"{line} Its draft was not in the log."
    if "sealed_at" in document:
        return "It was not committed before it was sealed: whether it was changed until then, nobody can tell from it."
    return "It is not committed: whether it is changed before it is sealed, nobody can tell from this file."


def not_proven(entries: Sequence[dict[str, Any]]) -> list[str]:
    """What a record of an older version says nothing of, as its close shows; empty for one of this version."""
    closed = next((each for each in entries if each["type"] == "session.closed"), None)
    if closed is None or "decisions" in closed["data"]:
        return []
    merged = [each for each in entries if each["type"] == "question.merged" and "text" not in each["commitments"]]
    return [
        "that no question was left undecided without an entry",
        "what the moderators decided",
        *(["what the merged questions said"] if merged else []),
    ]


def check_states(document: dict[str, Any], leaves: list[bytes]) -> list[dict[str, Any]]:
    """The record as it stood each time that a leaf of the log was made of it; the newest last."""
    states = [as_object(each, "a state") for each in as_list(document.get("states"), "states")]
    size, index = 0, -1
    for state in states:
        require_keys(state, "a state", {"size", "root", "sealed_at", "index"})
        if type(state["size"]) is not int or not size < state["size"] <= len(leaves):
            raise Failed("the sizes of the states do not grow")
        if type(state["index"]) is not int or state["index"] <= index:
            raise Failed("the places of the states in the log do not grow")
        size, index = state["size"], state["index"]
        if decoded(state["root"], "a state's root", length=32) != root_hash(leaves[:size]):
            raise Failed(f"the root of entries 0 to {size - 1} is not that of the sealed state", size - 1)
    if not states or size != len(leaves) or states[-1]["sealed_at"] != document.get("sealed_at"):
        raise Failed("the newest state is not that of the record")
    return states


# The log of the installation.


def check_log(
    document: dict[str, Any], states: list[dict[str, Any]], redactions: list[dict[str, Any]], keys: Sequence[str] | None
) -> Checkpoint:
    log = as_object(document["log"], "log")
    optional = {"leaves", "earlier", "redactions", "drafts", "live"}
    require_keys(log, "log", {"index", "inclusion", "checkpoint"}, optional)
    newest: dict[str, Any] = [{}, *document.get("drafts", []), *states][-1]
    if type(log["index"]) is not int or log["index"] != newest.get("index"):
        raise Failed("the index in the log is not that of the newest state")
    checkpoint = check_note(log["checkpoint"], keys)
    slug, proofs = document.get("slug"), [*as_list(log.get("earlier", []), "earlier"), log["inclusion"]]
    if states and len(proofs) != len(states):
        raise Failed("there is not one proof for each state")
    check_drafts(document, log, checkpoint)
    if not states:
        body = {"draft": slug, **{name: newest[name] for name in ("root", "size", "closed_at")}}
        check_inclusion(body, log["index"], log["inclusion"], checkpoint, "the draft")
        proofs = []
    for state, proof in zip(states, proofs, strict=True):
        body = {"record": slug, "root": state["root"], "sealed_at": state["sealed_at"], "size": state["size"]}
        check_inclusion(body, state["index"], proof, checkpoint, f"the state of {state['size']} entries")
    places = as_list(log.get("redactions", []), "the redactions of the log")
    if len(places) != len(redactions):
        raise Failed("there is not one proof for each redaction")
    for redaction, place in zip(redactions, places, strict=True):
        require_keys(as_object(place, "a proof"), "the proof of a redaction", {"index", "inclusion"})
        body = {"redaction": {"record": slug, **redaction}}
        what = f"the redaction of entry {redaction['n']}"
        check_inclusion(body, place["index"], place["inclusion"], checkpoint, what)
    return checkpoint


def check_drafts(document: dict[str, Any], log: dict[str, Any], checkpoint: Checkpoint) -> None:
    """Whether each state before the seal is in the log, and the record's tree begins with it."""
    drafts, live = document.get("drafts", []), document.get("live", [])
    proofs, growths = as_list(log.get("drafts", []), "the drafts of the log"), as_list(log.get("live", []), "live")
    if len(proofs) != len(drafts) or len(growths) != len(live):
        raise Failed("there is not one proof for each state before the seal")
    for draft, proof in zip(drafts, proofs, strict=True):
        require_keys(as_object(proof, "a proof"), "the proof of a draft", {"inclusion", "consistency"})
        body = {"draft": document.get("slug"), **{name: draft[name] for name in ("root", "size", "closed_at")}}
        what = f"the draft of {draft['size']} entries"
        check_inclusion(body, draft["index"], proof["inclusion"], checkpoint, what)
        check_extends(document, draft["size"], decoded(draft["root"], "a root", length=32), proof, what)
    for each, proof in zip(live, growths, strict=True):
        require_keys(as_object(proof, "a proof"), "the proof of a live checkpoint", {"consistency"})
        head = check_note(each["checkpoint"], None)
        check_extends(document, head.size, head.root, proof, f"the live checkpoint of {head.size} entries")


def check_extends(document: dict[str, Any], size: int, root: bytes, proof: dict[str, Any], what: str) -> None:
    steps = as_list(proof["consistency"], "a proof of consistency")
    path = [decoded(each, "a hash of a proof", length=32) for each in steps]
    tree = document["tree"]
    if not is_consistent(size, root, tree["size"], decoded(tree["root"], "the root", length=32), path):
        raise Failed(f"nothing proves that the record goes on from {what}")


def check_with_whole_log(document: dict[str, Any], head: Checkpoint | None, bundles: Iterable[bytes]) -> LogAfter:
    """Whether the log has nothing of this record that the record does not tell of. bundles: as in c2sp.org/tlog-tiles.

    Answers what they have beyond the record's checkpoint; nothing is proven of that. The record was verified before.
    Raises Failed.
    """
    if head is None:
        raise Failed("this draft is not in the log")
    every = [leaf for bundle in bundles for leaf in entries_in(bundle)]
    leaves, later = every[: head.size], every[head.size :]
    if root_hash([hashlib.sha256(b"\x00" + leaf).digest() for leaf in leaves]) != head.root:
        raise Failed(f"these are not the {head.size} entries of the log under the record's checkpoint")
    check_all_told(document, leaves)
    return log_after(document, later)._replace(entries=len(later))


def check_with_ledger(document: dict[str, Any], pages: Iterable[bytes]) -> None:
    """Whether the public ledger has each decision that a record or a month's log tells of. pages: of /ledger.json.

    A month has an entry for each decision; a record has the number and the root of those of its evening. The file was
    verified before. Raises Failed.
    """
    rows = [row for page in pages for row in as_list(as_object(parse_json(page), "the ledger").get("decisions"), "it")]
    decided = [as_decision(as_object(row, "a decision")) for row in rows]
    check_evening_in_ledger(document["entries"], decided)
    left = Counter(canonical(each) for each in decided)
    for entry in document["entries"]:
        if entry["type"] != "decision.listed":
            continue
        told = canonical({name: entry["data"][name] for name in LEDGER_FIELDS.values() if name in entry["data"]})
        if not left[told]:
            raise Failed("the ledger does not have this decision, or has it otherwise", entry["n"])
        left[told] -= 1


def check_evening_in_ledger(entries: Sequence[dict[str, Any]], decided: Sequence[dict[str, Any]]) -> None:
    """Check an evening against the ledger.

    decided: the newest first, as the ledger has them. Those that came after the close are not the evening's.
    """
    chat = entries[0]["data"].get("chat_session")
    closed = next((each for each in entries if each["type"] == "session.closed"), None)
    if closed is None or "decisions" not in closed["data"]:
        return
    tree = as_object(closed["data"]["decisions"], "the decisions of the evening")
    evening = [each for each in reversed(decided) if each.get("chat_session") == chat]
    evening = [each for each in evening if str(each["decided_at"]) <= str(closed["at"])][: tree.get("size")]
    if len(evening) != tree.get("size"):
        raise Failed(f"the ledger has {len(evening)} of {tree.get('size')} decisions of the evening", closed["n"])
    if encoded(root_hash([leaf_hash(each) for each in evening])) != tree.get("root"):
        raise Failed("the ledger has other decisions of the evening than were made until its close", closed["n"])


LEDGER_FIELDS = {
    "decision": "decision",
    "at": "decided_at",
    "role": "role",
    "chat_session": "chat_session",
    "reason": "reason",
    "by": "by",
    "commitment": "commitment",
    "agrees": "agrees",
    "part": "part",
    "number": "number",
}
"""Fields of the ledger: by the name of a column of the ledger, that of the field in the log."""


def as_decision(row: dict[str, Any]) -> dict[str, Any]:
    """A row of the ledger as the log tells of it: without what has no value, and without words."""
    return {field: row[name] for name, field in LEDGER_FIELDS.items() if row.get(name) is not None}


def entries_in(bundle: bytes) -> Iterable[bytes]:
    """Each stands after its length in two bytes."""
    place = 0
    while place < len(bundle):
        start = place + 2
        place = start + int.from_bytes(bundle[place:start], "big")
        if place > len(bundle):
            raise Failed("a bundle of entries ends within one")
        yield bundle[start:place]


def check_all_told(document: dict[str, Any], leaves: Iterable[bytes]) -> None:
    """Whether the record tells of each state, each draft and each redaction of it among these leaves of the log.

    Else somebody could cut off its newest entries, or bring redacted words back, with the proof of an earlier state.
    """
    slug, size = document["slug"], document["tree"]["size"]
    states = [{"record": slug, **state} for state in document.get("states", [])]
    bodies = [{name: state[name] for name in ("record", "root", "sealed_at", "size")} for state in states]
    drafts = [{"draft": slug, **draft} for draft in document.get("drafts", [])]
    bodies += [{name: draft[name] for name in ("draft", "root", "size", "closed_at")} for draft in drafts]
    bodies += [{"redaction": {"record": slug, **redaction}} for redaction in document["redactions"]]
    told = {utf8(canonical(body)) for body in bodies}
    for leaf in leaves:
        body = {} if leaf in told else as_object(parse_json(leaf), "an entry of the log")
        redaction = body.get("redaction", {})
        if body.get("record") == slug:
            what = f"the log has a state of it with {body['size']} entries, of which it does not tell"
            raise Failed(what, size if body["size"] > size else None)
        if body.get("draft") == slug:
            what = f"the log has a draft of it with {body['size']} entries, of which it does not tell"
            raise Failed(what, size if body["size"] > size else None)
        if redaction.get("record") == slug:
            raise Failed("the log has a redaction of it, of which the record does not tell", redaction.get("n"))


def log_after(document: dict[str, Any], leaves: Iterable[bytes]) -> LogAfter:
    """What these leaves, which are beyond the record's checkpoint, say of it: an older download is sound, and not all.

    entries: how many of them are of this record. Raises Failed for what is no leaf.
    """
    slug, count, redactions, size = document["slug"], 0, [], 0
    for leaf in leaves:
        body = as_object(parse_json(leaf), "an entry of the log")
        redaction = as_object(body.get("redaction", {}), "a redaction of the log")
        if body.get("record") == slug and type(body.get("size")) is int:
            count, size = count + 1, max(size, body["size"])
        elif redaction.get("record") == slug and type(redaction.get("n")) is int:
            count += 1
            redactions.append(redaction["n"])
    return LogAfter(count, known=True, redactions=tuple(redactions), size=size)


def check_inclusion(body: dict[str, Any], index: Any, proof: Any, head: Checkpoint, what: str) -> None:
    path = [decoded(each, "a hash of a proof", length=32) for each in as_list(proof, "a proof")]
    if type(index) is not int or not is_included(leaf_hash(body), index, path, head.size, head.root):
        raise Failed(f"{what} is not in the log")


def check_note(note: Any, keys: Sequence[str] | None) -> Checkpoint:
    """Verify a signed checkpoint (c2sp.org/tlog-checkpoint): it is signed by the log, and each known key's line holds.

    Lines of unknown keys are ignored (c2sp.org/signed-note). Without keys (None) only its form is read.
    """
    if not isinstance(note, str) or "\n\n" not in note or not note.endswith("\n") or CONTROL.search(note):
        raise Failed("the checkpoint is no signed note")
    text, _, signatures = note.rpartition("\n\n")
    lines = text.split("\n")
    if len(lines) != 3 or not re.fullmatch("0|[1-9][0-9]{0,15}", lines[1]):
        raise Failed("the checkpoint has not three lines: origin, size, root")
    origin, size, root = lines[0], int(lines[1]), decoded(lines[2], "the checkpoint's root", length=32)
    if keys is None:
        return Checkpoint(origin, size, root, is_signed=False, note=note)
    known = [parse_key(key) for key in keys]
    names, foreign, is_signed = set(), "", True
    for name, blob in signatures_of(signatures):
        makers = [key for key in known if key[0] == name and key_hash(key) == blob[:4]]
        if makers:
            is_signed = check_signature(f"{text}\n", blob[4:], makers[0]) and is_signed
            names.add(name)
        foreign = foreign or ("" if makers else name)
    if origin not in names:
        if foreign:
            raise Failed(f"the checkpoint is signed by a foreign key, of the name {foreign}, and not by the log")
        raise Failed("the log itself has not signed the checkpoint")
    return Checkpoint(origin, size, root, is_signed, note)


def signatures_of(lines: str) -> Iterable[tuple[str, bytes]]:
    """The name and the bytes of each signature line, which begin with the hash of its key."""
    if lines.count("\n") > MAX_SIGNATURES:
        raise Failed(f"the checkpoint has more than {MAX_SIGNATURES} signatures")
    for line in lines[:-1].split("\n"):
        found = re.fullmatch(r"— ([^\s+]+) ([A-Za-z0-9+/]+=*)", line)
        if found is None:
            raise Failed("the checkpoint has a line that is no signature")
        yield found[1], decoded(found[2], "a signature")


def check_witnesses(head: Checkpoint | None, witnesses: Sequence[str], keys: Sequence[str]) -> tuple[str, ...]:
    """The names of these witnesses (vkeys), each of which has signed the checkpoint. keys: of the log, as far as known.

    Raises Failed.
    """
    if head is None:
        raise Failed("a draft has no checkpoint that could be witnessed")
    text, _, signatures = head.note.rpartition("\n\n")
    own = [key[2] for key in map(parse_key, keys) if key[0] == head.origin]
    named = list(dict.fromkeys(map(parse_key, witnesses)))
    if len({key[2] for key in named}) != len(named):
        raise Failed("two of the witnesses have one key")
    for key in named:
        if key[0] == head.origin or key[2] in own:
            raise Failed(f"{key[0]} is the log itself, and no witness of it")
        start = f"— {key[0]} "
        lines = [line.removeprefix(start) for line in signatures[:-1].split("\n") if line.startswith(start)]
        blobs = [decoded(line, "a signature") for line in lines]
        made = [blob[4:] for blob in blobs if blob[:4] == key_hash(key)]
        if not made:
            raise Failed(f"the checkpoint has no signature of the witness {key[0]}")
        if not all(check_signature(f"{text}\n", signature, key) for signature in made):
            raise Failed(f"the signature of the witness {key[0]} {CANNOT_BE_CHECKED}")
    return tuple(key[0] for key in named)


def parse_key(vkey: str) -> tuple[str, int, bytes]:
    """The name, the kind and the key of a vkey (c2sp.org/signed-note)."""
    found = re.fullmatch(r"([^\s+]+)\+([0-9a-f]{8})\+(\S+)", vkey)
    key = decoded(found[3], "a key", length=33) if found else b""
    if found is None or key[0] not in (ED25519, COSIGNATURE):
        raise Failed(f"{vkey} is no key of the form name+hash+base64")
    parsed = (found[1], key[0], key[1:])
    if key_hash(parsed).hex() != found[2]:
        raise Failed(f"the hash in {vkey} does not fit the key")
    return parsed


def key_hash(key: tuple[str, int, bytes]) -> bytes:
    return hashlib.sha256(utf8(key[0]) + b"\n" + bytes([key[1]]) + key[2]).digest()[:4]


def check_signature(text: str, signature: bytes, key: tuple[str, int, bytes]) -> bool:
    """Answers False where `cryptography` is missing, so that nothing was checked."""
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        return False
    signed = utf8(text)
    if key[1] == COSIGNATURE:
        moment, signature = int.from_bytes(signature[:8], "big"), signature[8:]
        if moment >= 2**63:
            raise Failed(f"the signature of {key[0]} is of no moment")
        signed = b"cosignature/v1\ntime %d\n" % moment + signed
    try:
        Ed25519PublicKey.from_public_bytes(key[2]).verify(signature, signed)
    except (InvalidSignature, ValueError):
        raise Failed(f"the signature of {key[0]} does not hold") from None
    return True


def check_growth(old: Checkpoint, new: Checkpoint, proof: Any) -> None:
    """Whether the log of the new checkpoint begins with that of the old one. proof: /log/consistency.json, or None."""
    if old.origin != new.origin:
        raise Failed(f"the older checkpoint is of another log, {old.origin}: this one is {new.origin}")
    if old.size > new.size:
        raise Failed(f"the log has shrunk: {old.size} leaves were signed before, and {new.size} are now")
    if old.size == new.size:
        if old.root != new.root:
            raise Failed(f"the log was rewritten: two checkpoints of {old.size} leaves differ")
        return
    if old.size == 0:
        return
    if proof is None:
        where = f"/log/consistency.json?from={old.size}&to={new.size}"
        raise Failed(f"to compare with the older checkpoint, give its proof by --consistency: {where}")
    path = [
        decoded(each, "a hash of the proof") for each in as_list(as_object(proof, "the proof").get("proof"), "proof")
    ]
    if not is_consistent(old.size, old.root, new.size, new.root, path):
        raise Failed(f"the log was rewritten: it does not begin with the {old.size} leaves that were signed before")


# Time stamps (RFC 3161).


def with_time_stamp(verified: Verified, response: bytes | None, roots: Sequence[str]) -> Verified:
    if response is None:
        return verified
    if verified.checkpoint is None:
        raise Failed("a draft has no checkpoint that could be time-stamped")
    try:
        return verified._replace(time_stamp=check_time_stamp(response, utf8(verified.checkpoint.note), roots))
    except Unchecked as reason:
        return verified._replace(unchecked=str(reason))


def check_time_stamp(response: bytes, stamped: bytes, roots: Sequence[str], nonce: int | None = None) -> TimeStamp:
    """Verify a TimeStampResp: it is of these bytes, and signed under one of the roots (PEM) when it was made.

    nonce: of the request, if this is the answer to one. Raises Failed, and Unchecked where nothing could be checked.
    """
    if not roots:
        raise Unchecked("no certificate of a time-stamping authority is known: give one by --root PEM.")
    try:
        from rfc3161_client import VerificationError, VerifierBuilder, decode_timestamp_response
    except ImportError:
        raise Unchecked("install the Python package `rfc3161-client`, or use openssl as the README says.") from None
    verifier = VerifierBuilder(roots=read_certificates(roots)).build()
    try:
        answer = decode_timestamp_response(response)
        digest = hashlib.sha256(stamped).digest()
        require_answer(answer, digest, nonce)
        verifier.verify(answer, digest)
        return TimeStamp(authority_of(answer), answer.tst_info.gen_time)
    except VerificationError as error:
        raise Failed(f"the time stamp does not hold: {error}") from None
    except ValueError as error:
        raise Failed(f"the time stamp cannot be read: {error}") from None


def require_answer(answer: TimeStampResponse, digest: bytes, nonce: int | None) -> None:
    """Require a granted answer for this digest and nonce; the signature is checked elsewhere. Raises Failed."""
    if answer.status != GRANTED:
        raise Failed(f"the time stamp was not granted as it was asked for: status {answer.status}")
    imprint = answer.tst_info.message_imprint
    if imprint.hash_algorithm.dotted_string != SHA256 or imprint.message != digest:
        raise Failed("the time stamp is of something else than this checkpoint")
    if nonce is not None and answer.tst_info.nonce != nonce:
        raise Failed("the time stamp answers another request: its nonce is not the one that was sent")


def read_certificates(roots: Sequence[str]) -> list[Certificate]:
    from cryptography.x509 import load_pem_x509_certificates

    try:
        return list({each: None for pem in roots for each in load_pem_x509_certificates(utf8(pem))})
    except ValueError as error:
        raise Failed(f"the certificate of the time-stamping authority cannot be read: {error}") from None


def authority_of(answer: TimeStampResponse) -> str:
    """The name in the certificate that signed. Only of an answer that was verified: it has exactly one signer."""
    from cryptography import x509

    [signer] = answer.signed_data.signer_infos
    certificates = map(x509.load_der_x509_certificate, answer.signed_data.certificates)
    subject = next(
        each.subject
        for each in certificates
        if (each.issuer, each.serial_number) == (signer.issuer, signer.serial_number)
    )
    [name, *_others] = [*subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME), None]
    written = name.value if name is not None else subject.rfc4514_string()
    return "".join(each if each.isprintable() else "?" for each in str(written))


def read_roots(paths: Iterable[str]) -> list[str]:
    """Raises OSError."""
    return [Path(path).read_text(encoding="ascii", errors="replace") for path in paths]


# Trees of RFC 9162, section 2.1.


def leaf_hash(body: dict[str, Any]) -> bytes:
    try:
        return hashlib.sha256(b"\x00" + utf8(canonical(body))).digest()
    except RecursionError:
        raise Failed("it is nested too deeply") from None


def joined(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_hash(leaves: Sequence[bytes]) -> bytes:
    if not leaves:
        return hashlib.sha256(b"").digest()
    level = list(leaves)
    while len(level) > 1:
        pairs = [joined(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
        level = pairs + level[len(pairs) * 2 :]
    return level[0]


def is_included(leaf: bytes, index: int, path: Sequence[bytes], size: int, root: bytes) -> bool:
    """Section 2.1.3.2."""
    if not 0 <= index < size:
        return False
    place, last, computed = index, size - 1, leaf
    for step in path:
        if last == 0:
            return False
        if place & 1 or place == last:
            computed = joined(step, computed)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            computed = joined(computed, step)
        place, last = place >> 1, last >> 1
    return last == 0 and computed == root


def is_consistent(old_size: int, old_root: bytes, size: int, root: bytes, path: Sequence[bytes]) -> bool:
    """Section 2.1.4.2."""
    if not 0 < old_size <= size:
        return False
    if old_size == size:
        return not path and old_root == root
    steps = [old_root, *path] if old_size & (old_size - 1) == 0 else list(path)
    if not steps:
        return False
    place, last = old_size - 1, size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    before = after = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            before, after = joined(step, before), joined(step, after)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            after = joined(after, step)
        place, last = place >> 1, last >> 1
    return last == 0 and before == old_root and after == root


# JSON: read strictly, and written in its canonical form (RFC 8785).


def parse_json(raw: bytes) -> Any:
    """Refuses keys that stand twice, and numbers and escapes that are written in a second way."""
    try:
        text = raw.decode("utf-8")
        if any(
            not re.fullmatch("[0-9a-f]{4}", each[1])
            for each in re.finditer(r"\\(?:u(.{4})|.)", text, re.DOTALL)
            if each[1]
        ):
            raise Failed("an escape is written in another way than in the record")
        return json.loads(
            text, object_pairs_hook=without_doubles, parse_constant=refuse_number, parse_float=plain_float
        )
    except (ValueError, RecursionError) as error:
        raise Failed(f"this is no JSON: {error}") from None


def without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Failed("a key stands twice in one object")
    return found


def refuse_number(written: str) -> NoReturn:
    raise Failed(f"{written} is no number of JSON")


def plain_float(written: str) -> float:
    if "E" in written:
        refuse_number(written)
    return float(written)


quoted = json.JSONEncoder(ensure_ascii=False).encode


def canonical(value: Any) -> str:
    if isinstance(value, str) or value is None or isinstance(value, bool):
        return quoted(value)
    if isinstance(value, (int, float)):
        return canonical_number(value)
    if isinstance(value, list):
        return f"[{','.join(canonical(each) for each in value)}]"
    keys = sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
    return "{" + ",".join([f"{quoted(key)}:{canonical(value[key])}" for key in keys]) + "}"


def canonical_number(value: float) -> str:
    """Write a number as ECMAScript does. Raises Failed for what is no number of JSON."""
    if isinstance(value, int):
        if abs(value) > LARGEST_INTEGER:
            refuse_number(str(value))
        return str(value)
    if value in (float("inf"), float("-inf")):
        refuse_number(str(value))
    _sign, digits, exponent = Decimal(repr(abs(value))).as_tuple()
    written = "".join(map(str, digits)).lstrip("0")
    point = len(written) + int(exponent)
    written = written.rstrip("0")
    if not written:
        return "0"
    minus = "-" if value < 0 else ""
    if 0 < point <= 21:
        whole, rest = written[:point].ljust(point, "0"), written[point:]
        return minus + whole + (f".{rest}" if rest else "")
    if -6 < point <= 0:
        return f"{minus}0.{'0' * -point}{written}"
    mantissa = written[0] + (f".{written[1:]}" if written[1:] else "")
    return f"{minus}{mantissa}e{'+' if point > 0 else '-'}{abs(point - 1)}"


def utf8(text: str) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        raise Failed("a text holds half of a character") from None


def decoded(written: Any, what: str, *, url: bool = False, length: int | None = None) -> bytes:
    """Decode a value from base64, or base64url without padding, in its only canonical form."""
    try:
        if not isinstance(written, str):
            raise TypeError
        data = base64.urlsafe_b64decode(written + "=" * (-len(written) % 4)) if url else base64.b64decode(written)
        if encoded(data, url=url) != written or length not in (None, len(data)):
            raise ValueError
        return data
    except (TypeError, ValueError, binascii.Error):
        raise Failed(f"{what} is no canonical base64{'url' if url else ''} of its length") from None


def encoded(data: bytes, *, url: bool = False) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=") if url else base64.b64encode(data).decode()


def number_with_noun(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def as_object(value: Any, what: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Failed(f"{what} is no object")
    return value


def as_list(value: Any, what: str) -> list[Any]:
    if not isinstance(value, list):
        raise Failed(f"{what} is no list")
    return value


def require_keys(
    found: Mapping[str, Any], what: str, needed: AbstractSet[str], allowed: AbstractSet[str] = frozenset()
) -> None:
    for key in [*needed, *found]:
        if key not in found:
            raise Failed(f"{what} has no {key!r}")
        if key not in needed and key not in allowed:
            raise Failed(f"{what} has an unknown {key!r}")


if __name__ == "__main__":
    sys.exit(main())
