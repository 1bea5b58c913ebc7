"""Makes .venv hold exactly what a lock file says, and does nothing where it already does.

Runs on the standard library of any Python from 3.12 to 3.14, before anything is installed. The stamp of a finished
installation is written last and removed first, so that an interrupted one is started again from the beginning.
"""

import fcntl
import hashlib
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCKS = {"run": ROOT / "requirements.txt", "dev": ROOT / "requirements-dev.txt"}


def prepare_environment(need: str, say: Callable[[str], None]) -> None:
    """Install what `need` ("run" or "dev", which includes "run") asks for; two callers at once take turns."""
    with Path(__file__).open() as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if is_installed(need):
            return
        if not (need == "dev" and is_installed("run") and not _stamp("dev").exists()):
            _make_venv(say)
        _install(need, say)


def is_installed(need: str) -> bool:
    stamp = _stamp(need)
    return stamp.exists() and stamp.read_text() == _fingerprint(need)


def can_make_environments() -> bool:
    """Whether this Python has its ensurepip; Debian ships it apart, as python3-venv."""
    try:
        from ensurepip import version
    except ImportError:
        return False
    return bool(version())


def _stamp(need: str) -> Path:
    return VENV / f".installed-{need}"


def _fingerprint(need: str) -> str:
    """The lock file, the kind of Python and the place: a moved or upgraded environment does not fit any more."""
    python = f"{sys.implementation.cache_tag} {sysconfig.get_platform()} {VENV}"
    return hashlib.sha256(python.encode() + b"\n" + LOCKS[need].read_bytes()).hexdigest()


def _make_venv(say: Callable[[str], None]) -> None:
    if not can_make_environments():
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise SystemExit(
            f"Python {version} cannot make an environment: its venv part is missing "
            f"(on Debian: apt-get install python{version}-venv, or python3-venv)."
        )
    for need in LOCKS:
        _stamp(need).unlink(missing_ok=True)
    say(f"Making an environment in {VENV} ...")
    # Called from inside the environment that is to be replaced, only the Python under it can make the new one.
    python = getattr(sys, "_base_executable", sys.executable)
    _run([python, "-m", "venv", "--clear", str(VENV)], "the environment could not be made")


def _install(need: str, say: Callable[[str], None]) -> None:
    count = sum(1 for line in LOCKS[need].read_text().splitlines() if "==" in line)
    say(f"Installing up to {count} packages from {LOCKS[need].name} (only the first time) ...")
    for other in LOCKS:
        _stamp(other).unlink(missing_ok=True)
    _run(
        [str(VENV / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "--quiet", "--no-input", "install",
         "--require-hashes", "--only-binary", ":all:", "--requirement", str(LOCKS[need])],
        f"the packages of {LOCKS[need].name} could not be installed",
    )  # fmt: skip
    for installed in LOCKS if need == "dev" else [need]:
        _stamp(installed).write_text(_fingerprint(installed))


def _run(command: list[str], failure: str) -> None:
    finished = subprocess.run(command, stdin=subprocess.DEVNULL, check=False)
    if finished.returncode != 0:
        raise SystemExit(f"{failure} (exit code {finished.returncode}, reason above).")


if __name__ == "__main__":
    prepare_environment(sys.argv[1], say=lambda line: print(line, file=sys.stderr, flush=True))
