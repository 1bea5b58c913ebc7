"""Sends codes in threads of their own: a slow gateway delays no request, and its delay tells nobody anything.

The digits are in this process's memory until they are sent. If it ends before, the person asks for another code.
"""

import logging
import queue
import threading
from dataclasses import dataclass

from django.db import connections

from chatserver.accounts.codes.codes import void_unsent_code
from chatserver.accounts.senders import Message, NotAccepted, PerhapsSent, Sender
from chatserver.accounts.senders.outcomes import count_failure, send_and_count
from chatserver.monitoring.faults import log_fault

logger = logging.getLogger(__name__)

THREADS = 16
LONGEST_QUEUE = 800
"""Bound of the queue. With a gateway that takes its full ten seconds for each message, later ones would arrive too
late."""


@dataclass(frozen=True, slots=True)
class CodeMessage:
    """A message with a code, the row of that code, and the channel and the sender that it goes out by."""

    code_id: int
    message: Message
    channel: str
    sender: Sender


class CodeSender:
    """One queue for each kind of sender, so that a gateway for SMS that hangs delays no message by e-mail."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._threads_of: dict[str, SenderThreads] = {}

    def send_soon(self, code_message: CodeMessage) -> bool:
        """Queue the message; False where too many wait already, and then it is not sent at all."""
        name = type(code_message.sender).__name__
        with self._lock:
            if name not in self._threads_of:
                self._threads_of[name] = SenderThreads(name)
            threads = self._threads_of[name]
        return threads.send_soon(code_message)

    def wait_until_sent(self) -> None:
        for threads in tuple(self._threads_of.values()):
            threads.wait_until_sent()


class SenderThreads:
    """The threads of one kind of sender: they start with its first message and end with the process."""

    def __init__(self, name: str) -> None:
        self._waiting: queue.Queue[CodeMessage] = queue.Queue(LONGEST_QUEUE)
        for number in range(THREADS):
            threading.Thread(target=self._work, name=f"codes-{name}-{number}", daemon=True).start()

    def send_soon(self, code_message: CodeMessage) -> bool:
        try:
            self._waiting.put_nowait(code_message)
        except queue.Full:
            logger.warning("A sign-in code was dropped: the queue for the gateway is full.")
            count_failure(code_message.channel, "code")
            return False
        return True

    def wait_until_sent(self) -> None:
        self._waiting.join()

    def _work(self) -> None:
        while True:
            code_message = self._waiting.get()
            try:
                _send(code_message)
            finally:
                self._waiting.task_done()


CODE_SENDER = CodeSender()


def _send(code_message: CodeMessage) -> None:
    """Send one message. A failure is saved for the page that waits for the code, and logged without the address."""
    try:
        send_and_count(code_message.sender, code_message.message, channel=code_message.channel, purpose="code")
    except (NotAccepted, PerhapsSent) as failure:
        logger.warning("Delivery of a sign-in code failed or is uncertain: %s.", failure.reason)
        if isinstance(failure, NotAccepted):
            _note_failed(code_message)
    except Exception as error:  # noqa: BLE001 -- any fault: the next message is still sent
        log_fault(logger, "Sending a sign-in code failed.", error)
        _note_failed(code_message)


def _note_failed(code_message: CodeMessage) -> None:
    try:
        void_unsent_code(code_message.code_id)
    except Exception as error:  # noqa: BLE001 -- the person waits a little longer before asking again
        log_fault(logger, "Recording a failed sign-in code failed.", error)
    finally:
        connections.close_all()
