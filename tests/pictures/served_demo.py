"""Serves a demo for the pictures: in a temporary folder, on a free port, under an invented address."""

import json
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.servers.server import Server

SHOWN_ORIGIN = "http://chat.example.org"
"""The address that the pictures show in place of this machine's."""


@contextmanager
def served_demo() -> Iterator[dict[str, Any]]:
    """Serve the demo for the body; gives its sheet, with addresses that can be reached."""
    with tempfile.TemporaryDirectory(prefix="pictures-") as folder:
        port = _free_port()
        origins = f"{SHOWN_ORIGIN},http://127.0.0.1:{port}"
        server = Server(Path(folder) / "data", "--demo", ORIGINS=origins, LOG_NAME="chat.example.org/log")
        server.port = port
        try:
            server.start()
            yield json.loads(json.dumps(server.demo).replace(SHOWN_ORIGIN, server.base_url))
        finally:
            server.close()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])
