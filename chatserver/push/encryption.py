"""Encrypts a push message for one browser: RFC 8291 (keys) on RFC 8188 (aes128gcm); pure."""

import secrets
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CURVE = ec.SECP256R1()
PUBLIC_KEY_BYTES, AUTH_BYTES, SALT_BYTES = 65, 16, 16
RECORD_SIZE = 4096
"""The size that the header states; the one record of a message may be shorter."""

LAST_RECORD = b"\x02"


class BadKeys(ValueError):
    """The keys are not those of a browser."""


@dataclass(frozen=True, slots=True)
class BrowserKeys:
    """The keys of a browser.

    public: the browser's point on P-256, uncompressed, 65 bytes; auth: the secret that we share, 16 bytes.
    """

    public: bytes
    auth: bytes

    def __post_init__(self) -> None:
        """Raises BadKeys, also for a point that is not on the curve."""
        if len(self.auth) != AUTH_BYTES:
            raise BadKeys("auth")
        read_curve_point(self.public)


def read_curve_point(point: bytes) -> ec.EllipticCurvePublicKey:
    """Raises BadKeys."""
    if len(point) != PUBLIC_KEY_BYTES:
        raise BadKeys("p256dh")
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(CURVE, point)
    except ValueError:
        raise BadKeys("p256dh") from None


def point_of(key: ec.EllipticCurvePrivateKey) -> bytes:
    """The public key, uncompressed, 65 bytes."""
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def encrypt(
    plain: bytes,
    keys: BrowserKeys,
    *,
    pad_to: int,
    sender: ec.EllipticCurvePrivateKey | None = None,
    salt: bytes | None = None,
) -> bytes:
    """The body of a push message. Its length depends on pad_to alone.

    pad_to: bytes of the padded text, its delimiter included. sender, salt: new ones for each message, except in tests.
    Raises ValueError where the text is too long for that.
    """
    if len(plain) + len(LAST_RECORD) > pad_to:
        raise ValueError(f"the message has {len(plain)} bytes, and {pad_to} is the limit")
    sender = sender or ec.generate_private_key(CURVE)
    salt = salt or secrets.token_bytes(SALT_BYTES)
    as_public = point_of(sender)
    shared = sender.exchange(ec.ECDH(), read_curve_point(keys.public))
    content_key, nonce = _derive(shared, keys, as_public, salt)
    sealed = AESGCM(content_key).encrypt(nonce, (plain + LAST_RECORD).ljust(pad_to, b"\0"), None)
    return salt + RECORD_SIZE.to_bytes(4) + bytes([PUBLIC_KEY_BYTES]) + as_public + sealed


def _derive(shared: bytes, keys: BrowserKeys, as_public: bytes, salt: bytes) -> tuple[bytes, bytes]:
    """The key and the nonce of the one record."""
    secret = _hkdf(keys.auth, b"WebPush: info\0" + keys.public + as_public, 32, shared)
    content_key = _hkdf(salt, b"Content-Encoding: aes128gcm\0", 16, secret)
    return content_key, _hkdf(salt, b"Content-Encoding: nonce\0", 12, secret)


def _hkdf(salt: bytes, info: bytes, length: int, secret: bytes) -> bytes:
    return HKDF(SHA256(), length, salt, info).derive(secret)
