"""Signed notes of C2SP (c2sp.org/signed-note) with Ed25519: keys, signatures, and reading a note; pure."""

import base64
import binascii
import hashlib
from dataclasses import dataclass
from typing import Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

PLAIN_KIND = 0x01
COSIGNATURE_KIND = 0x04
"""A witness' signature with its time (c2sp.org/tlog-cosignature)."""


class BadNote(ValueError):
    """Why a note or a key cannot be read, in one sentence."""


@dataclass(frozen=True, slots=True)
class NoteKey:
    """A public key with its name; as text, a vkey: name+hash+base64. kind: the byte before the key."""

    name: str
    public: bytes
    kind: int = PLAIN_KIND

    @classmethod
    def parse(cls, vkey: str) -> Self:
        """Raises BadNote."""
        try:
            name, said_hash, encoded = vkey.split("+", 2)
            decoded = base64.b64decode(encoded, validate=True)
        except (ValueError, binascii.Error):
            raise BadNote(f"{vkey[:100]!r} is no key of the form name+hash+base64.") from None
        if len(decoded) != 33 or decoded[0] not in {PLAIN_KIND, COSIGNATURE_KIND} or not is_key_name(name):
            raise BadNote(f"{vkey[:100]!r} is no key for Ed25519.")
        key = cls(name, decoded[1:], decoded[0])
        if said_hash != key.hash.hex():
            raise BadNote(f"The hash in the key {vkey[:100]!r} does not fit its name and its key.")
        return key

    @property
    def hash(self) -> bytes:
        """Four bytes, by which a signature says which key made it."""
        return hashlib.sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public).digest()[:4]

    def __str__(self) -> str:
        encoded = base64.b64encode(bytes([self.kind]) + self.public).decode()
        return f"{self.name}+{self.hash.hex()}+{encoded}"


@dataclass(frozen=True, slots=True)
class NoteSignature:
    name: str
    key_hash: bytes
    signature: bytes

    def is_by(self, key: NoteKey) -> bool:
        return self.name == key.name and self.key_hash == key.hash

    @property
    def moment(self) -> int:
        """Seconds since 1970, by the clock of the witness. Of a cosignature alone."""
        return int.from_bytes(self.signature[:8], "big")

    def __str__(self) -> str:
        return f"— {self.name} {base64.b64encode(self.key_hash + self.signature).decode()}"


@dataclass(frozen=True, slots=True)
class SignedNote:
    """A signed note. text: with its last newline."""

    text: str
    signatures: tuple[NoteSignature, ...]

    def __str__(self) -> str:
        return f"{self.text}\n" + "".join(f"{signature}\n" for signature in self.signatures)

    def is_signed_by(self, key: NoteKey) -> bool:
        """Whether one of its signatures is this key's, and all of those hold."""
        own = [signature for signature in self.signatures if signature.is_by(key)]
        return bool(own) and all(_holds(self.text, signature.signature, key) for signature in own)


def is_key_name(name: str) -> bool:
    return bool(name) and "+" not in name and not any(character.isspace() for character in name)


def sign(text: str, *, name: str, private: Ed25519PrivateKey) -> NoteSignature:
    key = NoteKey(name, public_of(private))
    return NoteSignature(name, key.hash, private.sign(text.encode()))


def cosign(text: str, *, name: str, private: Ed25519PrivateKey, moment: int) -> NoteSignature:
    """Sign a text as a witness does (c2sp.org/tlog-cosignature, with Ed25519). moment: in seconds since 1970."""
    key = NoteKey(name, public_of(private), COSIGNATURE_KIND)
    return NoteSignature(name, key.hash, moment.to_bytes(8, "big") + private.sign(_timed(text, moment)))


def read_note(written: str) -> SignedNote:
    """Raises BadNote."""
    text, separator, last = written.rpartition("\n\n")
    if not separator or not last.endswith("\n"):
        raise BadNote("This is no signed note: a text, an empty line, and signatures.")
    signatures = tuple(_read_signature(line) for line in last[:-1].split("\n"))
    return SignedNote(f"{text}\n", signatures)


def public_of(private: Ed25519PrivateKey) -> bytes:
    return private.public_key().public_bytes_raw()


def _read_signature(line: str) -> NoteSignature:
    dash, _, rest = line.partition(" ")
    name, _, encoded = rest.partition(" ")
    try:
        decoded = base64.b64decode(encoded, validate=True)
    except (ValueError, binascii.Error):
        decoded = b""
    if dash != "—" or not is_key_name(name) or len(decoded) < 5:
        raise BadNote(f"{line[:100]!r} is no signature of a note.")
    return NoteSignature(name, decoded[:4], decoded[4:])


def _holds(text: str, signature: bytes, key: NoteKey) -> bool:
    signed = text.encode()
    if key.kind == COSIGNATURE_KIND:
        moment, signature = int.from_bytes(signature[:8], "big"), signature[8:]
        if moment >= 2**63:
            return False
        signed = _timed(text, moment)
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(signature, signed)
    except InvalidSignature:
        return False
    return True


def _timed(text: str, moment: int) -> bytes:
    return f"cosignature/v1\ntime {moment}\n{text}".encode()
