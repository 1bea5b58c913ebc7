"""Tells a push service who sends: a signed token for each service, kept for half its life (RFC 8292)."""

import json
from collections.abc import Mapping
from threading import Lock

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from django.utils import timezone

from chatserver.push.base64url import write_base64url
from chatserver.push.keys import PushKey

LASTS_S = 12 * 3600
RENEWED_AFTER_S = LASTS_S // 2


def make_token(key: ec.EllipticCurvePrivateKey, *, audience: str, contact: str, expires_at: int) -> str:
    """A JSON Web Token signed with ES256. audience: the push service's origin; expires_at: seconds since 1970."""
    claims: dict[str, str | int] = {"aud": audience, "exp": expires_at, "sub": contact}
    signed = f"{_part({'typ': 'JWT', 'alg': 'ES256'})}.{_part(claims)}"
    r, s = decode_dss_signature(key.sign(signed.encode(), ec.ECDSA(SHA256())))
    return f"{signed}.{write_base64url(r.to_bytes(32) + s.to_bytes(32))}"


class Tokens:
    """The tokens in use, by key, service and contact. Thread-safe."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str, str], tuple[str, float]] = {}
        self._lock = Lock()

    def authorization(self, key: PushKey, *, audience: str, contact: str) -> str:
        """The value of the header `Authorization`."""
        with self._lock:
            token, renewed_at = self._kept.get((key.id, audience, contact), ("", 0.0))
            now = timezone.now().timestamp()
            if not token or not renewed_at - RENEWED_AFTER_S <= now < renewed_at:  # also after a jump of the clock
                token = make_token(key.private, audience=audience, contact=contact, expires_at=int(now) + LASTS_S)
                self._kept[key.id, audience, contact] = token, now + RENEWED_AFTER_S
        return f"vapid t={token}, k={key.public}"


def _part(values: Mapping[str, str | int]) -> str:
    return write_base64url(json.dumps(values, separators=(",", ":")).encode())
