"""The start of a program imports the tables and the settings, and not the features; a server imports all of it."""

import json
import os
import subprocess
import sys
from pathlib import Path

MOST_OF_OURS = 170
"""Modules of this product after django.setup(): 147, in 0.30 s of CPU (with all features, as before: 493 and 0.6 s)."""

ROOT = Path(__file__).parents[2]
PRODUCT = ("sessions", "moderation", "chatserver")
LARGE = {"cryptography", "httpx", "msgspec", "phonenumbers", "regex", "PIL"}
AFTER_SETUP = "import django, json, sys; django.setup(); print(json.dumps(list(sys.modules)))"
AFTER_WARM_UP = """
import json, sys
import chatserver.asgi
from chatserver.product import settle_memory
from sessions.platform.hooks import import_hearers
settle_memory()
before = set(sys.modules)
import_hearers()
print(json.dumps(list(set(sys.modules) - before)))
"""


def answer_of(program: str, folder: Path) -> list[str]:
    environment = os.environ | {"DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "chatserver.settings"}
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
    found: list[str] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_a_program_starts_without_the_features(tmp_path: Path) -> None:
    modules = answer_of(AFTER_SETUP, tmp_path)
    assert LARGE & set(modules) == set()
    assert [name for name in modules if name.startswith(PRODUCT) and ".pages" in name] == []
    assert len([name for name in modules if name.partition(".")[0] in PRODUCT]) <= MOST_OF_OURS


def test_a_server_has_imported_all_hearers_before_it_listens(tmp_path: Path) -> None:
    assert answer_of(AFTER_WARM_UP, tmp_path) == []
