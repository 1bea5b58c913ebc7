"""A generator process: does what its parent asks of its crowd, one call after the other."""

import asyncio
import gc
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

import uvloop

Tell = Callable[[int], None]
"""Tells the parent's progress bar that so much more is done."""

MakeCrowd = Callable[[int, Tell], Any]
"""Makes the crowd of a process, given the process's number. A crowd has a coroutine method leave()."""


def run(pipe: Connection, number: int, make_crowd: MakeCrowd) -> None:
    """Serve calls (name of a coroutine method, its arguments) until the parent hangs up."""
    gc.freeze()
    gc.set_threshold(50_000)  # what a crowd keeps, it keeps to the end
    uvloop.run(_serve(pipe, number, make_crowd))


async def _serve(pipe: Connection, number: int, make_crowd: MakeCrowd) -> None:
    calls: asyncio.Queue[tuple[str, tuple[Any, ...]] | None] = asyncio.Queue()
    crowd = make_crowd(number, lambda done: pipe.send(("progress", done)))
    asyncio.get_running_loop().add_reader(pipe.fileno(), _take_call, pipe, calls)
    while (call := await calls.get()) is not None:
        name, arguments = call
        try:
            answer = ("done", await getattr(crowd, name)(*arguments))
        except Exception as error:  # noqa: BLE001 -- the parent raises it
            answer = ("failed", "".join(traceback.format_exception(_first_of(error))))
        pipe.send(answer)
    await crowd.leave()


def _take_call(pipe: Connection, calls: asyncio.Queue[tuple[str, tuple[Any, ...]] | None]) -> None:
    try:
        calls.put_nowait(pipe.recv())
    except EOFError:
        asyncio.get_running_loop().remove_reader(pipe.fileno())
        calls.put_nowait(None)


def _first_of(error: BaseException) -> BaseException:
    """Of many that failed together, the first says enough."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error
