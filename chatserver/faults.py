"""Write down an unexpected exception so that it can be found, without the words that it carries."""

import logging


def log_fault(logger: logging.Logger, where: str, error: BaseException) -> None:
    """Say where it happened; our log names types, codes and places of it, and any other handler nothing of it."""
    logger.error("%s", where, extra={"fault": error})
