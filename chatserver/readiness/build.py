"""Finds the commit of the code that this process runs, as Git keeps it in the checkout."""

from contextlib import suppress
from pathlib import Path

GIT = Path(__file__).resolve().parents[2] / ".git"
UNKNOWN = "unknown"


def find_commit(git: Path = GIT) -> str:
    """The forty hexadecimal digits; "unknown" for a copy without Git's folder. Git itself need not be installed."""
    with suppress(OSError):
        head = (git / "HEAD").read_text(encoding="ascii").strip()
        if not head.startswith("ref: "):
            return head
        ref = head.removeprefix("ref: ")
        with suppress(FileNotFoundError):
            return (git / ref).read_text(encoding="ascii").strip()
        for line in (git / "packed-refs").read_text(encoding="utf-8").splitlines():
            commit, _, name = line.partition(" ")
            if name == ref:
                return commit
    return UNKNOWN
