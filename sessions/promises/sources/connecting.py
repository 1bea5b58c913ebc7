"""Lets promises follow what happens elsewhere: to questions on notice, suggestions, records and redactions."""

from sessions.promises.sources.noting import connect_noting
from sessions.promises.sources.on_notice import connect_notices
from sessions.promises.sources.suggestions import connect_suggestions
from sessions.promises.sources.withholding import connect_withholding


def connect_sources() -> None:
    """Once, when the program starts."""
    connect_noting()
    connect_notices()
    connect_suggestions()
    connect_withholding()
