"""Log an unexpected exception so that it can be found, without the words that it carries."""

import logging


def log_fault(logger: logging.Logger, where: str, error: BaseException) -> None:
    """Log where it happened: our log gets types, codes and places, and any other handler gets nothing of it."""
    logger.error("%s", where, extra={"fault": error})
