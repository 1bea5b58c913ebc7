"""Witnesses a log elsewhere: checks that it goes on from the last checkpoint signed here, and signs the newest one.

It needs no database, and keeps two files: its key, and one line with what it last signed. c2sp.org/tlog-witness.
"""

import base64
import fcntl
import os
import re
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple, override
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from chatserver.web_client import NoAnswer, NotConnected, ask
from sessions.record.proof.notes.signed_notes import (
    COSIGNATURE_KIND,
    PLAIN_KIND,
    BadNote,
    NoteKey,
    cosign,
    public_of,
    read_note,
)
from sessions.record.proof.verifier.verify import (
    Checkpoint,
    Failed,
    as_list,
    as_object,
    check_growth,
    check_note,
    decoded,
    is_consistent,
    parse_json,
    parse_key,
    root_hash,
)

SIGNED, WAS_REFUSED, OUT_OF_REACH = 0, 1, 2
KEY_FILE, SEEN_FILE = "key", "seen"
SECONDS, LARGEST = 20.0, 256 * 1024
MOST_PROOF_LINES, LONGEST_SAID = 63, 300
SIZE_TYPE = "text/x.tlog.size"


class NotSigned(Exception):
    """What is not signed, and why. status: of c2sp.org/tlog-witness. size: signed last, where it is not the old one."""

    def __init__(self, status: int, why: str, size: int | None = None) -> None:
        super().__init__(why)
        self.status, self.size = status, size


class Unreachable(Exception):
    """The log does not answer, or with what cannot be read."""


class LastSigned(NamedTuple):
    """What was signed last, of which log: vkey is the log's. A log that was never signed has no leaves."""

    vkey: str
    size: int
    root: bytes

    @property
    def origin(self) -> str:
        return parse_key(self.vkey)[0]


