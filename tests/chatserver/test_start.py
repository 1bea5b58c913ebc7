"""What a process loads before it serves: each second of it is paid by every command, every worker and every restart."""

import subprocess
import sys

import pytest

LATE = {"daphne", "twisted", "autobahn", "OpenSSL", "uvicorn", "fido2", "icalendar", "holidays"}
"""Daphne's and uvicorn's own, which whoever serves with the other one never needs; what only passkeys need, calendar
programs, or a clerk who plans."""

LOADED = """
import sys, django
django.setup()
import chatserver.asgi, chatserver.urls
print(*{name.partition(".")[0] for name in sys.modules})
"""


@pytest.mark.slow
def test_what_few_processes_need_is_loaded_when_it_is_needed() -> None:
    done = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True)
    assert LATE & set(done.stdout.split()) == set()
    assert "django" in done.stdout.split()
