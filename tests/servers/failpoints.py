"""manage.py with a fault built in: `python tests/servers/failpoints.py serve ...`, and the fault in the environment.

FAILPOINT=after_commit:3:FILE ends the process between two instructions: before or after the third commit of the threads
that write commands. FILE then exists, and no later process ends by it.
DIES_ONCE_ASKED=FILE ends it the same way after the first commit with which the data hold a question, by any process.
CLOCK_AHEAD=FILE sets this process's clock forward by the seconds in FILE, while the file exists.
HINT_CHAOS=SEED loses half of the hints, and delays, reorders and repeats the others.

The product has no hooks for this: Django's commit and the rooms' hints are wrapped. Worker processes are started by the
same name, so they have the fault, too.
"""

import os
import random
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
EXIT_CODE = 86
THREADS = "live-write"
LATE_BY_S = 1.5


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


def die_once_asked(mark: Path) -> None:
    """End this process after the commit of the first question."""
    from django.db.backends.base.base import BaseDatabaseWrapper

    wrapped: Any = BaseDatabaseWrapper
    commit: Callable[[BaseDatabaseWrapper], None] = wrapped._commit

    def commit_and_look(connection: BaseDatabaseWrapper) -> None:
        commit(connection)
        with connection.cursor() as cursor:
            cursor.execute("SELECT COUNT(*) FROM chat_sessions_question")
            if cursor.fetchone() != (0,):
                _die_once(mark)

    wrapped._commit = commit_and_look


def _die_once(mark: Path) -> None:
    try:
        mark.touch(exist_ok=False)
    except FileExistsError:
        return
    os._exit(EXIT_CODE)


def confuse_hints(seed: int) -> None:
    """Half of the hints are lost, the others come late and in any order, some of them twice."""
    from chatserver.live.timing.pace import Pace

    chance = random.Random(seed)
    wrapped: Any = Pace
    hint: Callable[[Pace, float], None] = wrapped.hint

    def hint_badly(pace: Pace, now: float) -> None:
        for _time in range(chance.choice((0, 0, 0, 1, 1, 2))):
            hint(pace, now + chance.uniform(0, LATE_BY_S))

    wrapped.hint = hint_badly


def set_clock_by(file: Path) -> None:
    """The clock on the wall changes; the seconds since the machine started do not."""
    import time_machine

    def watch() -> None:
        travelling: time_machine.travel | None = None
        while True:
            if file.exists() and travelling is None:
                ahead = timedelta(seconds=float(file.read_text()))
                travelling = time_machine.travel(datetime.now(UTC) + ahead)
                travelling.start()
            elif not file.exists() and travelling is not None:
                travelling.stop()
                travelling = None
            threading.Event().wait(0.05)

    threading.Thread(target=watch, name="clock-of-the-test", daemon=True).start()


def main() -> None:
    from manage import main as manage

    if "FAILPOINT" in os.environ:
        moment, number, mark = os.environ["FAILPOINT"].split(":", 2)
        die_at(moment, int(number), Path(mark))
    if "DIES_ONCE_ASKED" in os.environ:
        die_once_asked(Path(os.environ["DIES_ONCE_ASKED"]))
    if "CLOCK_AHEAD" in os.environ:
        set_clock_by(Path(os.environ["CLOCK_AHEAD"]))
    if "HINT_CHAOS" in os.environ:
        confuse_hints(int(os.environ["HINT_CHAOS"]))
    manage()


if __name__ == "__main__":
    sys.path[0] = str(ROOT)  # this folder holds modules of other programs' names
    main()
