"""python -m tests.pictures [FOLDER]: take the README's pictures again, into .pictures."""

import os
import sys
import tempfile
from pathlib import Path

import django

from tests.servers.server import ROOT


def main() -> None:
    from tests.pictures.taking import take_pictures  # its scene folds events, which needs the settings

    take_pictures(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / ".pictures")


with tempfile.TemporaryDirectory() as data:
    os.environ |= {"DJANGO_SETTINGS_MODULE": "chatserver.settings", "DATA_DIR": data}
    django.setup()
    main()
