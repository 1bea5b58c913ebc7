"""Unexpected exceptions in the log."""

import logging

import pytest

from chatserver.monitoring.faults import log_fault
from chatserver.monitoring.logs.lines import OneLineFormatter


def fail(words: str) -> None:
    try:
        raise LookupError(words)
    except LookupError as error:
        raise ValueError(words) from error


def test_types_and_places_are_written_down_and_words_are_not(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        try:
            fail("".join(("Su", "mi")))  # noqa: FLY002 -- the name must not stand in the line that is shown
        except ValueError as error:
            log_fault(logging.getLogger("chatserver.live"), "It failed.", error)
    [record] = caplog.records
    told = OneLineFormatter().format(record)
    assert (
        " ERROR chatserver.live: It failed. | ValueError < LookupError | tests/chatserver/monitoring/test_faults.py:"
        in told
    )
    assert "Sumi" not in told
