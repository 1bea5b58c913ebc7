"""How a browser reads a push message: RFC 8291 once more, apart from the code that writes one."""

import hashlib
import hmac

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from chatserver.push.encryption import point_of, read_curve_point


def decrypt(body: bytes, auth: bytes, private: ec.EllipticCurvePrivateKey) -> bytes:
    """The text. Raises ValueError for a body that is not for these keys."""
    salt, sender, sealed = body[:16], body[21:86], body[86:]
    assert (int.from_bytes(body[16:20]), body[20]) == (4096, 65)
    shared = private.exchange(ec.ECDH(), read_curve_point(sender))
    secret = _expand(_extract(auth, shared), b"WebPush: info\0" + point_of(private) + sender)
    key_of_record = _extract(salt, secret)
    content_key = _expand(key_of_record, b"Content-Encoding: aes128gcm\0")[:16]
    nonce = _expand(key_of_record, b"Content-Encoding: nonce\0")[:12]
    try:
        padded = AESGCM(content_key).decrypt(nonce, sealed, None)
    except InvalidTag:
        raise ValueError("not encrypted for these keys") from None
    text, delimiter, padding = padded.rpartition(b"\x02")
    assert delimiter
    assert not padding.strip(b"\0")
    return text


def _extract(salt: bytes, secret: bytes) -> bytes:
    return hmac.digest(salt, secret, hashlib.sha256)


def _expand(key: bytes, info: bytes) -> bytes:
    return hmac.digest(key, info + b"\1", hashlib.sha256)
