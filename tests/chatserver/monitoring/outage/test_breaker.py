import threading
import time

import psycopg
from django.db import OperationalError

from chatserver.monitoring.outage.breaker import Breaker
from chatserver.monitoring.outage.kinds import Outage


def away() -> OperationalError:
    error = OperationalError("words")
    error.__cause__ = psycopg.OperationalError("Connection refused")
    return error


def test_it_is_open_until_the_database_is_found():
    is_back, looked = threading.Event(), threading.Event()

    def look() -> None:
        looked.set()
        if not is_back.is_set():
            raise away()

    breaker = Breaker(look)
    assert breaker.note(away()) is Outage.AWAY
    assert looked.wait(60)
    assert breaker.is_open
    is_back.set()
    deadline = time.monotonic() + 30
    while breaker.is_open and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not breaker.is_open


def test_one_thread_looks_for_it_however_many_miss_it():
    looking, may_end = [], threading.Event()

    def look() -> None:
        looking.append(threading.current_thread())
        may_end.wait(60)

    breaker = Breaker(look)
    for _time in range(100):
        breaker.note(away())
    may_end.set()
    while breaker.is_open:
        time.sleep(0.01)
    assert len(looking) == 1


def test_an_error_of_our_own_opens_nothing():
    breaker = Breaker(lambda: None)
    assert breaker.note(ValueError()) is None
    assert not breaker.is_open
