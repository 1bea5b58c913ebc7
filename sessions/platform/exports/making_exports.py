"""Has files of long lists made by a child process: one at a time on a machine, and each once however many ask."""

import fcntl
import json
import logging
import os
import subprocess
from concurrent.futures import Future
from threading import Lock, Thread

from django.conf import settings

from sessions.platform.exports.kept_files import ListFile, delete_unfinished, list_folder
from sessions.platform.processes.low_priority import command_at_low_priority

SECONDS = 120
"""Seconds that making one file may take; 20,000 complaints take five on a quiet machine."""

MOST_WAITING = 8
"""Different files that may wait, including the one that is being made."""

COMMAND = command_at_low_priority(10, "sessions.platform.exports.export_process")
logger = logging.getLogger(__name__)

_lock = Lock()
_under_way: dict[str, "Future[None]"] = {}


class MakingBusy(Exception):
    """MOST_WAITING files are already being made or waiting."""


class NotMade(Exception):
    """The process failed, or took too long."""


def begin_making(file: ListFile) -> "Future[None]":
    """Start making the file and return at once; the future ends once it exists, or with NotMade. Raises MakingBusy."""
    with _lock:
        if file.name in _under_way:
            return _under_way[file.name]
        if len(_under_way) >= MOST_WAITING:
            raise MakingBusy
        future: Future[None] = Future()
        _under_way[file.name] = future
    Thread(target=_make, args=(file, future), daemon=True, name="export").start()
    return future


def _make(file: ListFile, future: "Future[None]") -> None:
    try:
        list_folder().mkdir(mode=0o700, parents=True, exist_ok=True)
        with (list_folder() / ".making").open("wb") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)  # of all workers here
            if not file.path.exists():
                try:
                    _run(file)
                finally:
                    delete_unfinished()
    except (OSError, NotMade) as reason:
        logger.warning("Exporting a list failed: %s.", reason)
        future.set_exception(NotMade())
    else:
        future.set_result(None)
    finally:
        with _lock:
            del _under_way[file.name]


def _run(file: ListFile) -> None:
    """The child reads the database as we do; it ends itself after SECONDS, too."""
    job = {"list": file.list_name, "form": file.form, "query": file.query, "state": file.state, "seconds": SECONDS}
    environment = os.environ | {"DATA_DIR": str(settings.DATA_DIR), "PYTHONPATH": str(settings.BASE_DIR)}
    try:
        done = subprocess.run(
            COMMAND, input=json.dumps(job).encode(), capture_output=True, timeout=SECONDS, check=False, env=environment
        )
    except subprocess.TimeoutExpired:
        raise NotMade(f"it took more than {SECONDS} s") from None
    if done.returncode:
        last = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
        raise NotMade(f"its process ended with {done.returncode} {' '.join(last)}")
