"""The messages of one socket's client: read, limited, carried out, and answered once."""

import asyncio
import logging
import time

from chatserver.database.pools import browsing
from chatserver.live.commands.read_operations import READ_OPERATIONS, answer_read
from chatserver.live.commands.replies import BUSY_AFTER_MS, Reply, ask_to_sign_in, refusal_reply
from chatserver.live.commands.submitted_commands import SubmittedCommand
from chatserver.live.connection.connection import Connection
from chatserver.live.timing.throttle import RecentFaults, TokenBucket, buckets, desk_buckets
from chatserver.live.wire import protocol as wire
from chatserver.live.wire.decoding import BadFrame, decode
from chatserver.live.wire.messages import refusal_words
from chatserver.monitoring.faults import log_fault
from sessions.contract.limits import MAX_FLOODS, MAX_IN_FLIGHT
from sessions.platform.refusals import Refused

logger = logging.getLogger(__name__)

ANSWER_WITHIN_S = 4.0
INPUT_FAULTS = frozenset({"empty", "too_long", "bad_characters"})
"""The domain's refusals that count as a client's faults, like a frame that the wire does not know."""


class Inbound:
    """Made for the first frame: most clients only listen.

    Frames are handled in memory. A command is carried out in its own task, so that nothing waits for it.
    """

    __slots__ = ("_bucket", "_connection", "_faults", "_floods", "_in_flight", "_wait_until")

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._bucket = TokenBucket(time.monotonic())
        self._faults, self._floods = RecentFaults(), RecentFaults(MAX_FLOODS)
        self._wait_until = 0.0
        self._in_flight: set[asyncio.Task[None]] = set()

    async def take(self, text: str | None) -> None:
        """Take one frame; None stands for a binary one. Returns without waiting for the database."""
        try:
            match decode(text):
                case wire.Pos(seq=seq):
                    self._connection.confirm(seq)
                case wire.Command() as command:
                    await self._start(command)
        except BadFrame as bad:
            await self._answer(refusal_reply(bad.code, bad.ref, self._connection.language))
            self._count_fault()
        except Exception as error:  # noqa: BLE001 -- a frame must not cost anybody their socket
            log_fault(logger, "Handling a frame failed.", error)
            await self._answer(self._later("internal", None))

    async def _start(self, command: wire.Command) -> None:
        """Start to carry a command out, unless too many are running."""
        now, account_id = time.monotonic(), self._connection.person.account_id
        wait_ms = self._wait_ms(account_id, now)
        if wait_ms:
            await self._answer(self._later("rate_limited", command, wait_ms))
            self._count_flood(now, wait_ms)
        elif self._connection.subscriber is not None and account_id is None:
            await self._answer(ask_to_sign_in(command, self._connection.language))
        elif len(self._in_flight) >= MAX_IN_FLIGHT:
            await self._answer(self._later("busy", command))
        else:
            # It runs at once as far as the queue: to wake a task first costs as much as this part of it.
            task = asyncio.Task(self._carry_out(command), loop=asyncio.get_running_loop(), eager_start=True)
            if not task.done():
                self._in_flight.add(task)
                task.add_done_callback(self._in_flight.discard)

    def _wait_ms(self, account_id: int | None, now: float) -> int:
        if account_id is None:
            return self._bucket.take(now)
        return (desk_buckets if self._connection.reads_desk else buckets).take(account_id, now)

    def _count_flood(self, now: float, wait_ms: int) -> None:
        """A client that waits as long as it was told, and is fast again, is no fault: only one that does not wait."""
        if now < self._wait_until and self._floods.add(now):
            self._connection.close_for_rate_limit()
        self._wait_until = now + wait_ms / 1000

    async def _carry_out(self, command: wire.Command) -> None:
        """Bring a command to its one reply; one that came before the welcome waits for it."""
        connection = self._connection
        try:
            async with asyncio.timeout(ANSWER_WITHIN_S):
                if not await connection.is_subscribed():
                    return  # they were told why
                if connection.person.account_id is None:
                    reply = ask_to_sign_in(command, connection.language)
                elif command.op in READ_OPERATIONS:
                    reply = await browsing.run(answer_read, self._submitted(command))
                else:
                    reply = await connection.hub.command_queue.submit(self._submitted(command))
        except TimeoutError:
            reply = self._later("timeout", command)
        except Exception as error:  # noqa: BLE001 -- every command gets an answer
            log_fault(logger, f"Carrying out {command.op} failed.", error)
            reply = self._later("internal", command)
        await self._answer(reply)
        if reply.code in INPUT_FAULTS:
            self._count_fault()
        elif reply.code == "sign_in" and connection.person.account_id is not None:
            connection.close_for_refusal(Refused("sign_in", refusal_words("sign_in", connection.language)))

    def _submitted(self, command: wire.Command) -> SubmittedCommand:
        connection = self._connection
        return SubmittedCommand(
            account_id=connection.person.account_id,
            chat_session_id=connection.chat_session_id,
            door=connection.door,
            language=connection.language,
            command=command,
            session_key=connection.person.session_key,
            is_proven=connection.person.is_proven,
            password_mark=connection.person.password_mark,
        )

    def _later(self, code: str, command: wire.Command | None, after_ms: int = BUSY_AFTER_MS) -> Reply:
        ref = command.ref_text if command is not None else None
        return refusal_reply(code, ref, self._connection.language, retry=True, after_ms=after_ms)

    async def _answer(self, reply: Reply) -> None:
        await self._connection.outbound.send(reply.text)

    def _count_fault(self) -> None:
        if self._faults.add(time.monotonic()):
            self._connection.close_for_rate_limit()
