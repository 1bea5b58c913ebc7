"""The witnesses that an operator names in WITNESSES: their keys, and where checkpoints are sent to them; pure."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from sessions.record.proof.notes.signed_notes import COSIGNATURE_KIND, BadNote, NoteKey

MOST_WITNESSES, LONGEST_NAME = 8, 100
"""Bounds of witnesses. With the signatures of all of them, a checkpoint still fits into the QR code on paper (2,953
bytes)."""


@dataclass(frozen=True, slots=True)
class NamedWitness:
    """A witness that the settings name.

    url: the submission prefix of c2sp.org/tlog-witness; blank where the witness comes by itself.
    """

    key: NoteKey
    url: str = ""


def parse_witnesses(written: str) -> tuple[NamedWitness, ...]:
    """`VKEY` or `VKEY URL`, with commas between them. Raises BadNote."""
    found = tuple(_parse_one(each.split()) for each in written.split(",") if each.strip())
    if len(found) > MOST_WITNESSES:
        raise BadNote(f"At most {MOST_WITNESSES} witnesses can be named.")
    if len({each.key.name for each in found}) != len(found) or len({each.key.public for each in found}) != len(found):
        raise BadNote("Two of the witnesses have one name or one key.")
    return found


def _parse_one(parts: list[str]) -> NamedWitness:
    key, url = NoteKey.parse(parts[0]), " ".join(parts[1:])
    if key.kind != COSIGNATURE_KIND or len(key.name) > LONGEST_NAME or not key.name.isascii():
        raise BadNote(f"{parts[0][:100]!r} is no key of a witness (cosignature/v1) with a name in plain letters.")
    address = urlsplit(url)
    if url and (" " in url or address.scheme not in {"http", "https"} or not address.hostname):
        raise BadNote(f"{url[:100]!r} is no full http or https address of a witness.")
    return NamedWitness(key, url.rstrip("/"))
