"""Time stamps as an authority makes them (RFC 3161, RFC 5652), written in DER by hand: nothing of what reads them."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID

NAME, LONG_AGO = "Stand-in Time Stamps", datetime(2020, 1, 1, tzinfo=UTC)
SHA256, SHA512 = "2.16.840.1.101.3.4.2.1", "2.16.840.1.101.3.4.2.3"
RSA, SIGNED_DATA, TST_INFO = "1.2.840.113549.1.1.1", "1.2.840.113549.1.7.2", "1.2.840.113549.1.9.16.1.4"
CONTENT_TYPE, MESSAGE_DIGEST = "1.2.840.113549.1.9.3", "1.2.840.113549.1.9.4"
SIGNING_CERTIFICATE = "1.2.840.113549.1.9.16.2.47"
POLICY = "1.3.6.1.4.1.13762.3"
INTEGER, OCTETS, NULL, OBJECT, UTF8, TIME, SEQUENCE, SET, FIRST = 2, 4, 5, 6, 12, 24, 0x30, 0x31, 0xA0


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for; nonce: None without one."""

    digest: bytes
    nonce: int | None
    wants_certificate: bool

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        [(tag, whole)] = _read(raw)
        assert tag == SEQUENCE
        (_version, _), (_imprint, imprint), *others = list(_read(whole))
        digest = next(value for tag, value in _read(imprint) if tag == OCTETS)
        nonce = next((int.from_bytes(value, "big") for tag, value in others if tag == INTEGER), None)
        return cls(digest, nonce, (1, b"\xff") in others)


@dataclass(frozen=True, slots=True)
class Authority:
    """A root, and the certificate that it gave to the authority's key."""

    key: rsa.RSAPrivateKey
    certificate: x509.Certificate
    root: x509.Certificate

    @property
    def roots(self) -> str:
        return self.root.public_bytes(Encoding.PEM).decode()

    def answer(
        self,
        digest: bytes,
        nonce: int | None = None,
        *,
        at: datetime | None = None,
        status: int = 0,
        algorithm: str = SHA256,
    ) -> bytes:
        """A TimeStampResp."""
        info = _info(digest, nonce, at or datetime.now(UTC), algorithm)
        content = _der(SEQUENCE, _object(TST_INFO), _der(FIRST, _der(OCTETS, info)))
        certificate = self.certificate.public_bytes(Encoding.DER)
        signed = _der(
            SEQUENCE,
            _integer(3),
            _der(SET, _algorithm(SHA256)),
            content,
            _der(FIRST, certificate),
            _der(SET, self._signer(info, certificate)),
        )
        return _response(status, _der(SEQUENCE, _object(SIGNED_DATA), _der(FIRST, signed)))

    def _signer(self, info: bytes, certificate: bytes) -> bytes:
        seen = _der(SEQUENCE, _der(SEQUENCE, _der(SEQUENCE, _der(OCTETS, hashlib.sha256(certificate).digest()))))
        attributes = b"".join(
            sorted(
                _der(SEQUENCE, _object(name), _der(SET, value))
                for name, value in (
                    (CONTENT_TYPE, _object(TST_INFO)),
                    (MESSAGE_DIGEST, _der(OCTETS, hashlib.sha256(info).digest())),
                    (SIGNING_CERTIFICATE, seen),
                )
            )
        )
        signature = self.key.sign(_der(SET, attributes), padding.PKCS1v15(), hashes.SHA256())
        maker = _der(SEQUENCE, self.certificate.issuer.public_bytes(), _integer(self.certificate.serial_number))
        return _der(
            SEQUENCE,
            _integer(1),
            maker,
            _algorithm(SHA256),
            _der(FIRST, attributes),
            _algorithm(RSA),
            _der(OCTETS, signature),
        )


def make_authority(
    *, until: datetime | None = None, is_for_time_stamps: bool = True, is_foreign: bool = False
) -> Authority:
    """until: when its certificate expires. All have one root, but for a foreign one, whose root has the same name."""
    key, root_key, until = _key(0), _key(2 if is_foreign else 1), until or datetime.now(UTC) + timedelta(days=365)
    root_name, name = (
        x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, each)]) for each in ("Stand-in Root", NAME)
    )
    root = (
        _builder(root_name, root_name, root_key, datetime.now(UTC) + timedelta(days=3650))
        .add_extension(x509.BasicConstraints(ca=True, path_length=1), critical=True)
        .sign(root_key, hashes.SHA256())
    )
    usage = ExtendedKeyUsageOID
    certificate = (
        _builder(name, root_name, key, until)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(
            x509.ExtendedKeyUsage([usage.TIME_STAMPING if is_for_time_stamps else usage.CODE_SIGNING]), critical=True
        )
        .sign(root_key, hashes.SHA256())
    )
    return Authority(key, certificate, root)


def refusal(status: int = 2, words: str = "The request is not permitted.") -> bytes:
    """Without a token."""
    return _der(SEQUENCE, _der(SEQUENCE, _integer(status), _der(SEQUENCE, _der(UTF8, words.encode()))))


@cache
def _key(_number: int) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _builder(name: x509.Name, issuer: x509.Name, key: rsa.RSAPrivateKey, until: datetime) -> x509.CertificateBuilder:
    builder = x509.CertificateBuilder(issuer, name, key.public_key(), x509.random_serial_number())
    return builder.not_valid_before(LONG_AGO).not_valid_after(until)


def _info(digest: bytes, nonce: int | None, at: datetime, algorithm: str) -> bytes:
    imprint = _der(SEQUENCE, _algorithm(algorithm), _der(OCTETS, digest))
    moment = _der(TIME, f"{at.astimezone(UTC):%Y%m%d%H%M%SZ}".encode())
    asked = _integer(nonce) if nonce is not None else b""
    return _der(SEQUENCE, _integer(1), _object(POLICY), imprint, _integer(1234), moment, asked)


def _response(status: int, token: bytes) -> bytes:
    return _der(SEQUENCE, _der(SEQUENCE, _integer(status)), token)


def _algorithm(name: str) -> bytes:
    return _der(SEQUENCE, _object(name), _der(NULL))


def _integer(number: int) -> bytes:
    return _der(INTEGER, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def _object(dotted: str) -> bytes:
    first, second, *others = map(int, dotted.split("."))
    encoded = b""
    for number in (first * 40 + second, *others):
        groups = [number & 0x7F]
        while number := number >> 7:
            groups.append(number & 0x7F | 0x80)
        encoded += bytes(reversed(groups))
    return _der(OBJECT, encoded)


def _der(tag: int, *parts: bytes) -> bytes:
    body = b"".join(parts)
    size = len(body)
    if size < 128:
        return bytes([tag, size]) + body
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 128 | len(length)]) + length + body


def _read(raw: bytes) -> Iterator[tuple[int, bytes]]:
    """The tag and the content of each value."""
    while raw:
        tag, size, start = raw[0], raw[1], 2
        if size > 127:
            start += size & 127
            size = int.from_bytes(raw[2:start], "big")
        yield tag, raw[start : start + size]
        raw = raw[start + size :]
