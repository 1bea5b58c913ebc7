"""Serves a demo for the pictures: in a temporary folder, on a free port, under an invented address."""

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
"""The address that the pictures show in place of this machine's."""

NOT_OURS = ("DATABASE_URL", "REDIS_URL", "ORIGINS", "TRUST_PROXY", "DEBUG", "PORT")
"""Variables of the environment that would change what is served, or where."""


class NotServed(Exception):
    """The demo did not start; the text is the server's last output."""


@contextmanager
def served_demo() -> Iterator[dict[str, Any]]:
    """Serve the demo for the body; gives its sheet. Raises NotServed."""
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
