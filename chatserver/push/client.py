"""Sends push messages to push services (RFC 8030): one request each, and nothing but its status is read."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from threading import Lock

import httpx
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from django.utils import timezone

from chatserver.push.answers import PushAnswer, PushOutcome, read_answer
from chatserver.push.base64url import write_base64url
from chatserver.push.encryption import BrowserKeys, encrypt
from chatserver.push.endpoints import origin_of_endpoint
from chatserver.push.keys import PushKey
from chatserver.push.payload import PADDED_BYTES
from chatserver.web_client import keeping_client

TIMEOUT_S = 10.0
KEEP_IDLE_S = 20.0


@dataclass(frozen=True, slots=True)
class PushMessage:
    """One message to one browser. topic: at most 32 characters of base64url; ttl_s: how long the service keeps it."""

    endpoint: str
    keys: BrowserKeys
    key: PushKey
    payload: bytes
    topic: str
    ttl_s: int
    urgency: str


class PushClient:
    """Keeps its connections and its tokens. Thread-safe. contact: as chatserver/push/contact.py checked it."""

    def __init__(self, contact: str) -> None:
        self._contact = contact
        self._tokens = Tokens()
        # Neither redirects nor the environment's proxy: an endpoint is an address that a stranger may have chosen.
        self._client = keeping_client(seconds=TIMEOUT_S, keep_idle_s=KEEP_IDLE_S)

    def send(self, message: PushMessage) -> PushAnswer:
        """One request. Every failure on the way is an answer, too."""
        request = self._client.build_request(
            "POST",
            message.endpoint,
            content=encrypt(message.payload, message.keys, pad_to=PADDED_BYTES),
            headers=self._headers_of(message),
        )
        try:
            answer = self._client.send(request, stream=True)
            answer.close()  # whatever it says besides
        except httpx.HTTPError as error:
            return PushAnswer(PushOutcome.LATER, _reason_of(error))
        return read_answer(answer.status_code, answer.headers, timezone.now())

    def close(self) -> None:
        self._client.close()

    def _headers_of(self, message: PushMessage) -> dict[str, str]:
        audience = origin_of_endpoint(message.endpoint)
        return {
            "Authorization": self._tokens.authorization(message.key, audience=audience, contact=self._contact),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(message.ttl_s),
            "Topic": message.topic,
            "Urgency": message.urgency,
        }


@cache
def client_for(contact: str) -> PushClient:
    """This process's client."""
    return PushClient(contact)


def _reason_of(error: httpx.HTTPError) -> str:
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout):
        return "no push service"
    return "time-out" if isinstance(error, httpx.TimeoutException) else "garbage"


# Tells a push service who sends: a signed token for each service, kept for half its life (RFC 8292).

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
