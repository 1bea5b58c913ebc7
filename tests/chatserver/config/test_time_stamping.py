"""The file that names a time-stamping authority is read, or refused in words that quote nothing of it."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from chatserver.config.time_stamping import find_authority
from tests.chatserver.outside.time_stamps.tokens import make_authority

GOOD = """
url = "https://tsa.example.org/tsr"
roots = "root.pem"
timeout_seconds = 3
[headers]
Authorization = "Bearer canary"
"""


def find(folder: Path, written: str) -> object:
    (folder / "authority.toml").write_text(written, encoding="utf-8")
    return find_authority({"TIME_STAMPS": str(folder / "authority.toml")})


def test_without_the_setting_there_is_none() -> None:
    assert find_authority({}) is find_authority({"TIME_STAMPS": " "}) is None


def test_the_roots_are_read_beside_it_without_what_stands_between_them(tmp_path: Path) -> None:
    roots = make_authority().roots
    (tmp_path / "root.pem").write_text(f"Our root:\n{roots}")
    authority = find(tmp_path, GOOD)
    assert (authority.url, authority.timeout_seconds) == ("https://tsa.example.org/tsr", 3)  # type: ignore[attr-defined]
    assert authority.roots == roots  # type: ignore[attr-defined]
    assert "canary" not in repr(authority)


@pytest.mark.parametrize(
    ("written", "root", "why"),
    [
        ("url = ", "good", "cannot be read"),
        ('url = "https://tsa.example.org"', "good", "cannot be read"),
        (f"canary = 1\n{GOOD}", "good", "cannot be read"),
        (GOOD.replace("https:", "ftp:"), "good", "must be a full http or https address"),
        (GOOD, "none", "holds no certificates"),
        (GOOD.replace("root.pem", "other.pem"), "good", "cannot be read"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused(tmp_path: Path, written: str, root: str, why: str) -> None:
    (tmp_path / "root.pem").write_text(make_authority().roots if root == "good" else "none")
    with pytest.raises(ImproperlyConfigured, match=f"TIME_STAMPS: .*({why})") as refusal:
        find(tmp_path, written)
    assert "canary" not in str(refusal.value)
