"""A generator process: carries out its parent's calls to its crowd, one after the other."""

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
    """Serve calls (name of a coroutine method, its arguments) until the parent closes the pipe."""
    gc.freeze()
    gc.set_threshold(50_000)  # a crowd keeps its objects to the end
    uvloop.run(_serve(pipe, number, make_crowd))


async def _serve(pipe: Connection, number: int, make_crowd: MakeCrowd) -> None:
    crowd = make_crowd(number, lambda done: pipe.send(("progress", done)))
    while (call := await asyncio.to_thread(_receive, pipe)) is not None:
        name, arguments = call
        try:
            answer = ("done", await getattr(crowd, name)(*arguments))
        except Exception as error:  # noqa: BLE001 -- the parent raises it
            answer = ("failed", "".join(traceback.format_exception(_first_of(error))))
        pipe.send(answer)
    await crowd.leave()


def _receive(pipe: Connection) -> tuple[str, tuple[Any, ...]] | None:
    try:
        call: tuple[str, tuple[Any, ...]] = pipe.recv()
    except EOFError:
        return None
    return call


def _first_of(error: BaseException) -> BaseException:
    """The first failure: of many failures at once, the first is enough."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error
