"""The threads in which the live edge talks to the database, apart from those of the pages.

Each thread keeps its own connection for as long as it works. Readers have several; on SQLite one thread writes, since
the database has one writer anyway, and so commands that arrive together share its commits instead of waiting for locks.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from django.db import Error, connection

READERS = 4
WRITERS = 4


class DatabasePool:
    def __init__(self, name: str, threads: int) -> None:
        self._executor = ThreadPoolExecutor(threads, thread_name_prefix=name)

    async def run[**P, R](self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run a function in one of the threads. After a database's error its connection is not used again."""
        call = partial(function, *args, **kwargs)
        return await asyncio.get_running_loop().run_in_executor(self._executor, _run_guarded, call)


def _run_guarded[R](call: Callable[[], R]) -> R:
    try:
        return call()
    except Error:
        connection.close()
        raise


readers = DatabasePool("live-read", READERS)
writers = DatabasePool("live-write", 1 if connection.vendor == "sqlite" else WRITERS)
