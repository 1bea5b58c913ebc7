"""The locked versions are free of the holes known when they were chosen."""

import re
from importlib.metadata import version

import pytest

from tests.running.tables import table
from tests.servers.server import ROOT


@pytest.mark.row("threat", 58)
@table(
    ("package", "floor"),
    [
        ("django", (6, 1, 3)),  # CVE-2026-48588, -53877, -53878 and four of 6.1.2
        ("daphne", (4, 2, 3)),  # CVE-2026-44545 unbounded frames, -44546 header smuggling
        ("twisted", (26, 4)),  # CVE-2026-42304
        ("asgiref", (3, 13)),
        ("redis", (8, 1)),
    ],
)
def test_a_package_is_above_its_floor(package: str, floor: tuple[int, ...]):
    assert tuple(int(part) for part in version(package).split(".")[:3]) >= floor


@pytest.mark.row("threat", 58)
@pytest.mark.parametrize("name", ["requirements.txt", "requirements-pdf.txt", "requirements-dev.txt"])
def test_every_package_is_locked_to_a_version_and_its_hashes(name: str):
    locked = re.sub(r"\\\n", " ", (ROOT / name).read_text(encoding="utf-8")).splitlines()
    packages = [line for line in locked if line.strip() and not line.lstrip().startswith("#")]
    assert len(packages) > 20
    assert [line for line in packages if not re.match(r"[\w.\[\],-]+==\S+.* --hash=sha256:[0-9a-f]{64}", line)] == []
