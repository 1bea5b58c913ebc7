"""Sends codes beside the requests that ask for them: a slow gateway holds nobody up, and tells nobody anything.

The digits are in this process's memory until they are sent. If it dies before, the person asks for another code.
"""

import logging
import queue
import threading
from dataclasses import dataclass

from django.db import connections

from chatserver.accounts.codes.codes import note_failed
from chatserver.accounts.senders import Message, NotAccepted, Sender, Unsure
from chatserver.faults import log_fault

logger = logging.getLogger(__name__)

THREADS = 16
LONGEST_QUEUE = 800
"""With a gateway that takes its full ten seconds for each, what stands further behind comes when it is too late."""


@dataclass(frozen=True, slots=True)
class CodeMessage:
    code_id: int
    message: Message
    sender: Sender


class CodeSender:
    """A lane for each kind of sender, so that a gateway that hangs keeps no letter by mail waiting."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._lanes: dict[str, SenderThreads] = {}

    def send_soon(self, letter: CodeMessage) -> bool:
        """False where too many wait already: then it is not sent at all."""
        name = type(letter.sender).__name__
        with self._lock:
            if name not in self._lanes:
                self._lanes[name] = SenderThreads(name)
            lane = self._lanes[name]
        return lane.send_soon(letter)

    def wait_until_sent(self) -> None:
        for lane in tuple(self._lanes.values()):
            lane.wait_until_sent()


class SenderThreads:
    """Threads that begin with the first letter and end with the process."""

    def __init__(self, name: str) -> None:
        self._letters: queue.Queue[CodeMessage] = queue.Queue(LONGEST_QUEUE)
        for number in range(THREADS):
            threading.Thread(target=self._work, name=f"codes-{name}-{number}", daemon=True).start()

    def send_soon(self, letter: CodeMessage) -> bool:
        try:
            self._letters.put_nowait(letter)
        except queue.Full:
            logger.warning("A code was not sent: too many wait for the gateway.")
            return False
        return True

    def wait_until_sent(self) -> None:
        self._letters.join()

    def _work(self) -> None:
        while True:
            letter = self._letters.get()
            try:
                _send(letter)
            finally:
                self._letters.task_done()


POST = CodeSender()


def _send(letter: CodeMessage) -> None:
    """A failure is written down for the page that waits for the code, and logged without the address."""
    try:
        letter.sender.send(letter.message)
    except (NotAccepted, Unsure) as failure:
        logger.warning("A code may not have reached its reader: %s.", failure.reason)
        if isinstance(failure, NotAccepted):
            _note_failed(letter)
    except Exception as error:  # noqa: BLE001 -- whatever it is, the next letter is sent
        log_fault(logger, "A code failed on its way.", error)
        _note_failed(letter)


def _note_failed(letter: CodeMessage) -> None:
    try:
        note_failed(letter.code_id)
    except Exception as error:  # noqa: BLE001 -- the person waits a little longer before asking again
        log_fault(logger, "That a code failed could not be written down.", error)
    finally:
        connections.close_all()
