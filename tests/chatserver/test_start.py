"""What a process loads before it serves: each second of it is paid by every command, every worker and every restart."""

import subprocess
import sys

import pytest

pytestmark = pytest.mark.long

LATE = {"daphne", "twisted", "autobahn", "OpenSSL", "uvicorn", "fido2", "icalendar", "holidays", "shapely", "numpy"}
"""Daphne's and uvicorn's own, each of which a process with the other one never needs; what only passkeys need, calendar
programs, a clerk who plans, or a map of wards."""

LOADED = """
import gc, manage, sys
collections = []
gc.callbacks.append(lambda phase, about: collections.append(phase))
import django
django.setup()
import chatserver.asgi, chatserver.urls
print(len(collections), *{name.partition(".")[0] for name in sys.modules})
"""


@pytest.mark.slow
def test_what_few_processes_need_is_loaded_when_it_is_needed_and_no_garbage_is_looked_for_meanwhile() -> None:
    done = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True)
    collections, *names = done.stdout.split()
    assert LATE & set(names) == set()
    assert "django" in names
    assert collections == "0"
