"""The bench begins without Django: it starts the products that it measures, each with settings of its own."""

import subprocess
import sys

import pytest


@pytest.mark.costly
def test_it_tells_its_parts_without_settings() -> None:
    told = subprocess.run(
        [sys.executable, "-m", "tests.bench", "--help"],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": ""},
        timeout=60,
    )
    assert (told.returncode, told.stderr) == (0, "")
    assert "commands" in told.stdout
