"""Makes .venv hold exactly what a lock file says, and does nothing where it already does.

Runs on the standard library of any Python from 3.12 to 3.14, before anything is installed. An environment is made in a
folder of its own, and .venv is a link to the one in use, set once all is installed: a server that runs from an older
one keeps what it runs on, and an interrupted installation changes nothing. The stamp of a finished installation is
written last.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCKS = {
    "run": ROOT / "requirements.txt",
    "pdf": ROOT / "requirements-pdf.txt",
    "dev": ROOT / "requirements-dev.txt",
}
"""Each holds what those before it hold, and more."""


def prepare_environment(need: str, say: Callable[[str], None]) -> None:
    """Install what `need` asks for ("run", "pdf" or "dev", of LOCKS); two callers at once take turns.

    An environment that could make PDFs can make them after an update, too.
    """
    with Path(__file__).open() as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if need == "run" and _stamp(VENV, "pdf").exists() and not _stamp(VENV, "dev").exists():
            need = "pdf"
        if is_installed(need):
            return
        if need != "run" and is_installed("run") and not _stamp(VENV, need).exists():
            _install(VENV, need, say)  # only adds to what is there
            return
        folder = _make_venv(need, say)
        _install(folder, need, say)
        _switch_to(folder)


def is_installed(need: str) -> bool:
    stamp = _stamp(VENV, need)
    return stamp.exists() and stamp.read_text() == _fingerprint(need)


def can_make_environments() -> bool:
    """Whether this Python has its ensurepip; Debian ships it apart, as python3-venv."""
    try:
        from ensurepip import version
    except ImportError:
        return False
    return bool(version())


def _stamp(folder: Path, need: str) -> Path:
    return folder / f".installed-{need}"


def _fingerprint(need: str) -> str:
    """The lock file, the kind of Python and the place: a moved or upgraded environment does not fit any more."""
    python = f"{sys.implementation.cache_tag} {sysconfig.get_platform()} {VENV}"
    return hashlib.sha256(python.encode() + b"\n" + LOCKS[need].read_bytes()).hexdigest()


def _make_venv(need: str, say: Callable[[str], None]) -> Path:
    """An empty environment beside the one in use; what an interrupted installation left there is cleared away."""
    if not can_make_environments():
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise SystemExit(
            f"Python {version} cannot make an environment: its venv part is missing "
            f"(on Debian: apt-get install python{version}-venv, or python3-venv)."
        )
    folder = _free_folder(_fingerprint(need)[:12])
    say(f"Making an environment in {folder} ...")
    # Called from inside an environment, only the Python under it can make another one.
    python = getattr(sys, "_base_executable", sys.executable)
    _run([python, "-m", "venv", "--clear", str(folder)], "the environment could not be made")
    return folder


def _free_folder(name: str) -> Path:
    """The one in use is never the one that is made: a server may run from it."""
    folder = VENV.with_name(f"{VENV.name}.{name}")
    return folder.with_name(f"{folder.name}.again") if VENV.resolve() == folder else folder


def _install(folder: Path, need: str, say: Callable[[str], None]) -> None:
    count = sum(1 for line in LOCKS[need].read_text().splitlines() if "==" in line)
    say(f"Installing up to {count} packages from {LOCKS[need].name} (only the first time) ...")
    _run(
        [str(folder / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "--quiet", "--no-input", "install",
         "--require-hashes", "--only-binary", ":all:", "--requirement", str(LOCKS[need])],
        f"the packages of {LOCKS[need].name} could not be installed",
    )  # fmt: skip
    for installed in list(LOCKS)[: list(LOCKS).index(need) + 1]:
        _stamp(folder, installed).write_text(_fingerprint(installed))


def _switch_to(folder: Path) -> None:
    """Let .venv be the new one. The one before stays, as servers may still run from it; those before that go."""
    before = VENV.resolve()
    if VENV.is_dir() and not VENV.is_symlink():  # of an installation from before .venv was a link
        before = VENV.with_name(f"{VENV.name}.before")
        shutil.rmtree(before, ignore_errors=True)
        VENV.rename(before)
    link = VENV.with_name(f"{VENV.name}.link")
    link.unlink(missing_ok=True)
    link.symlink_to(folder.name)
    link.replace(VENV)
    for other in VENV.parent.glob(f"{VENV.name}.*"):
        if other not in (folder, before) and not _is_in_use(other):
            shutil.rmtree(other)


def _is_in_use(folder: Path) -> bool:
    """Whether a process runs from an environment. Where that cannot be known, it may be: then nothing is taken away."""
    processes = Path("/proc")
    if not (processes / "self").exists():
        return True
    return any(_runs_from(process, folder) for process in processes.glob("[0-9]*"))


def _runs_from(process: Path, folder: Path) -> bool:
    try:
        words = (process / "cmdline").read_bytes().split(b"\0")
    except OSError:  # it has ended, or is somebody else's
        return False
    return any(word.startswith(os.fsencode(folder) + b"/") for word in words)


def _run(command: list[str], failure: str) -> None:
    finished = subprocess.run(command, stdin=subprocess.DEVNULL, check=False)
    if finished.returncode != 0:
        raise SystemExit(f"{failure} (exit code {finished.returncode}, reason above).")


if __name__ == "__main__":
    prepare_environment(sys.argv[1], say=lambda line: print(line, file=sys.stderr, flush=True))
