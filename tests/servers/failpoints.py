"""manage.py with a death built in: `FAILPOINT=after_commit:3:FILE python tests/servers/failpoints.py serve ...`

The process ends there, between two instructions and without a word: before or after the third commit of the threads
that write what clients send. FILE then exists, and nothing that is started later dies any more. The product has no hook
for this: Django's own commit is wrapped. Worker processes are started by the same name, so it reaches them too.
"""

import os
import sys
import threading
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
EXIT_CODE = 86
THREADS = "live-write"


def die_at(moment: str, number: int, mark: Path) -> None:
    """End this process before_commit or after_commit, at the number-th commit of a writing thread."""
    from django.db.backends.base.base import BaseDatabaseWrapper

    wrapped: Any = BaseDatabaseWrapper
    commit: Callable[[BaseDatabaseWrapper], None] = wrapped._commit
    numbers = count(1)

    def commit_or_die(connection: BaseDatabaseWrapper) -> None:
        is_it = threading.current_thread().name.startswith(THREADS) and next(numbers) == number
        if is_it and moment == "before_commit":
            _die_once(mark)
        commit(connection)
        if is_it and moment == "after_commit":
            _die_once(mark)

    wrapped._commit = commit_or_die


def _die_once(mark: Path) -> None:
    try:
        mark.touch(exist_ok=False)
    except FileExistsError:
        return
    os._exit(EXIT_CODE)


def main() -> None:
    moment, number, mark = os.environ["FAILPOINT"].split(":", 2)
    die_at(moment, int(number), Path(mark))
    from manage import main as manage

    manage()


if __name__ == "__main__":
    sys.path[0] = str(ROOT)  # this folder holds modules of other programs' names
    main()
