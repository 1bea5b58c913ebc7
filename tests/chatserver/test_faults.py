"""Unexpected exceptions in the log."""

import logging

import pytest

from chatserver.faults import log_fault


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
            log_fault(logging.getLogger("live"), "It failed.", error)
    [record] = caplog.records
    told = record.getMessage()
    assert told.startswith("It failed.\n")
    assert told.index("LookupError") < told.index("ValueError")
    assert "test_faults.py" in told
    assert "Sumi" not in told
