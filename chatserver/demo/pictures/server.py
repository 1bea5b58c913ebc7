"""A demo served for the pictures alone: in a folder that is thrown away, on a free port, under a made-up address."""

import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ENDS_WITHIN_S = 30
SHOWN_ORIGIN = "http://chat.example.org"
"""What stands on the pictures, where otherwise any port would."""

NOT_OURS = ("DATABASE_URL", "REDIS_URL", "ORIGINS", "TRUST_PROXY", "DEBUG", "PORT")
"""What would have it serve something else, or somewhere else."""


class NotServed(Exception):
    """The demo did not start; its text is what the server said last."""


@contextmanager
def served_demo() -> Iterator[dict[str, Any]]:
    """Its sheet, for as long as it is served. Raises NotServed."""
    with tempfile.TemporaryDirectory(prefix="pictures-") as folder:
        port = _free_port()
        reached = f"http://127.0.0.1:{port}"
        environment = {name: value for name, value in os.environ.items() if name not in NOT_OURS}
        process = subprocess.Popen(
            [sys.executable, sys.argv[0], "serve", "--demo", "--port", str(port)],
            env={**environment, "DATA_DIR": folder, "ORIGINS": f"{SHOWN_ORIGIN},{reached}"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        try:
            _wait_until_it_listens(process)
            sheet = (Path(folder) / "demo.json").read_text(encoding="utf-8")
            yield json.loads(sheet.replace(SHOWN_ORIGIN, reached))
        finally:
            process.terminate()
            process.communicate(timeout=ENDS_WITHIN_S)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def _wait_until_it_listens(process: subprocess.Popen[str]) -> None:
    assert process.stdout is not None
    line = ""
    for line in process.stdout:
        if line.startswith("Listening on"):
            return
    raise NotServed(line.strip())
