"""Socket.IO on this machine: npm, if installed, installs it from its lock file."""

import os
import shutil
import subprocess
from functools import cache
from hashlib import sha256
from pathlib import Path

INSTALLS_WITHIN_S = 120
SOURCE = Path(__file__).resolve().parent.parent / "socketio"


class Missing(Exception):
    """A peer cannot be started on this machine; the text says why."""


@cache
def install_socket_io() -> Path:
    """Install Socket.IO and our server from the lock file, once for each, into the user's cache; answers the folder.

    Raises Missing.
    """
    for program in ("node", "npm"):
        if shutil.which(program) is None:
            raise Missing(f"{program} is not on this machine")
    lock = (SOURCE / "package-lock.json").read_bytes() + (SOURCE / "server.js").read_bytes()
    cache_home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = cache_home / "councillor-live-chat" / f"socketio-{sha256(lock).hexdigest()[:12]}"
    if not (folder / "installed").exists():
        shutil.copytree(SOURCE, folder, dirs_exist_ok=True)
        _run_npm(folder)
        (folder / "installed").touch()
    return folder


def _run_npm(folder: Path) -> None:
    command = ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
    try:
        subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=INSTALLS_WITHIN_S, check=True)
    except subprocess.TimeoutExpired:
        raise Missing(f"npm did not install it within {INSTALLS_WITHIN_S} s") from None
    except subprocess.CalledProcessError as failure:
        raise Missing(f"npm could not install it: {failure.stderr.strip().splitlines()[-1]}") from None
