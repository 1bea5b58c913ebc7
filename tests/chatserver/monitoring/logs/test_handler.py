import io
import logging
import threading
import time
from collections.abc import Iterator

import pytest

from chatserver.monitoring.faults import log_fault
from chatserver.monitoring.logs.handler import CountingHandler


@pytest.fixture
def log() -> io.StringIO:
    return io.StringIO()


@pytest.fixture(autouse=True)
def handler(log: io.StringIO) -> Iterator[CountingHandler]:
    """The only one that hears: the application's own would count, and start timers, for itself."""
    handler = CountingHandler(log, every_s=0.2)
    logger.addHandler(handler)
    logger.propagate = False
    yield handler
    logger.propagate = True
    logger.removeHandler(handler)
    handler.close()


logger = logging.getLogger("chatserver.tests.handler")


def timers_of(handler: logging.Handler) -> list[threading.Timer]:
    timers = [thread for thread in threading.enumerate() if isinstance(thread, threading.Timer)]
    return [timer for timer in timers if getattr(timer.function, "__self__", None) is handler]


def told(log: io.StringIO) -> list[str]:
    """Without times and places."""
    return [" | ".join(line.partition(" ")[2].split(" | ")[:3]) for line in log.getvalue().splitlines()]


def fail(number: int) -> None:
    try:
        raise TimeoutError(f"secret {number}")
    except TimeoutError as error:
        log_fault(logger, f"{number} commands failed.", error)


def test_a_thousand_failures_of_a_kind_are_two_lines(log: io.StringIO):
    for number in range(1000):
        fail(number)
    deadline = time.monotonic() + 30
    while "more since" not in log.getvalue() and time.monotonic() < deadline:
        time.sleep(0.01)
    first, repeated = told(log)[:2]
    assert first.startswith("ERROR chatserver.tests.handler: 0 commands failed. | TimeoutError | ")
    assert repeated.split(" | ")[1] == "TimeoutError"
    assert repeated.endswith("more since it was told")


def test_the_last_repetitions_are_told_when_the_log_is_closed(log: io.StringIO, handler: CountingHandler):
    for number in range(3):
        fail(number)
    handler.close()
    assert told(log)[-1].endswith(" | TimeoutError | 2 more since it was told")


def test_warnings_in_other_words_are_others(log: io.StringIO):
    for number in (1, 2, 2):
        logger.warning("Worker %d ended.", number)
    assert [line.rpartition(": ")[2] for line in told(log)] == ["Worker 1 ended.", "Worker 2 ended."]


def test_what_only_informs_is_not_counted(log: io.StringIO):
    for _time in range(3):
        logger.info("opened")
    assert len(told(log)) == 3


def test_a_line_that_all_is_well_again_stands_after_how_often_it_was_not(log: io.StringIO):
    for words in ("Down.", "Down.", "Down.", "Back."):
        logger.warning(words)
    assert [line.rpartition(": ")[2] for line in told(log)] == ["Down.", "Down. | 2 more since it was told", "Back."]


def test_a_log_that_is_closed_starts_no_timer_and_tells_each_line(log: io.StringIO, handler: CountingHandler):
    handler.close()
    for _time in range(3):
        logger.warning("Down.")
    assert not timers_of(handler)
    assert len(told(log)) == 3


def test_a_stream_that_its_owner_has_closed_ends_no_thread(
    log: io.StringIO, handler: CountingHandler, capsys: pytest.CaptureFixture[str]
):
    logger.warning("Down.")
    log.close()
    logger.warning("Down.")
    for timer in timers_of(handler):
        timer.join(30)
    assert capsys.readouterr().err == "A line of chatserver.tests.handler could not be written (ValueError).\n"
