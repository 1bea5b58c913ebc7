"""The time-stamping authority (RFC 3161) that stamps checkpoints of the log, as a TOML file describes it; pure.

`chatserver/docs/record-proof.md` shows such a file.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True, slots=True, kw_only=True)
class StampingAuthority:
    """An authority that issues time stamps. roots: PEM."""

    url: str
    roots: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    timeout_seconds: float = 10


def find_authority(environment: Mapping[str, str]) -> StampingAuthority | None:
    """The one in the file that TIME_STAMPS names; None without it."""
    name = environment.get("TIME_STAMPS", "").strip()
    return read_authority(Path(name)) if name else None


def read_authority(path: Path) -> StampingAuthority:
    """Raises ImproperlyConfigured, which never quotes a value: the file may hold secrets."""
    try:
        told: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        authority = StampingAuthority(roots=_read_roots(path.parent / told.pop("roots")), **told)
    except (OSError, KeyError, tomllib.TOMLDecodeError, TypeError, UnicodeDecodeError) as reason:
        raise ImproperlyConfigured(f"TIME_STAMPS: {path} cannot be read ({type(reason).__name__}).") from None
    address = urlsplit(authority.url)
    if address.scheme not in {"http", "https"} or not address.hostname:
        raise ImproperlyConfigured("TIME_STAMPS: its url must be a full http or https address.")
    return authority


def _read_roots(path: Path) -> str:
    """Without what may stand between the certificates. Raises OSError."""
    # Only now: most installations name no authority, and each program reads the settings.
    from cryptography.hazmat.primitives.serialization import Encoding
    from cryptography.x509 import load_pem_x509_certificates

    try:
        certificates = load_pem_x509_certificates(path.read_bytes())
    except ValueError:
        raise ImproperlyConfigured(f"TIME_STAMPS: {path} holds no certificates in PEM.") from None
    return "".join(each.public_bytes(Encoding.PEM).decode() for each in certificates)