class Witness:
    """A witness of logs.

    folder: made, with the witness' own key in it, readable by its owner alone. Raises Failed, OSError.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = folder / KEY_FILE
        if not path.exists():
            if not re.fullmatch(r"[!-*,-~]{1,100}", name):
                raise Failed("a new witness needs a name, such as --name witness.example.org/log: without spaces or +")
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(f"{name} {base64.b64encode(os.urandom(32)).decode()}\n")
        kept, _, seed = path.read_text().strip().partition(" ")
        if name and name != kept:
            raise Failed(f"the key in {folder} is of {kept}: another witness needs another --folder")
        self.name, self._private = kept, Ed25519PrivateKey.from_private_bytes(decoded(seed, "the key", length=32))
        self.vkey = str(NoteKey(kept, public_of(self._private), COSIGNATURE_KIND))

    def seen(self) -> LastSigned | None:
        try:
            vkey, written, root = (self._folder / SEEN_FILE).read_text().split()
            size = int(written)
        except FileNotFoundError:
            return None
        except ValueError:
            raise Failed(f"{self._folder / SEEN_FILE} is damaged: it is one line, KEY SIZE ROOT") from None
        return LastSigned(vkey, size, decoded(root, "the root", length=32))

    def trust(self, vkey: str) -> None:
        """The key of the log from now on: of a log that is new here, or a new key of the one that is witnessed."""
        origin, kind, _public = parse_key(vkey)
        if kind != PLAIN_KIND or origin == self.name:
            raise Failed(f"{vkey} is no key of a log")
        with self._alone():
            before = self.seen()
            if before is not None and before.origin != origin:
                raise Failed(f"{self._folder} witnesses {before.origin}: {origin} needs another --folder")
            self._keep(before._replace(vkey=vkey) if before is not None else LastSigned(vkey, 0, root_hash([])))

    def sign(self, old: int, proof: Sequence[bytes], note: str) -> str:
        """The line of a cosignature, once what was signed is kept. old: the size that the proof begins with.

        Two that ask at once wait for each other. Raises NotSigned.
        """
        with self._alone():
            seen = self.seen()
            assert seen is not None, "its key is known"
            head = _head_signed(note, seen)
            if old > head.size:
                raise NotSigned(400, "the old size is greater than that of the checkpoint")
            if old != seen.size:
                raise NotSigned(409, f"{seen.size} leaves were signed before, and not {old}", seen.size)
            if old == head.size and seen.root != head.root:
                raise NotSigned(409, f"the log was rewritten: two checkpoints of {old} leaves differ")
            if proof if old == 0 else not is_consistent(old, seen.root, head.size, head.root, proof):
                raise NotSigned(422, f"the log was rewritten, or its proof is wrong: nothing goes on from {old} leaves")
            self._keep(LastSigned(seen.vkey, head.size, head.root))
            made = cosign(read_note(note).text, name=self.name, private=self._private, moment=int(time.time()))
            return f"{made}\n"

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with (self._folder / KEY_FILE).open() as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _keep(self, seen: LastSigned) -> None:
        unfinished = self._folder / f".{SEEN_FILE}"
        with unfinished.open("w") as file:
            file.write(f"{seen.vkey} {seen.size} {base64.b64encode(seen.root).decode()}\n")
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(self._folder / SEEN_FILE)


def run_witness(url: str, *, name: str, key: str, folder: Path, every: float, listen: tuple[str, int] | None) -> int:
    """0 signed, or signed before; 1 refused: the log was rewritten, or is another; 2 out of reach, or not handed in.

    every: seconds; 0 for once.
    """
    url = url.rstrip("/")
    url = url if urlsplit(url).path.endswith("/log") else f"{url}/log"
    try:
        witness = Witness(folder, name)
        _say(SIGNED, f"The key of this witness: {witness.vkey}")
        if key or witness.seen() is None:
            witness.trust(key or _key_of(url))
        if listen is not None:
            serve_witness(witness, *listen)
        while True:
            code = _try_to_follow(witness, url)
            if not every or code == WAS_REFUSED:
                return code
            time.sleep(every)
    except Failed as why:
        return _say(WAS_REFUSED, f"Refused: {why}.")
    except (Unreachable, OSError) as why:
        return _say(OUT_OF_REACH, f"Nothing was signed: {why}.")
    except KeyboardInterrupt:
        return SIGNED


def follow(witness: Witness, url: str) -> str:
    """Check and sign the newest checkpoint of the log at url, and hand the signature in; answers what was done.

    Raises Failed, NotSigned, Unreachable.
    """
    note, seen = _get(f"{url}/checkpoint").decode("utf-8", "replace"), witness.seen()
    assert seen is not None, "its key is known"
    head = _head_signed(note, seen)
    proof: dict[str, Any] = {"proof": []}
    if 0 < seen.size < head.size:
        proof = _read_json(f"{url}/consistency.json?from={seen.size}&to={head.size}")
    check_growth(Checkpoint(seen.origin, seen.size, seen.root, is_signed=True, note=""), head, proof)
    path = [decoded(each, "a hash of the proof") for each in as_list(proof.get("proof"), "the proof")]
    if read_note(note).is_signed_by(NoteKey.parse(witness.vkey)):
        return f"{head.origin} has {head.size} leaves, as were signed before."
    line = witness.sign(seen.size, path, note)
    _hand_in(f"{url}/cosignatures", f"{read_note(note).text}\n{line}", line)
    return f"Signed: {head.origin} has {head.size} leaves, and goes on from the {seen.size} that were signed before."


def serve_witness(witness: Witness, host: str, port: int) -> None:
    """Answer add-checkpoint until stopped; in front of it stands what speaks TLS. Raises OSError."""
    with make_server(witness, host, port) as server:
        _say(SIGNED, f"Listening on http://{host}:{server.server_address[1]}/add-checkpoint")
        server.serve_forever()


def make_server(witness: Witness, host: str, port: int) -> ThreadingHTTPServer:
    """Raises OSError."""
    return _Server((host, port), _handler_for(witness))


def answer_add_checkpoint(witness: Witness, body: bytes) -> str:
    """The line of the cosignature. Raises NotSigned."""
    try:
        asked, _, note = body.decode().partition("\n\n")
        first, *lines = asked.split("\n")
        size = re.fullmatch(r"old (0|[1-9][0-9]{0,15})", first)
        if size is None or len(lines) > MOST_PROOF_LINES:
            raise Failed("it does not begin with old SIZE and a proof")
        proof = [decoded(line, "a line of the proof", length=32) for line in lines]
    except (UnicodeDecodeError, Failed) as why:
        raise NotSigned(400, str(why)) from None
    return witness.sign(int(size[1]), proof, note)


class _Server(ThreadingHTTPServer):
    @override
    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), OSError):  # who asked is gone
            super().handle_error(request, client_address)


def _handler_for(witness: Witness) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version, timeout = "HTTP/1.1", 20

        def do_POST(self) -> None:
            length = self.headers.get("Content-Length", "")
            if self.path != "/add-checkpoint" or not re.fullmatch("[0-9]{1,7}", length) or int(length) > LARGEST:
                self.close_connection = True
                self._answer(404 if self.path != "/add-checkpoint" else 400, "This is no add-checkpoint.\n")
                return
            try:
                line = answer_add_checkpoint(witness, self.rfile.read(int(length)))
            except NotSigned as why:
                if why.size is not None:
                    self._answer(why.status, f"{why.size}\n", SIZE_TYPE)
                else:
                    self._answer(why.status, f"{why}\n")
                _say(why.status, f"Refused ({why.status}): {why}.")
            else:
                self._answer(200, line)

        def _answer(self, status: int, words: str, content_type: str = "text/plain; charset=utf-8") -> None:
            content = words.encode()
            self.send_response(status)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        @override
        def log_message(self, format: str, *args: object) -> None:
            """Nobody's address is kept."""

    return Handler


