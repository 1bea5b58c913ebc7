"""The environment and the commands of new processes: those that are installed now, not those of this process."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"


def python() -> str:
    """The interpreter of the environment that .venv leads to, if ours is one of this checkout's; else our own."""
    current = VENV.resolve() / "bin" / "python"
    return str(current) if _is_ours() and current.exists() else sys.executable


def prepare_command() -> list[str]:
    """The command that updates environment, translations, database and static files to the installed code."""
    if _is_ours():
        return [str(ROOT / "bin" / "manage"), "prepare"]
    return [sys.executable, sys.argv[0], "prepare"]


def _is_ours() -> bool:
    folder = Path(sys.prefix)
    return folder.parent == ROOT and folder.name.startswith(VENV.name)
