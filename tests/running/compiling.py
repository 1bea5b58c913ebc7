"""In a new checkout, the processes of a run share the work of compiling the tests, which pytest keeps beside them.

All begin at once and collect the same files in the same order, so that otherwise each process compiles each of them.
"""

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path


def compile_own_share(root: Path, number: int, processes: int) -> None:
    """Import a part of the test files by the names by which pytest then finds them."""
    for path in share_of(sorted((root / "tests").rglob("test_*.py")), number, processes):
        import_module(name_of(path.relative_to(root)))


def share_of(paths: Sequence[Path], number: int, processes: int) -> Sequence[Path]:
    """number: of a process, from 0. Neighbours cost much the same, so they go to different ones."""
    return paths[number::processes]


def name_of(path: Path) -> str:
    """tests/sessions/test_a.py is tests.sessions.test_a."""
    return ".".join(path.with_suffix("").parts)
