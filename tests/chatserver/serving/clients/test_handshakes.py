"""Handshakes begin one by one, however many arrive at once."""

import asyncio
from functools import partial

import pytest

from chatserver.serving.clients.handshakes import Handshakes

pytestmark = pytest.mark.row("threat", 38)


async def turns(begun: list[str], number: int) -> list[list[str]]:
    """What has begun after each of so many turns of the event loop."""
    seen = []
    for _turn in range(number):
        await asyncio.sleep(0)
        seen.append(list(begun))
    return seen


def come(handshakes: Handshakes, begun: list[str], *names: str) -> None:
    """The first letter of a name is the line."""
    for name in names:
        handshakes.take_turn(name[0], name, partial(begun.append, name))


async def test_one_begins_at_once_and_the_others_in_the_turns_after_it():
    handshakes, begun = Handshakes(), list[str]()
    come(handshakes, begun, "a1", "a2", "a3")
    assert begun == ["a1"]
    assert await turns(begun, 3) == [["a1", "a2"], ["a1", "a2", "a3"], ["a1", "a2", "a3"]]
    come(handshakes, begun, "a4")
    assert begun == ["a1", "a2", "a3", "a4"]


async def test_a_line_that_sends_many_lets_others_begin_in_between():
    handshakes, begun = Handshakes(), list[str]()
    come(handshakes, begun, "a1", "a2", "a3", "a4", "b1", "c1")
    await turns(begun, 6)
    assert begun == ["a1", "a2", "b1", "c1", "a3", "a4"]


async def test_a_client_that_goes_while_waiting_never_begins():
    handshakes, begun = Handshakes(), list[str]()
    come(handshakes, begun, "a1", "a2", "b1", "b2")
    for gone in ("a1", "a2", "b1", "x1"):
        handshakes.leave(gone[0], gone)
    await turns(begun, 4)
    assert begun == ["a1", "b2"]


async def test_one_that_fails_keeps_no_other_from_its_turn():
    handshakes, begun = Handshakes(), list[str]()
    with pytest.raises(ZeroDivisionError):
        handshakes.take_turn("a", "a1", lambda: 1 / 0)
    come(handshakes, begun, "a2")
    await turns(begun, 2)
    assert begun == ["a2"]
