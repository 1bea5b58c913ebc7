"""What a process loads before it serves: each second of it is paid by every command, every worker and every restart."""

import subprocess
import sys

import pytest

LATE = {"daphne", "twisted", "uvicorn", "fido2"}
"""Daphne's and uvicorn's own, which whoever serves with the other one never needs, and what only passkeys need."""

LOADED = """
import sys, django
django.setup()
import chatserver.asgi, chatserver.urls
print(*{name.partition(".")[0] for name in sys.modules})
"""


@pytest.mark.slow
def test_neither_server_and_no_passkeys_are_loaded_before_they_are_needed() -> None:
    done = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True)
    assert LATE & set(done.stdout.split()) == set()
    assert "django" in done.stdout.split()