def _try_to_follow(witness: Witness, url: str) -> int:
    try:
        _say(SIGNED, follow(witness, url))
    except (Failed, NotSigned) as why:
        return _say(WAS_REFUSED, f"Refused: {why}.")
    except Unreachable as why:
        return _say(OUT_OF_REACH, f"Not witnessed: {why}")
    return SIGNED


def _head_signed(note: str, seen: LastSigned) -> Checkpoint:
    """The checkpoint in a note that the witnessed log has signed. Raises NotSigned."""
    try:
        head = check_note(note, None)
        read_note(note)
    except (BadNote, Failed) as why:
        raise NotSigned(400, str(why)) from None
    if head.origin != seen.origin:
        raise NotSigned(404, f"{head.origin} is another log than the one that is witnessed here, {seen.origin}")
    try:
        return check_note(note, [seen.vkey])
    except Failed as why:
        raise NotSigned(403, f"{why}. If the log has a new key, and you have compared it: --key VKEY") from None


def _key_of(url: str) -> str:
    """The one that signs now, taken on trust at the first use."""
    where = f"{url}/keys.json"
    keys = [as_object(each, "a key") for each in as_list(_read_json(where).get("keys"), "keys")]
    found = [each.get("vkey") for each in keys if each.get("role") == "log" and each.get("until") is None]
    if len(found) != 1:
        raise Unreachable(f"{where} names no key that signs the log now")
    _say(SIGNED, f"The key of the log, taken from {where}; compare it once with another source: {found[0]}")
    return str(found[0])


def _read_json(where: str) -> dict[str, Any]:
    try:
        return as_object(parse_json(_get(where)), "it")
    except Failed as why:
        raise Unreachable(f"{where} cannot be read: {why}") from None


def _get(where: str) -> bytes:
    status, content = _ask("GET", where)
    if status != HTTPStatus.OK:
        said = content.decode("utf-8", "replace").strip().rstrip(".")
        raise Unreachable(f"{where} answered {status}{f': {said}' if said and len(said) < LONGEST_SAID else ''}")
    return content


def _hand_in(where: str, note: str, line: str) -> None:
    try:
        status, content = _ask("POST", where, content=note.encode())
        said = content.decode("utf-8", "replace").strip()
        problem = "" if status == HTTPStatus.OK else f"it answered {status}: {said[:LONGEST_SAID]}"
    except Unreachable as why:
        problem = str(why)
    if problem:
        raise Unreachable(f"the log did not take the signature, which is offered again next time: {problem}\n{line}")


def _ask(method: str, where: str, **request: bytes) -> tuple[int, bytes]:
    try:
        answer = ask(method, where, seconds=SECONDS, largest=LARGEST, **request)
    except NotConnected:
        raise Unreachable(f"there is no connection to {where}") from None
    except NoAnswer:
        raise Unreachable(f"{where} did not answer in time, or with too much") from None
    return answer.status_code, answer.content


def _say(code: int, words: str) -> int:
    out = sys.stderr if code else sys.stdout
    out.write(f"{words}\n")
    out.flush()
    return code
