"""Write down an unexpected exception so that it can be found, without the words that it carries.

An exception's message may quote what somebody wrote or who they are (a database's does); types and places cannot.
"""

import logging
import traceback


def log_fault(logger: logging.Logger, where: str, error: BaseException) -> None:
    """Log the types and places of an exception and of its causes."""
    logger.error("%s\n%s", where, describe(error))


def describe(error: BaseException) -> str:
    """One line for each place and type: causes first, as in a traceback."""
    return "\n".join(_lines_of(error))


def _lines_of(error: BaseException) -> list[str]:
    cause = error.__cause__ or error.__context__
    lines = _lines_of(cause) if cause is not None else []
    return [*lines, *(line.rstrip() for line in traceback.format_tb(error.__traceback__)), type(error).__qualname__]
