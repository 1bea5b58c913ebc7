"""Stop clock and chance, so that the same evening gives the same bytes: keys, ids, salts, receipts and moments."""

import base64
import hashlib
import random
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import time_machine
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.color import no_style
from django.db import connection, transaction
from django.test.utils import override_settings

from sessions.record.proof.notes.signed_notes import NoteKey, public_of
from tests.running.leftovers import forget_leftovers

FIRST_ACCOUNT = 1_000_000
BEGINS_AT = datetime(2027, 1, 5, 12, tzinfo=UTC)
LOG = "chat.example.org/log"
PRIVATE = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"the log of the test vectors").digest())
"""This key signs nothing else: everybody can read it here."""

LOG_KEY = str(NoteKey(LOG, public_of(PRIVATE)))


@dataclass(frozen=True)
class World:
    clock: Any

    def later(self, **by: float) -> None:
        """by: as of timedelta."""
        self.clock.shift(timedelta(**by))


@contextmanager
def fixed_world(name: str) -> Iterator[World]:
    """An installation without anything in its log, and none of it stays. name: another one has other random bytes."""
    chance = random.Random(name)
    changed = {
        "LOG_KEY": PRIVATE.private_bytes_raw(),
        "ALLOWED_ORIGINS": [f"https://{LOG.partition('/')[0]}"],
        "LOG_NAME": LOG,
        "ALLOWED_HOSTS": ["*"],
        "SECRET_KEY": base64.b64encode(b"of the test vectors").decode(),
    }
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        stack.enter_context(override_settings(DATA_DIR=folder, **changed))
        (settings.DATA_DIR / "log_keys").mkdir()
        forget_leftovers()
        stack.enter_context(patch("secrets.token_bytes", lambda length=32: chance.randbytes(length)))
        stack.enter_context(patch("secrets.randbits", chance.getrandbits))
        stack.enter_context(patch("uuid.os", SimpleNamespace(urandom=chance.randbytes)))
        clock = stack.enter_context(time_machine.travel(BEGINS_AT, tick=False))
        with transaction.atomic():
            number_accounts()
            yield World(clock)
            transaction.set_rollback(True)


def number_accounts() -> None:
    """From the same number on, whatever was in the tables: keys of supporters follow from the ids of accounts."""
    account = get_user_model()
    account.objects.create(pk=FIRST_ACCOUNT, username="first")
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [account]):
            cursor.execute(statement)
