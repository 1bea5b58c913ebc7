"""bin/manage witness: witness a log elsewhere, once, again and again, or when the log asks.

manage.py starts it without settings (chatserver/outside/witness.py needs no installation).
"""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from chatserver.outside.witness import run_witness


class Command(BaseCommand):
    help = "Check that a log continues the one signed here before, and sign it; otherwise fail and say why."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("url", metavar="URL", help="website of the log, such as https://chat.example.org")
        parser.add_argument(
            "--name", default="", help="name of this witness, an address without https://; needed the first time"
        )
        parser.add_argument("--key", default="", metavar="VKEY", help="key of the log, if you know it or it is new")
        parser.add_argument(
            "--folder",
            type=Path,
            default=Path("witness"),
            help="folder with the witness's key and its last signed checkpoint",
        )
        how = parser.add_mutually_exclusive_group()
        how.add_argument("--every", type=float, default=0, metavar="SECONDS", help="check every so many seconds")
        how.add_argument(
            "--listen", type=address, metavar="[HOST:]PORT", help="listen for requests of the log (add-checkpoint)"
        )

    def handle(
        self,
        *_args: Any,
        url: str,
        name: str,
        key: str,
        folder: Path,
        every: float,
        listen: tuple[str, int] | None,
        **_options: Any,
    ) -> None:
        code = run_witness(url, name=name, key=key, folder=folder, every=every, listen=listen)
        if code:
            sys.exit(code)


def address(written: str) -> tuple[str, int]:
    """The address to listen on: on this machine alone, unless a host is named."""
    host, _, port = written.rpartition(":")
    return host or "127.0.0.1", int(port)
