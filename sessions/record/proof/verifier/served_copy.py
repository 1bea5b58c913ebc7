"""The verifier as it is handed out: verify.py with this installation's public keys and root certificates in it."""

from functools import cache
from pathlib import Path

from sessions.models import LogKey
from sessions.record.proof.published_time_stamps import known_roots
from sessions.record.proof.verifier import verify

NO_KEYS, NO_ROOTS = "KEYS: tuple[str, ...] = ()\n", "ROOTS: tuple[str, ...] = ()\n"


def known_keys() -> list[str]:
    """The vkeys of the log and its witnesses, former ones too: older checkpoints are signed by those."""
    return list(LogKey.objects.values_list("vkey", flat=True))


def verifier_source() -> str:
    """The whole file. A reader sees that it is the one of the repository but for these two constants."""
    source = _source().replace(NO_KEYS, _filled(NO_KEYS, known_keys()))
    return source.replace(NO_ROOTS, _filled(NO_ROOTS, known_roots()))


def _filled(constant: str, values: list[str]) -> str:
    listed = "".join(f"    {value!r},\n" for value in values)
    return constant.replace("()\n", f"(\n{listed})\n") if listed else constant


@cache
def _source() -> str:
    source = Path(verify.__file__).read_text(encoding="utf-8")
    assert source.count(NO_KEYS) == source.count(NO_ROOTS) == 1
    return source
