import logging
import sys

from chatserver.log_lines import OneLineFormatter


def test_an_event_with_its_traceback_is_one_line_without_the_words_of_the_exception():
    try:
        raise ValueError("".join(("Su", "mi\n98300")))  # noqa: FLY002 -- the name must not stand in the line that is shown
    except ValueError:
        record = logging.LogRecord("chatserver", logging.ERROR, __file__, 1, "A tick %s", ("failed",), sys.exc_info())
    line = OneLineFormatter().format(record)
    assert len(line.splitlines()) == 1
    assert ' ERROR chatserver: A tick failed\\n  File "' in line
    assert "test_log_lines.py" in line
    assert line.endswith("\\nValueError")
    assert "Sumi" not in line
