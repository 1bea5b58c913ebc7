"""Sends what Python would write to the terminal by itself, words included, through the log."""

import logging
import sys
import threading

logger = logging.getLogger(__name__)


def log_what_nobody_caught() -> None:
    """In this process, from now on: what ends a thread, and what is raised where nothing can be."""
    threading.excepthook = _log_end_of_thread
    sys.unraisablehook = _log_unraisable


def _log_end_of_thread(ended: threading.ExceptHookArgs) -> None:
    if ended.exc_type is not SystemExit:
        logger.error("A thread has ended.", exc_info=ended.exc_value)


def _log_unraisable(unraisable: "sys.UnraisableHookArgs") -> None:
    logger.error("Exception ignored.", exc_info=unraisable.exc_value)
