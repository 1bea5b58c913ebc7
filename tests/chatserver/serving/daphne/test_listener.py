import asyncio
import socket
import struct
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from chatserver.serving.daphne.listener import ACCEPTS_A_TURN, RESETS_A_TURN, PacedListener
from chatserver.serving.process.listening import open_socket

RESET = struct.pack("ii", 1, 0)


@pytest.fixture
def open_() -> Iterator[ExitStack]:
    with ExitStack() as exits:
        yield exits


@pytest.fixture
def listener(open_: ExitStack) -> PacedListener:
    listener = open_.enter_context(PacedListener.taking(open_socket("127.0.0.1", 0)))
    listener.setblocking(False)
    return listener


def come(listener: PacedListener, open_: ExitStack, count: int, *, is_reset: bool = False) -> None:
    for _one in range(count):
        client = open_.enter_context(socket.create_connection(listener.getsockname()))
        if is_reset:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            client.sendall(b"GET / HTTP/1.1\r\n")
            client.close()


def accepted_in_a_turn(listener: PacedListener, open_: ExitStack) -> int:
    count = 0
    while True:
        try:
            open_.enter_context(listener.accept()[0])
        except BlockingIOError:
            return count
        count += 1


async def test_others_have_their_turn_while_many_come(listener: PacedListener, open_: ExitStack) -> None:
    come(listener, open_, 2 * ACCEPTS_A_TURN + 1)
    accepted = []
    for _turn in range(4):
        accepted.append(accepted_in_a_turn(listener, open_))
        await asyncio.sleep(0)
    assert accepted == [ACCEPTS_A_TURN, ACCEPTS_A_TURN, 1, 0]


@pytest.mark.row("threat", 39)
async def test_a_connection_that_was_reset_is_not_accepted(listener: PacedListener, open_: ExitStack) -> None:
    come(listener, open_, RESETS_A_TURN - 1, is_reset=True)
    come(listener, open_, 1)
    assert accepted_in_a_turn(listener, open_) == 1


async def test_endless_resets_are_cleared_in_turns_too(listener: PacedListener, open_: ExitStack) -> None:
    come(listener, open_, 2 * RESETS_A_TURN, is_reset=True)
    come(listener, open_, 1)
    accepted = []
    for _turn in range(3):
        accepted.append(accepted_in_a_turn(listener, open_))
        await asyncio.sleep(0)
    assert accepted == [0, 0, 1]
