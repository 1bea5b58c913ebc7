"""A log with a key of its own, as others keep one: notes and proofs, and a website that may answer with garbage."""

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sessions.record.proof.notes.checkpoints import TreeHead
from sessions.record.proof.notes.signed_notes import NoteKey, SignedNote, public_of, sign
from sessions.record.proof.tree import consistency_proof, hash_of_leaf, root_hash

ORIGIN = "log.example/log"


class ForeignLog:
    """leaves: of its tree; a test rewrites them. answers: by path, what is answered instead. notes: handed in."""

    def __init__(self) -> None:
        self._private = Ed25519PrivateKey.generate()
        self.vkey = str(NoteKey(ORIGIN, public_of(self._private)))
        self.leaves: list[bytes] = []
        self.answers: dict[str, tuple[int, bytes]] = {}
        self.notes: list[str] = []

    def grow(self, *words: str) -> None:
        self.leaves += [hash_of_leaf(each.encode()) for each in words]

    def note(self, origin: str = ORIGIN, private: Ed25519PrivateKey | None = None) -> str:
        text = str(TreeHead(origin, len(self.leaves), root_hash(self.leaves)))
        return str(SignedNote(text, (sign(text, name=origin, private=private or self._private),)))

    def proof(self, old: int) -> list[str]:
        path = consistency_proof(self.leaves, old) if 0 < old < len(self.leaves) else []
        return [base64.b64encode(each).decode() for each in path]

    def asked(self, old: int) -> bytes:
        """The body of an add-checkpoint."""
        return "\n".join([f"old {old}", *self.proof(old), "", self.note()]).encode()

    def answer(self, path: str, query: str) -> tuple[int, bytes]:
        if path in self.answers:
            return self.answers[path]
        if path == "/log/checkpoint":
            return 200, self.note().encode()
        if path == "/log/keys.json":
            return 200, json.dumps({"keys": [{"vkey": self.vkey, "role": "log", "until": None}]}).encode()
        return 200, json.dumps({"proof": self.proof(int(parse_qs(query)["from"][0]))}).encode()


@contextmanager
def open_log(log: ForeignLog) -> Iterator[str]:
    """The address of its website."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            self._say(*log.answer(parts.path, parts.query))

        def do_POST(self) -> None:
            log.notes.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self._say(*log.answers.get(self.path, (200, b"")))

        def _say(self, status: int, content: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
