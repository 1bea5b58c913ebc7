import logging
import sys

from chatserver.log_lines import OneLineFormatter


def test_an_event_with_its_traceback_is_one_line():
    try:
        raise ValueError("first\nsecond")
    except ValueError:
        record = logging.LogRecord("chatserver", logging.ERROR, __file__, 1, "A tick %s", ("failed",), sys.exc_info())
    line = OneLineFormatter().format(record)
    assert len(line.splitlines()) == 1
    assert " ERROR chatserver: A tick failed\\nTraceback" in line
    assert line.endswith("ValueError: first\\nsecond")
