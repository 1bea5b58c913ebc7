"""The verifier as it is handed out: verify.py with this installation's public keys in it."""

from functools import cache
from pathlib import Path

from sessions.models import LogKey
from sessions.record.proof.verifier import verify

NO_KEYS = "KEYS: tuple[str, ...] = ()\n"


def known_keys() -> list[str]:
    """The vkeys of the log and its witnesses, former ones too: older checkpoints are signed by those."""
    return list(LogKey.objects.values_list("vkey", flat=True))


def verifier_source() -> str:
    """The whole file. A reader sees that it is the one of the repository but for this one constant."""
    listed = "".join(f"    {key!r},\n" for key in known_keys())
    return _source().replace(NO_KEYS, f"KEYS: tuple[str, ...] = (\n{listed})\n" if listed else NO_KEYS)


@cache
def _source() -> str:
    source = Path(verify.__file__).read_text(encoding="utf-8")
    assert source.count(NO_KEYS) == 1
    return source
