"""The generator processes as seen by their parent: it calls, hears and ends all of them together."""

import multiprocessing
from collections.abc import Iterable, Sequence
from multiprocessing.connection import Connection, wait
from types import TracebackType
from typing import Any, Self

from tests.bench.load import worker
from tests.bench.machine import on_cores
from tests.bench.progress import Bar
from tests.bench.usage import Usage

ENDS_WITHIN_S = 10


class LoadFailed(Exception):
    """A generator process raised something, or died."""


class Fleet:
    """Processes that hold one crowd each, on the given cores.

    with Fleet(Listeners, processes=1, cores={1}) as fleet:
        [joined] = fleet.call("join", url, 500)
    """

    def __init__(self, make_crowd: worker.MakeCrowd, *, processes: int, cores: set[int]) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipes: list[Connection] = []
        self._processes = []
        with on_cores(cores):
            for number in range(processes):
                ours, theirs = context.Pipe()
                process = context.Process(target=worker.run, args=(theirs, number, make_crowd), daemon=True)
                process.start()
                theirs.close()
                self._pipes.append(ours)
                self._processes.append(process)
        self.usage = Usage(*(process.pid for process in self._processes if process.pid is not None))

    def call(self, name: str, *arguments: Any, bar: Bar | None = None) -> list[Any]:
        """Make the same call to each process; answers each one's answer."""
        return self.call_each(name, [arguments] * len(self._pipes), bar=bar)

    def call_each(self, name: str, arguments: Sequence[Iterable[Any]], *, bar: Bar | None = None) -> list[Any]:
        """A call with its own arguments to each process."""
        self.begin(name, arguments)
        return self.finish(bar=bar)

    def begin(self, name: str, arguments: Sequence[Iterable[Any]]) -> None:
        """Call without waiting; finish() waits."""
        for pipe, own in zip(self._pipes, arguments, strict=True):
            pipe.send((name, tuple(own)))

    def finish(self, *, bar: Bar | None = None) -> list[Any]:
        answers: dict[Connection, Any] = {}
        while len(answers) < len(self._pipes):
            for pipe in wait([pipe for pipe in self._pipes if pipe not in answers]):
                assert isinstance(pipe, Connection)
                kind, what = _receive(pipe)
                if kind == "failed":
                    raise LoadFailed(what)
                if kind == "done":
                    answers[pipe] = what
                elif bar is not None:
                    bar.update(what)
        return [answers[pipe] for pipe in self._pipes]

    def close(self) -> None:
        for pipe in self._pipes:
            pipe.close()
        for process in self._processes:
            process.join(ENDS_WITHIN_S)
            if process.is_alive():
                process.kill()
                process.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _receive(pipe: Connection) -> tuple[str, Any]:
    try:
        kind, what = pipe.recv()
    except EOFError:
        raise LoadFailed("A generator process died.") from None
    return kind, what
