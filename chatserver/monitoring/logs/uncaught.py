"""Sends uncaught exceptions through the log, where Python would print them with their messages."""

import logging
import sys
import threading

logger = logging.getLogger(__name__)


def log_what_nobody_caught() -> None:
    """Install the hooks in this process: for exceptions that end a thread, and for unraisable ones."""
    threading.excepthook = _log_end_of_thread
    sys.unraisablehook = _log_unraisable


def _log_end_of_thread(ended: threading.ExceptHookArgs) -> None:
    if ended.exc_type is not SystemExit:
        logger.error("A thread died of an uncaught exception.", exc_info=ended.exc_value)


def _log_unraisable(unraisable: "sys.UnraisableHookArgs") -> None:
    logger.error("An unraisable exception was ignored.", exc_info=unraisable.exc_value)
