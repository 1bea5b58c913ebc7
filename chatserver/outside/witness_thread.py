"""Asks the witnesses of the settings beside the server, each in a thread of its own: a slow one delays no other."""

import logging
import time
from typing import override

from django.conf import settings

from chatserver.operations.workers.periodic import PeriodicThread
from chatserver.web_client import NoAnswer, NotConnected, ask
from sessions.models import LogCheckpoint
from sessions.record.proof.consistency import newest_published
from sessions.record.proof.cosignatures import UnknownWitness, last_signed, take_cosignatures
from sessions.record.proof.log_refused import LogRefused
from sessions.record.proof.notes.checkpoints import encoded_root
from sessions.record.proof.notes.signed_notes import read_note
from sessions.record.proof.stored_leaves import hashes_of
from sessions.record.proof.tree import consistency_proof
from sessions.record.proof.witness_list import NamedWitness

logger = logging.getLogger(__name__)

EVERY_SECONDS = 10.0
RETRY_AFTER_MINUTES = (1, 5, 30, 120, 360)
"""The last one for ever: a witness may be away for days."""


class AskingThread(PeriodicThread):
    def __init__(self, witness: NamedWitness) -> None:
        super().__init__(f"asking of the witness {witness.key.name}", every_seconds=EVERY_SECONDS)
        self._witness, self._failures, self._not_before = witness, 0, 0.0

    @override
    def take_turn(self) -> None:
        if time.monotonic() < self._not_before:
            return
        try:
            ask_witness(self._witness)
        except NotWitnessed as reason:
            minutes = RETRY_AFTER_MINUTES[min(self._failures, len(RETRY_AFTER_MINUTES) - 1)]
            self._failures, self._not_before = self._failures + 1, time.monotonic() + 60 * minutes
            logger.warning(
                "The witness %s has not signed the newest checkpoint: %s. Next attempt in %s minutes.",
                self._witness.key.name,
                reason,
                minutes,
            )
        else:
            self._failures = 0


def start() -> list[AskingThread]:
    """One for each witness with an address; the others come by themselves."""
    threads = [AskingThread(each) for each in settings.WITNESSES if each.url]
    for thread in threads:
        thread.start()
    return threads


# Asks a witness to sign the newest checkpoint of our log (c2sp.org/tlog-witness, add-checkpoint).

SECONDS = 10.0
LARGEST = 16 * 1024
"""Bytes of an answer: some lines of signatures."""

MEANINGS = {
    400: "it could not read what was sent",
    403: "it does not know the key of this log",
    404: "it does not know this log",
    409: "it has signed another log of this size under this name",
    422: "it finds that the log does not go on from what it has signed",
}


class NotWitnessed(Exception):
    """Why there is no signature, in a few words of our own."""


def ask_witness(witness: NamedWitness) -> bool:
    """Whether the witness was asked, and has signed. Not asked is who has signed the newest checkpoint.

    No transaction is open while the witness is asked. Raises NotWitnessed.
    """
    try:
        newest = newest_published()
    except LogRefused:
        return False  # what is wrong with the log is said where it is read
    if newest is None or read_note(newest.note).is_signed_by(witness.key):
        return False
    known = last_signed(witness.key, origin_id=newest.origin_id)
    answer = _post(witness, newest, known.size if known is not None else 0)
    if isinstance(answer, int):
        if answer > newest.size:
            raise NotWitnessed(f"it has seen {answer} leaves of this log, and {newest.size} are here")
        answer = _post(witness, newest, answer)
        if isinstance(answer, int):
            raise NotWitnessed(MEANINGS[409])
    try:
        take_cosignatures(f"{read_note(newest.note).text}\n{answer}")
    except (UnknownWitness, LogRefused):
        raise NotWitnessed("what it answered holds no new signature of its key") from None
    return True


def _post(witness: NamedWitness, newest: LogCheckpoint, old: int) -> str | int:
    """Signature lines; or the size that the witness has signed, where that is another one than old, or another log."""
    hashes = hashes_of(newest)
    proof = consistency_proof(hashes, old) if 0 < old < newest.size else []
    lines = [f"old {old}", *map(encoded_root, proof), "", newest.note]
    content = "\n".join(lines).encode()
    try:
        answer = ask("POST", f"{witness.url}/add-checkpoint", seconds=SECONDS, largest=LARGEST, content=content)
    except NotConnected:
        raise NotWitnessed("there was no connection to it") from None
    except NoAnswer:
        raise NotWitnessed("it did not answer in time, or too much") from None
    body = answer.content.decode("utf-8", "replace")
    if answer.status_code == 409 and body.strip().isascii() and body.strip().isdigit() and len(body) <= 20:
        return int(body)
    if answer.status_code != 200:
        raise NotWitnessed(MEANINGS.get(answer.status_code, f"it answered {answer.status_code}"))
    return body
