"""Makes witnesses' keys and signatures, by the documents of C2SP and not by our own code."""

import base64
import hashlib
import time

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

PLAIN, TIMED = b"\x01", b"\x04"


class TestWitness:
    """kind: of its key, PLAIN or TIMED (cosignature/v1)."""

    __test__ = False

    def __init__(self, name: str = "witness.example/w1", kind: bytes = TIMED, seed: bytes | None = None) -> None:
        self.private = Ed25519PrivateKey.from_private_bytes(seed) if seed else Ed25519PrivateKey.generate()
        self.name, self.kind, self.public = name, kind, self.private.public_key().public_bytes_raw()
        self.hash = hashlib.sha256(name.encode() + b"\n" + kind + self.public).digest()[:4]
        self.vkey = f"{name}+{self.hash.hex()}+{base64.b64encode(kind + self.public).decode()}"

    def line(self, note: str, at: int | None = None) -> str:
        """A signature line of the note's text, which ends before its empty line."""
        text = note.rpartition("\n\n")[0] + "\n"
        moment = int(time.time()) if at is None else at
        if self.kind == TIMED:
            signed = self.private.sign(f"cosignature/v1\ntime {moment}\n{text}".encode())
            return self.line_of(moment.to_bytes(8, "big") + signed)
        return self.line_of(self.private.sign(text.encode()))

    def line_of(self, signature: bytes) -> str:
        return f"— {self.name} {base64.b64encode(self.hash + signature).decode()}\n"
