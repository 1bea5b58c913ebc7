"""Which commit is served, as Git keeps it: a branch, one that was packed, a commit by itself, and no Git at all."""

from pathlib import Path

import pytest

from chatserver.readiness.gauges import UNKNOWN, find_commit

COMMIT = "84ad2d35" * 5


@pytest.mark.parametrize(
    "files",
    [
        {"HEAD": "ref: refs/heads/main\n", "refs/heads/main": f"{COMMIT}\n"},
        {
            "HEAD": "ref: refs/heads/main\n",
            "packed-refs": f"# packed\n{'0' * 40} refs/x\n{COMMIT} refs/heads/main\n",
        },
        {"HEAD": f"{COMMIT}\n"},
    ],
)
def test_the_commit_is_found_without_git(tmp_path: Path, files: dict[str, str]) -> None:
    for name, words in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(words)
    assert find_commit(tmp_path) == COMMIT


def test_a_copy_without_git_says_so(tmp_path: Path) -> None:
    assert find_commit(tmp_path / "none") == UNKNOWN
